// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.pump.ProfileDesk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever somebody writes where a value belongs, the desk answers, and says where it is wrong. */
final class MutatedProfilesTest {

  private static final List<Object> WRITTEN_INSTEAD =
      List.of(
          Map.of(),
          Map.of("x", 1),
          List.of(),
          List.of("text"),
          List.of(Map.of()),
          "",
          "any",
          "00",
          -1,
          0,
          1,
          99,
          Integer.MAX_VALUE,
          1.5,
          true);

  /** Of the long tables a sample: they are alike from row to row. */
  private static final int STRIDE = 29;

  private final ProfileDesk desk = new ProfileDeskComponent();
  private int answered;
  private int refused;

  /** Where a value stands: in an object by its name, or in a list by its number. */
  private record Spot(Object holder, Object key) {

    Object value() {
      return holder instanceof Map<?, ?> map ? map.get(key) : ((List<?>) holder).get((int) key);
    }

    @SuppressWarnings("unchecked") // a parsed document has text keys
    void write(Object value) {
      if (holder instanceof Map<?, ?> map) {
        ((Map<String, Object>) map).put((String) key, value);
      } else {
        ((List<Object>) holder).set((int) key, value);
      }
    }

    /** Out of an object; a list would close up. */
    Optional<Object> takeOut() {
      return holder instanceof Map<?, ?> map ? Optional.of(map.remove(key)) : Optional.empty();
    }
  }

  private static List<Spot> spots(Object document) {
    List<Spot> spots = new ArrayList<>();
    if (document instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> spots.add(new Spot(map, key)));
    } else if (document instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        spots.add(new Spot(list, i));
      }
    }
    for (Spot spot : List.copyOf(spots)) {
      spots.addAll(spots(spot.value()));
    }
    return spots;
  }

  private void examine(String file, Object document) throws IOException {
    String json = JSON.std.asString(document);
    Map<String, Object> answer =
        JSON.std.mapFrom(desk.lint(file, json.getBytes(StandardCharsets.UTF_8)));
    assertThat(answer.get("findings")).as(json).isInstanceOf(List.class);
    boolean sound = Boolean.TRUE.equals(answer.get("sound"));
    boolean mistaken = String.valueOf(answer.get("findings")).contains("severity=error");
    assertThat(mistaken).as("%s: %s", json, answer).isNotEqualTo(sound);
    answered++;
    refused += sound ? 0 : 1;
  }

  private void mutate(String file, String json, int stride) throws IOException {
    Map<String, Object> document = JSON.std.mapFrom(json);
    List<Spot> spots = spots(document);
    for (int i = 0; i < spots.size(); i += stride) {
      Spot spot = spots.get(i);
      Object good = spot.value();
      for (Object instead : WRITTEN_INSTEAD) {
        spot.write(instead);
        examine(file, document);
      }
      if (spot.takeOut().isPresent()) {
        examine(file, document);
      }
      spot.write(good);
    }
  }

  @Test
  void whateverStandsInPlaceOfAnyValueIsAnswered() throws Exception {
    mutate("example-vp1.json", NewModelExampleTest.json(), 1);
    for (DriverFamilies.Family family : DriverFamilies.shipped().families().values()) {
      String file = family.profile().identity().name() + ".json";
      mutate(file, Files.readString(Path.of("../../device-profiles", file)), STRIDE);
    }
    assertThat(answered).isGreaterThan(2_500);
    assertThat(refused).as("of %d", answered).isGreaterThan(answered * 8 / 10);
  }
}
