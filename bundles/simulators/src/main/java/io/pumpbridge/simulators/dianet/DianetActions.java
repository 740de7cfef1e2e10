// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import java.util.Optional;

/** What the host makes the pump do with segment 11. */
final class DianetActions {
  private static final int START_STOP = 0;
  private static final int MUTE = 1;
  private static final int KEY_LOCK = 2;
  private static final int CLEAR_TIME = 3;
  private static final int CLEAR_VOLUME = 4;
  private static final int MANUAL_BOLUS = 5;
  private static final int VOLUME_BOLUS = 6;
  private static final int STANDBY = 8;

  private final DianetDrive drive;
  private final DianetLink link;

  DianetActions(DianetDrive drive, DianetLink link) {
    this.drive = drive;
    this.link = link;
  }

  /** Does it, or says why not. */
  Optional<Refusal> act(int action, int flag) {
    if (flag > 1) {
      return Optional.of(Refusal.RANGE);
    }
    boolean on = flag == 1;
    return switch (action) {
      case START_STOP -> on ? ifPossible(drive.start()) : always(drive::stop);
      case MUTE -> always(() -> drive.board().mute(on));
      case KEY_LOCK -> always(() -> link.lock(on));
      case CLEAR_TIME -> always(drive::clearTime);
      case CLEAR_VOLUME -> always(this::clearVolume);
      case MANUAL_BOLUS -> on ? ifPossible(drive.bolusBySecond()) : always(drive.bolus()::end);
      case VOLUME_BOLUS -> on ? ifPossible(drive.bolusByVolume()) : always(drive.bolus()::end);
      case STANDBY -> on ? ifPossible(drive.standBy()) : always(drive::wake);
      default -> Optional.of(Refusal.RANGE);
    };
  }

  private void clearVolume() {
    drive.plunger().clearInfused();
    drive.bolus().clearGiven();
  }

  private static Optional<Refusal> ifPossible(boolean done) {
    return done ? Optional.empty() : Optional.of(Refusal.ACTION_IMPOSSIBLE);
  }

  private static Optional<Refusal> always(Runnable action) {
    action.run();
    return Optional.empty();
  }
}
