// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.simulators.physics.Battery;

/**
 * The pump's mains and battery, and the alarms that come of them. The alarms' names are published;
 * what they mean is read from the mnemonic, and every figure here is an assumption.
 */
final class PowerSupply {
  private static final long HOUR_MS = 3_600_000;

  /** AL_LWBAT: half an hour left. */
  private static final long LOW_MINUTES = 30;

  private final Battery battery = new Battery(6 * HOUR_MS, 3 * HOUR_MS);
  private boolean mainsMissed;

  void advance(long ms) {
    battery.advance(ms);
  }

  void mains(boolean present) {
    mainsMissed = !present && (battery.isOnMains() || mainsMissed);
    battery.mains(present);
  }

  void charge(int percent) {
    battery.charge(percent);
  }

  /** Somebody has seen that the mains are away; a low battery stands until it is charged. */
  void acknowledge() {
    mainsMissed = false;
  }

  boolean isEmpty() {
    return battery.isEmpty();
  }

  long msUntilEmpty() {
    return battery.msUntilEmpty();
  }

  /**
   * What the pump shows, as it shows one alarm at a time: what stopped it before what will stop it,
   * and a missing plug last.
   */
  AlarisAlarm shown(SyringeDrive drive) {
    if (isEmpty()) {
      return AlarisAlarm.AL_EMBAT;
    }
    if (!drive.isStoppedByAlarm() && !battery.isOnMains() && battery.minutesLeft() < LOW_MINUTES) {
      return AlarisAlarm.AL_LWBAT;
    }
    return drive.alarm() == AlarisAlarm.AL_NOALM && mainsMissed
        ? AlarisAlarm.AL_ACDIS
        : drive.alarm();
  }
}
