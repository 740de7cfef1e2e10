// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What was answered to the questions of one round, by the name of the question. */
record Replies(Map<String, String> texts) {

  static final Replies NONE = new Replies(Map.of());

  Replies {
    texts = Map.copyOf(texts);
  }

  Replies with(Request request, String text) {
    Map<String, String> more = new LinkedHashMap<>(texts);
    more.put(request.name(), text);
    return new Replies(more);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Where a value stands that the pump has given: the first row of that name that finds one. */
  Optional<Spot> find(DeviceProfile profile, Field.Name name) {
    return profile.fields().stream()
        .filter(field -> field.name() == name)
        .flatMap(field -> find(profile, field).stream())
        .findFirst();
  }

  Optional<Spot> find(DeviceProfile profile, Field field) {
    return profile.dialogue().requests().stream()
        .filter(request -> request.isCalled(field.reply()))
        .flatMap(request -> Optional.ofNullable(texts.get(request.name())).stream())
        .findFirst()
        .flatMap(text -> Spot.in(text, field, profile.framing().fieldSeparator()));
  }
}
