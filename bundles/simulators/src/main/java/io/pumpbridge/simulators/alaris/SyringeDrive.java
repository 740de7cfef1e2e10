// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The mechanics: a plunger that moves with time, exactly. Volumes are whole grains; one grain is
 * what a rate of 0.01 mL/h moves in a millisecond, so that no time step can round anything.
 */
final class SyringeDrive {
  static final long GRAINS_PER_ML = 360_000_000L;

  /** Near end: five minutes before the end at the running rate. The real figure is configurable. */
  private static final long NEAR_END_MS = 5 * 60_000;

  /** Pressure of an open line, hundredths of mmHg (from a running sample). */
  private static final long OPEN_LINE_PRESSURE = 1_791;

  /** Pressure at which the pump gives up, hundredths of mmHg (from a captured occlusion). */
  private static final long OCCLUSION_PRESSURE = 53_015;

  /** What a blocked line swallows until then: 0.02 mL, a stiff line and a small syringe. */
  private static final long OCCLUSION_GRAINS = GRAINS_PER_ML / 50;

  private long nowMs;
  private long rate; // hundredths of mL/h
  private boolean running;
  private long infused;
  private long syringeLeft;
  private Optional<Long> vtbiLeft = Optional.empty();
  private boolean blocked;
  private long blockedGrains;
  private AlarisAlarm stopAlarm = AlarisAlarm.AL_NOALM;
  private boolean nearEnd;
  private long logId = 127_904; // as in the published running sample

  SyringeDrive(BigDecimal syringeMl) {
    syringeLeft = grains(syringeMl);
  }

  static long grains(BigDecimal ml) {
    return ml.multiply(BigDecimal.valueOf(GRAINS_PER_ML)).longValueExact();
  }

  /** Lets time go by; what happens in between happens at its own millisecond. */
  void advance(long toMs) {
    while (running && rate > 0 && nowMs < toMs) {
      long step = Math.min(toMs - nowMs, msUntilNextEvent());
      nowMs += step;
      move(step * rate);
      settle();
    }
    nowMs = Math.max(nowMs, toMs);
  }

  private long msUntilNextEvent() {
    long grains = volumeLeft();
    if (blocked) {
      grains = Math.min(grains, OCCLUSION_GRAINS - blockedGrains);
    }
    long ms = ceilDiv(grains, rate);
    long untilNearEnd = ceilDiv(volumeLeft() - NEAR_END_MS * rate, rate);
    return Math.max(1, !nearEnd && untilNearEnd > 0 ? Math.min(ms, untilNearEnd) : ms);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  private void move(long wanted) {
    long moved = Math.min(wanted, volumeLeft()); // the plunger stops at its end, not a step later
    infused += moved;
    syringeLeft -= moved;
    vtbiLeft = vtbiLeft.map(left -> left - moved);
    if (blocked) {
      blockedGrains = Math.min(OCCLUSION_GRAINS, blockedGrains + moved);
    }
  }

  /** Raises and drops what follows from where the plunger is. */
  private void settle() {
    if (running && blocked && blockedGrains >= OCCLUSION_GRAINS) {
      stopWith(AlarisAlarm.AL_OCCLU);
    } else if (running && syringeLeft == 0) {
      stopWith(AlarisAlarm.AL_EOIST);
    } else if (running && vtbiLeft.isPresent() && vtbiLeft.get() == 0) {
      stopWith(AlarisAlarm.AL_VTBIS);
    }
    boolean near = running && rate > 0 && volumeLeft() <= NEAR_END_MS * rate;
    if (near && !nearEnd) {
      log();
    }
    nearEnd = near;
  }

  private long volumeLeft() {
    return Math.min(syringeLeft, vtbiLeft.orElse(Long.MAX_VALUE));
  }

  void stopWith(AlarisAlarm alarm) {
    running = false;
    stopAlarm = alarm;
    log();
    settle();
  }

  boolean start() {
    if (running || stopAlarm != AlarisAlarm.AL_NOALM || rate == 0 || volumeLeft() == 0) {
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
    vtbiLeft = ml.map(SyringeDrive::grains);
    log();
    settle();
  }

  void load(BigDecimal ml) {
    syringeLeft = grains(ml);
    blockedGrains = 0;
    log();
    settle();
  }

  void clearInfused() {
    infused = 0;
    log();
  }

  void block() {
    blocked = true;
  }

  void unblock() {
    blocked = false;
    blockedGrains = 0;
  }

  void clearAlarm() {
    if (stopAlarm != AlarisAlarm.AL_NOALM) {
      stopAlarm = AlarisAlarm.AL_NOALM;
      log();
    }
  }

  void log() {
    logId++;
  }

  AlarisAlarm alarm() {
    return stopAlarm != AlarisAlarm.AL_NOALM || !nearEnd ? stopAlarm : AlarisAlarm.AL_NEOIN;
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
    return ml(infused);
  }

  Optional<BigDecimal> vtbiLeftMl() {
    return vtbiLeft.map(SyringeDrive::ml);
  }

  private static BigDecimal ml(long grains) {
    return BigDecimal.valueOf(grains)
        .divide(BigDecimal.valueOf(GRAINS_PER_ML), 3, RoundingMode.DOWN);
  }

  /** mmHg with two decimals. */
  BigDecimal pressure() {
    long rise = (OCCLUSION_PRESSURE - OPEN_LINE_PRESSURE) * blockedGrains / OCCLUSION_GRAINS;
    return BigDecimal.valueOf(OPEN_LINE_PRESSURE + rise, 2);
  }

  /** At the rate that is set, also while stopped (as captured); empty without a rate. */
  Optional<Long> secondsLeft() {
    return rate == 0 ? Optional.empty() : Optional.of(volumeLeft() / rate / 1_000);
  }
}
