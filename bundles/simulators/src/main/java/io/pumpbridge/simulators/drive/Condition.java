// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

/** What can be wrong with a drive, or soon will be; each protocol has its own codes for it. */
public enum Condition {
  /** Soon at the end of the volume or of the reservoir; the pump goes on. */
  NEAR_END(false),
  /** The line is blocked; the pump has stopped. */
  OCCLUSION(true),
  /** Nothing is left in the syringe or bag; the pump has stopped. */
  EMPTY(true),
  /** The volume to be infused is in; the pump has stopped or keeps the vein open. */
  END_OF_VOLUME(true),
  /** The time to keep the vein open is over; the pump has stopped. */
  KVO_END(true),
  /** Little is left in the battery, and there is no mains. */
  BATTERY_LOW(false),
  /** The battery is empty and there is no mains; the pump has stopped. */
  BATTERY_EMPTY(true);

  private final boolean latched;

  Condition(boolean latched) {
    this.latched = latched;
  }

  /** Whether it stands until somebody acknowledges it; the others come and go by themselves. */
  public boolean isLatched() {
    return latched;
  }
}
