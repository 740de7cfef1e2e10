// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.simulators.physics.Plunger;
import java.math.BigDecimal;
import java.util.Optional;

/** The mechanics and the alarms that come of them: a plunger that moves with time, exactly. */
final class SyringeDrive {
  /** Near end: five minutes before the end at the running rate. The real figure is configurable. */
  private static final long NEAR_END_MS = 5 * 60_000;

  /** Pressure of an open line, hundredths of mmHg (from a running sample). */
  private static final long OPEN_LINE_PRESSURE = 1_791;

  /** Pressure at which the pump gives up, hundredths of mmHg (from a captured occlusion). */
  private static final long OCCLUSION_PRESSURE = 53_015;

  private static final int VOLUME_DECIMALS = 3;

  private final Plunger plunger;
  private long nowMs;
  private long rate; // hundredths of mL/h
  private boolean running;
  private AlarisAlarm stopAlarm = AlarisAlarm.AL_NOALM;
  private boolean nearEnd;
  private long logId = 127_904; // as in the published running sample

  SyringeDrive(BigDecimal syringeMl) {
    plunger = new Plunger(syringeMl);
  }

  /** Lets time go by; what happens in between happens at its own millisecond. */
  void advance(long toMs) {
    while (running && rate > 0 && nowMs < toMs) {
      long step = Math.min(toMs - nowMs, msUntilNextEvent());
      nowMs += step;
      plunger.move(step * rate);
      settle();
    }
    nowMs = Math.max(nowMs, toMs);
  }

  private long msUntilNextEvent() {
    long ms = plunger.msUntilItStops(rate);
    long untilNearEnd = plunger.msUntilRoomIs(NEAR_END_MS * rate, rate);
    return Math.max(1, !nearEnd && untilNearEnd > 0 ? Math.min(ms, untilNearEnd) : ms);
  }

  /** Raises and drops what follows from where the plunger is. */
  private void settle() {
    if (running && plunger.isOccluded()) {
      stopWith(AlarisAlarm.AL_OCCLU);
    } else if (running && plunger.left() == 0) {
      stopWith(AlarisAlarm.AL_EOIST);
    } else if (running && plunger.room() == 0) {
      stopWith(AlarisAlarm.AL_VTBIS);
    }
    boolean near = running && rate > 0 && plunger.room() <= NEAR_END_MS * rate;
    if (near && !nearEnd) {
      log();
    }
    nearEnd = near;
  }

  void stopWith(AlarisAlarm alarm) {
    running = false;
    stopAlarm = alarm;
    log();
    settle();
  }

  boolean start() {
    if (running || isStoppedByAlarm() || rate == 0 || plunger.room() == 0) {
      return false;
    }
    running = true;
    log();
    settle();
    return true;
  }

  void stop() {
    if (running) {
      running = false;
      log();
      settle();
    }
  }

  void setRate(long hundredths) {
    rate = hundredths;
    log();
    settle();
  }

  void setVtbi(Optional<BigDecimal> ml) {
    plunger.limit(ml);
    log();
    settle();
  }

  void load(BigDecimal ml) {
    plunger.load(ml);
    log();
    settle();
  }

  void clearInfused() {
    plunger.clearInfused();
    log();
  }

  void block() {
    plunger.block();
  }

  void unblock() {
    plunger.unblock();
  }

  void clearAlarm() {
    if (isStoppedByAlarm()) {
      stopAlarm = AlarisAlarm.AL_NOALM;
      log();
    }
  }

  void log() {
    logId++;
  }

  boolean isStoppedByAlarm() {
    return stopAlarm != AlarisAlarm.AL_NOALM;
  }

  AlarisAlarm alarm() {
    return isStoppedByAlarm() || !nearEnd ? stopAlarm : AlarisAlarm.AL_NEOIN;
  }

  boolean isRunning() {
    return running;
  }

  long nowMs() {
    return nowMs;
  }

  long logId() {
    return logId;
  }

  /** What is set, mL/h with two decimals. */
  BigDecimal rateSet() {
    return BigDecimal.valueOf(rate, 2);
  }

  /** What flows, mL/h with two decimals. */
  BigDecimal rateFlowing() {
    return BigDecimal.valueOf(running ? rate : 0, 2);
  }

  /** mL, cut to the three decimals that the pump shows. */
  BigDecimal infusedMl() {
    return Plunger.ml(plunger.infused(), VOLUME_DECIMALS);
  }

  Optional<BigDecimal> vtbiLeftMl() {
    return plunger.limit().map(grains -> Plunger.ml(grains, VOLUME_DECIMALS));
  }

  /** mmHg with two decimals. */
  BigDecimal pressure() {
    long rise = plunger.pressure(OCCLUSION_PRESSURE - OPEN_LINE_PRESSURE);
    return BigDecimal.valueOf(OPEN_LINE_PRESSURE + rise, 2);
  }

  /** At the rate that is set, also while stopped (as captured); empty without a rate. */
  Optional<Long> secondsLeft() {
    return rate == 0 ? Optional.empty() : Optional.of(plunger.room() / rate / 1_000);
  }
}
