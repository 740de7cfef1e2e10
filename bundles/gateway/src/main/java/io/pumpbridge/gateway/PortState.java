// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a port's loop lets others see: an immutable snapshot. */
record PortState(PortId port, List<PumpState> pumps) {

  /**
   * One pump's.
   *
   * @param pump empty once it has been found on another port
   * @param channels of which it has reported
   */
  record PumpState(
      String place,
      Optional<PumpIdentity> pump,
      boolean following,
      AdvisoryWatch.Level level,
      List<String> channels) {
    PumpState {
      channels = List.copyOf(channels);
    }

    /** A pump was here and is not heard now. */
    boolean isLost() {
      return pump.isPresent() && !following;
    }
  }

  PortState {
    pumps = List.copyOf(pumps);
  }

  boolean isLost() {
    return pumps.stream().anyMatch(PumpState::isLost);
  }

  AdvisoryWatch.Level level() {
    return pumps.stream()
        .map(PumpState::level)
        .max(Comparator.naturalOrder())
        .orElse(AdvisoryWatch.Level.NONE);
  }

  boolean follows(PumpIdentity wanted) {
    return pumps.stream()
        .anyMatch(
            state -> state.following() && state.pump().filter(wanted::isSamePump).isPresent());
  }
}
