// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;

/** Who hears what a port's loop hears; called on the port's own thread, must not block. */
interface PortListener {

  /** The line was opened for this protocol. */
  default void trying(PumpDriver driver) {}

  /** What the session found out: identified, reported, lost, noise; never what is to be sent. */
  void heard(Effect effect, long nowMs);

  /** Nothing follows any pump here now: the port has gone, or its loop begins anew. */
  void gone(Effect.LossReason reason, long nowMs);

  /** The port cannot be used; it will be tried again. */
  default void failed(String why) {}

  /** Time went by. */
  default void tick(long nowMs) {}

  /** Whether a pump is being followed. */
  boolean isFollowing();
}
