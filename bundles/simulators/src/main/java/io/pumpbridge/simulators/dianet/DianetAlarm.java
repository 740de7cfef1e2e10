// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

/**
 * The alarms that this simulator can raise, by their bits. Left out is what nothing public tells
 * the cause of, or what this simulator has no part for: air, drop, door, reminder, PCA, low
 * pressure, and the pre-alarm of the KVO (bit 17).
 */
public enum DianetAlarm {
  SYRINGE(0),
  SYRINGE_PRE_ALARM(1),
  EMPTY(2),
  PRESSURE(3),
  BATTERY_EMPTY(6),
  BATTERY_PRE_ALARM(7),
  RATE_INVALID(9),
  STANDBY_END(11),
  VTBD_END(12),
  TIME_END(13),
  COMMUNICATION(14),
  KVO_END(15),
  KEY_IN_REMOTE_ONLY(16);

  private final int bit;

  DianetAlarm(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  int mask() {
    return 1 << bit;
  }
}
