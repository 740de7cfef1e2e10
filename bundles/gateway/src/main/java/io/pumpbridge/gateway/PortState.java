// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.Optional;

/** What a port's loop lets others see: an immutable snapshot. */
record PortState(
    PortId port, Optional<PumpIdentity> pump, boolean following, AdvisoryWatch.Level level) {

  static PortState of(PortId port, PumpWatch watch) {
    return new PortState(port, watch.pump(), watch.isFollowing(), watch.level());
  }

  /** A pump was here and is not heard now. */
  boolean isLost() {
    return pump.isPresent() && !following;
  }
}
