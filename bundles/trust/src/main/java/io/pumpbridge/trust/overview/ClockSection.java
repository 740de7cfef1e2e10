// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.clock.ClockState;
import io.pumpbridge.trust.overview.Attention.Stops;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What time it is, and how good that is.
 *
 * @param jumped by over a year, not long ago
 * @param anchors any of which may have said the time that the floor is
 */
record ClockSection(
    ClockState state, Optional<ClockReading> jumped, List<X509Certificate> anchors) {

  Instant now() {
    return state.shown().wall();
  }

  Fields told() {
    return Fields.builder()
        .put("time", now())
        .put("quality", state.shown().quality().wireName())
        .put("machine", Instant.ofEpochMilli(state.machine().system().toEpochMilli()))
        .put("floor", state.floor())
        .put("floor_by", floorBy())
        .put("built", state.built())
        .build();
  }

  private Fields floorBy() {
    if (state.floorBy().isEmpty()) {
      return Fields.builder().put("who", "gateway").build();
    }
    String name = state.floorBy().get();
    if (name.equals(ClockState.MACHINE)) {
      return Fields.builder().put("who", "machine").build();
    }
    Fields.Builder by = Fields.builder().put("who", "authority").put("key_sha256", name);
    anchors.stream()
        .filter(state::floorIsBy)
        .findFirst()
        .map(Certificates::subjectOf)
        .ifPresent(subject -> by.put("subject", subject));
    return by.build();
  }

  Fields inBrief() {
    return Fields.builder()
        .put("quality", state.shown().quality().wireName())
        .put("floor", state.floor())
        .build();
  }

  List<Attention> attention() {
    List<Attention> all = new ArrayList<>();
    if (state.shown().quality() == ClockQuality.FLOOR) {
      all.add(
          new Attention(
              "clock-at-floor",
              Stops.NOTHING,
              "This gateway's clock stands in the past, it is at least "
                  + now()
                  + ": check its battery and its time service."));
    }
    jumped.ifPresent(
        to ->
            all.add(
                new Attention(
                    "clock-jumped",
                    Stops.NOTHING,
                    "This gateway's clock jumped by over a year, to "
                        + to.wall()
                        + ": look at its battery and its time service.")));
    return all;
  }
}
