// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.simulators.dianet.DianetLink.Mode;
import io.pumpbridge.simulators.physics.Plunger;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.math.BigDecimal;
import java.util.function.LongConsumer;

/** The pump's front: what a nurse does, and what is true. */
final class DianetPanel implements Bedside {
  private static final int RATE_DECIMALS = 2;
  private static final int VOLUME_DECIMALS = 1;

  private final String serial;
  private final DianetDrive drive;
  private final DianetLink link;
  private final LongConsumer clock;

  /**
   * @param clock lets time go by for the whole pump
   */
  DianetPanel(String serial, DianetDrive drive, DianetLink link, LongConsumer clock) {
    this.serial = serial;
    this.drive = drive;
    this.link = link;
    this.clock = clock;
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public String serialNumber() {
    return serial;
  }

  @Override
  public void rate(String mlPerHour, long nowMs) {
    key(nowMs);
    long hundredths = scaled(mlPerHour, RATE_DECIMALS, Targets.MAX_RATE, "mL/h");
    drive.aimAt(drive.targets().withRate(hundredths));
  }

  @Override
  public void vtbi(String ml, long nowMs) {
    key(nowMs);
    drive.aimAt(drive.targets().withVtbd(scaled(ml, VOLUME_DECIMALS, 99_999, "mL")));
    drive.deliverFromNow();
  }

  private static long scaled(String text, int decimals, long most, String unit) {
    BigDecimal value = new BigDecimal(text);
    BigDecimal scaled = value.movePointRight(decimals).stripTrailingZeros();
    if (scaled.scale() > 0 || value.signum() <= 0 || scaled.longValueExact() > most) {
      throw new IllegalArgumentException(
          "This pump takes more than 0 up to "
              + BigDecimal.valueOf(most, decimals)
              + " "
              + unit
              + " with "
              + decimals
              + " decimals, not "
              + text
              + ".");
    }
    return scaled.longValueExact();
  }

  /** A key is pressed; only remote-only mode and the key lock keep it from doing something. */
  private void key(long nowMs) {
    clock.accept(nowMs);
    if (link.isIn(Mode.REMOTE_ONLY) || link.isLocked()) {
      throw new IllegalArgumentException("The pump's keys are blocked over the line.");
    }
    link.keyPressed(drive.nowMs());
  }

  @Override
  public boolean start(long nowMs) {
    clock.accept(nowMs);
    if (link.isIn(Mode.REMOTE_ONLY)) {
      drive.board().raise(DianetAlarm.KEY_IN_REMOTE_ONLY);
      return false;
    }
    link.keyPressed(drive.nowMs());
    return drive.start();
  }

  @Override
  public void stop(long nowMs) {
    clock.accept(nowMs);
    if (link.isIn(Mode.REMOTE_ONLY)) {
      drive.board().raise(DianetAlarm.KEY_IN_REMOTE_ONLY);
      return;
    }
    link.keyPressed(drive.nowMs());
    drive.stop();
  }

  @Override
  public void occlude(long nowMs) {
    clock.accept(nowMs);
    drive.plunger().block();
  }

  @Override
  public void free(long nowMs) {
    clock.accept(nowMs);
    drive.plunger().unblock();
  }

  @Override
  public void load(String ml, long nowMs) {
    clock.accept(nowMs);
    long most = DianetDrive.SYRINGE_ML * 10L;
    load(BigDecimal.valueOf(scaled(ml, VOLUME_DECIMALS, most, "mL"), VOLUME_DECIMALS));
  }

  private void load(BigDecimal ml) {
    drive.plunger().load(ml);
    drive.settle();
  }

  @Override
  public void empty(long nowMs) {
    clock.accept(nowMs);
    load(BigDecimal.ZERO);
  }

  @Override
  public void clear(long nowMs) {
    key(nowMs);
    drive.clearAlarms();
  }

  @Override
  public void mains(boolean present, long nowMs) {
    clock.accept(nowMs);
    drive.battery().mains(present);
    drive.settle();
  }

  @Override
  public void battery(int percent, long nowMs) {
    clock.accept(nowMs);
    drive.battery().charge(percent);
    drive.settle();
  }

  @Override
  public Truth truth(long nowMs) {
    clock.accept(nowMs);
    return new Truth(
        drive.isRunning(),
        drive.isRunning() ? BigDecimal.valueOf(drive.flow(), RATE_DECIMALS).toPlainString() : "0",
        Plunger.ml(drive.plunger().infused(), VOLUME_DECIMALS).toPlainString(),
        drive.alarms().stream().map(alarm -> Integer.toString(alarm.bit())).toList(),
        link.isRemote());
  }
}
