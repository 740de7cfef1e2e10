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
   * @param held it is not heard, but may come back to what was said of it
   * @param channels of which it has reported
   */
  record PumpState(
      String place,
      Optional<PumpIdentity> pump,
      boolean following,
      boolean held,
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

  /** No pump is followed here, and what was said of one is over. */
  boolean isOver() {
    return pumps.stream().noneMatch(state -> state.following() || state.held());
  }

  /** No pump is known here. */
  boolean isIdle() {
    return pumps.stream().allMatch(state -> state.pump().isEmpty());
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
