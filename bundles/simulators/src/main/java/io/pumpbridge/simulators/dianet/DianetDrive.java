// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.simulators.physics.Battery;
import io.pumpbridge.simulators.physics.Plunger;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The mechanics and the alarms that come of them. The protocol's facts name the alarms; every
 * figure here that is no wire format is an assumption, since none is public.
 */
final class DianetDrive {
  static final int SYRINGE_ML = 50;

  private static final long MINUTE_MS = 60_000;
  private static final long SECOND_MS = 1_000;

  /** The syringe's pre-alarm comes so long before the end at the running rate. */
  static final long NEAR_END_MS = 3 * MINUTE_MS;

  /** Keeping the vein open: hundredths of mL/h, or the set rate if that is lower. */
  private static final long KVO_RATE = 100;

  private static final long KVO_MS = 60 * MINUTE_MS;
  private static final long BATTERY_LOW_MINUTES = 30;

  private final DianetModel model;
  private final Plunger plunger = new Plunger(BigDecimal.valueOf(SYRINGE_ML));
  private final Battery battery = new Battery(4 * 60 * MINUTE_MS, 8 * 60 * MINUTE_MS);
  private final AlarmBoard board = new AlarmBoard();
  private final Bolus bolus = new Bolus();
  private Targets targets = Targets.AT_FIRST;
  private long nowMs;
  private boolean running;
  private boolean vtbdOver;
  private boolean nearEnd;
  private long infusionMs;
  private Optional<Long> timeLeftMs = Optional.empty();
  private Optional<Long> kvoLeftMs = Optional.empty();
  private Optional<Long> standbyLeftMs = Optional.empty();

  DianetDrive(DianetModel model) {
    this.model = model;
  }

  /** Lets time go by; what happens in between happens at its own millisecond. */
  void advance(long toMs) {
    while (nowMs < toMs) {
      long step = Math.min(toMs - nowMs, msUntilNextEvent());
      nowMs += step;
      battery.advance(step);
      standbyLeftMs = standbyLeftMs.map(left -> left - step);
      if (running) {
        move(step);
      }
      settle();
    }
  }

  private void move(long step) {
    long moved = plunger.move(step * flow());
    bolus.moved(moved);
    infusionMs += step;
    timeLeftMs = timeLeftMs.map(left -> left - step);
    kvoLeftMs = kvoLeftMs.map(left -> left - step);
  }

  private long msUntilNextEvent() {
    long ms = standbyLeftMs.orElse(Long.MAX_VALUE);
    ms = battery.isEmpty() ? ms : Math.min(ms, battery.msUntilEmpty());
    if (running) {
      long rate = flow();
      ms = Math.min(ms, plunger.msUntilItStops(rate));
      ms = Math.min(ms, timeLeftMs.orElse(Long.MAX_VALUE));
      ms = Math.min(ms, kvoLeftMs.orElse(Long.MAX_VALUE));
      ms = bolus.isRunning() ? Math.min(ms, (bolus.left() + rate - 1) / rate) : ms;
      long untilNear = (plunger.left() - NEAR_END_MS * rate + rate - 1) / rate;
      ms = !nearEnd && untilNear > 0 ? Math.min(ms, untilNear) : ms;
    }
    return Math.max(1, ms);
  }

  /** Raises and drops what follows from where everything is. */
  void settle() {
    if (battery.isEmpty() && (running || !board.isRaised(DianetAlarm.BATTERY_EMPTY))) {
      stopWith(DianetAlarm.BATTERY_EMPTY);
    }
    if (running && plunger.isOccluded()) {
      stopWith(DianetAlarm.PRESSURE);
    } else if (running && plunger.left() == 0) {
      stopWith(model.end());
    } else if (running && plunger.room() == 0) {
      vtbdOver = true;
      keepVeinOpen(DianetAlarm.VTBD_END);
    } else if (running && timeLeftMs.orElse(1L) <= 0) {
      keepVeinOpen(DianetAlarm.TIME_END);
    } else if (running && kvoLeftMs.orElse(1L) <= 0) {
      stopWith(DianetAlarm.KVO_END);
    }
    if (standbyLeftMs.orElse(1L) <= 0) {
      standbyLeftMs = Optional.empty();
      board.raise(DianetAlarm.STANDBY_END);
    }
    nearEnd = running && plunger.left() <= NEAR_END_MS * flow();
  }

  private void keepVeinOpen(DianetAlarm why) {
    board.raise(why);
    if (vtbdOver) {
      plunger.limit(Optional.empty()); // the vein is kept open beyond it
    }
    timeLeftMs = Optional.empty();
    kvoLeftMs = Optional.of(KVO_MS);
    bolus.end();
  }

  /** It stands, and says why. */
  void stopWith(DianetAlarm alarm) {
    board.raise(alarm);
    stop();
  }

  void clearAlarms() {
    board.clear();
    settle();
  }

  boolean canStart() {
    return !running
        && board.isQuiet()
        && standbyLeftMs.isEmpty()
        && targets.rate() > 0
        && plunger.room() > 0
        && !vtbdOver
        && !battery.isEmpty();
  }

  boolean start() {
    if (!canStart()) {
      return false;
    }
    running = true;
    settle();
    return true;
  }

  void stop() {
    running = false;
    bolus.end();
    kvoLeftMs = Optional.empty();
    nearEnd = false;
  }

  /** New targets; a rate takes effect at once, and a rate of 0 stops the pump. */
  void aimAt(Targets next) {
    targets = next;
    plunger.stretch(next.pressureStep() * (Plunger.GRAINS_PER_ML / 250));
    if (next.rate() == 0) {
      stop();
    }
    if (next.bolusRate() == 0) {
      bolus.end();
    }
    settle();
  }

  /** The volume of the targets counts from now on. */
  void deliverFromNow() {
    vtbdOver = false;
    kvoLeftMs = Optional.empty();
    plunger.limit(targets.vtbdMl());
    settle();
  }

  /** The time of the targets counts from now on. */
  void timeFromNow() {
    kvoLeftMs = Optional.empty();
    timeLeftMs = targets.minutesToRun().map(minutes -> minutes * MINUTE_MS);
    settle();
  }

  /** One second of bolus, as long as the key is held; false if none is possible now. */
  boolean bolusBySecond() {
    return giveBolus(SECOND_MS * targets.bolusRate());
  }

  /** The whole bolus volume; false if none is possible now. */
  boolean bolusByVolume() {
    return giveBolus(targets.bolusGrains());
  }

  private boolean giveBolus(long grains) {
    if (!isBolusReady() || grains == 0) {
      return false;
    }
    bolus.begin(grains);
    return true;
  }

  boolean isBolusReady() {
    return running && kvoLeftMs.isEmpty() && !bolus.isRunning() && targets.bolusRate() > 0;
  }

  /** Sleeps for the set time; false if it runs or no time is set. */
  boolean standBy() {
    if (running || targets.standbyMinutes() == 0) {
      return false;
    }
    standbyLeftMs = Optional.of(targets.standbyMinutes() * MINUTE_MS);
    return true;
  }

  void wake() {
    standbyLeftMs = Optional.empty();
  }

  void clearTime() {
    infusionMs = 0;
  }

  /** Call {@link #settle} after a change. */
  Plunger plunger() {
    return plunger;
  }

  /** Call {@link #settle} after a change. */
  Battery battery() {
    return battery;
  }

  Bolus bolus() {
    return bolus;
  }

  AlarmBoard board() {
    return board;
  }

  boolean isRunning() {
    return running;
  }

  boolean isKeepingVeinOpen() {
    return kvoLeftMs.isPresent();
  }

  long nowMs() {
    return nowMs;
  }

  Targets targets() {
    return targets;
  }

  Set<DianetAlarm> alarms() {
    EnumSet<DianetAlarm> alarms = board.raised();
    if (nearEnd) {
      alarms.add(DianetAlarm.SYRINGE_PRE_ALARM);
    }
    boolean low = battery.minutesLeft() < BATTERY_LOW_MINUTES;
    if (low && !battery.isOnMains() && !battery.isEmpty()) {
      alarms.add(DianetAlarm.BATTERY_PRE_ALARM);
    }
    return alarms;
  }

  /** Hundredths of mL/h that flow now. */
  long flow() {
    if (!running) {
      return 0;
    }
    if (bolus.isRunning()) {
      return targets.bolusRate();
    }
    return isKeepingVeinOpen() ? Math.min(KVO_RATE, targets.rate()) : targets.rate();
  }

  /** Grains; empty without a volume to be delivered. */
  Optional<Long> vtbdLeft() {
    return vtbdOver ? Optional.of(0L) : plunger.limit();
  }

  /** At the rate that flows, or else the set one; empty without any. */
  Optional<Long> minutesLeft() {
    long rate = running ? flow() : targets.rate();
    return rate == 0 ? Optional.empty() : Optional.of(plunger.room() / rate / MINUTE_MS);
  }

  long infusionMinutes() {
    return infusionMs / MINUTE_MS;
  }

  /** Empty while it is awake. */
  Optional<Long> standbyMinutes() {
    return standbyLeftMs.map(left -> left / MINUTE_MS);
  }
}
