// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import java.util.EnumSet;

/** The alarms that stand until somebody clears them, and whether they sound. */
final class AlarmBoard {
  private final EnumSet<DianetAlarm> raised = EnumSet.noneOf(DianetAlarm.class);
  private boolean muted;

  void raise(DianetAlarm alarm) {
    raised.add(alarm);
  }

  boolean isRaised(DianetAlarm alarm) {
    return raised.contains(alarm);
  }

  boolean isQuiet() {
    return raised.isEmpty();
  }

  /** A copy. */
  EnumSet<DianetAlarm> raised() {
    return raised.clone();
  }

  void clear() {
    raised.clear();
    muted = false;
  }

  /** The sound only. */
  void mute(boolean on) {
    muted = on;
  }

  boolean isMuted() {
    return muted;
  }
}
