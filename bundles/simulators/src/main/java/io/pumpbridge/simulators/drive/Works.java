// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The pump behind a front panel. */
public interface Works {

  /** Lets time go by. */
  void pass(long nowMs);

  /** What stands, by the protocol's own codes. */
  List<String> alarms();

  /** Whether somebody holds the pump's remote control over the line. */
  boolean controlled();

  /** Somebody presses a key; comes before it takes effect. */
  default void pressed() {}

  /** Somebody has set the rate, mL/h. */
  default void rateSet(BigDecimal mlPerHour) {}

  /** Somebody has set the volume to be infused, mL; empty for none. */
  default void vtbiSet(Optional<BigDecimal> ml) {}

  /** Somebody presses the start key; false if the pump does not start. */
  default boolean start(Drive drive) {
    return drive.start();
  }

  /** Somebody acknowledges an alarm; comes before the drive's own are cleared. */
  default void cleared() {}

  /** Somebody takes the mains away or gives it back; comes after the drive has it. */
  default void mains(boolean present) {}
}
