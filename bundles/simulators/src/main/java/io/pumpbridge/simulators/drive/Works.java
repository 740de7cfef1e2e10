// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.util.List;

/** The pump behind a front panel. */
public interface Works {

  /** Lets time go by. */
  void advance(long nowMs);

  /** What stands, by the protocol's own codes. */
  List<String> alarms();

  /** Whether somebody holds the pump's remote control over the line. */
  boolean controlled();

  /** Somebody presses a key. */
  default void pressed() {}

  /** Somebody acknowledges an alarm; comes before the drive's own are cleared. */
  default void cleared() {}

  /** Somebody takes the mains away or gives it back; comes after the drive has it. */
  default void mains(boolean present) {}
}
