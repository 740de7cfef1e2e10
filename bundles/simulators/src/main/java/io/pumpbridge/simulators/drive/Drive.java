// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The mechanics of a pump: fluid that moves with time, exactly. Volumes are whole {@link Grains},
 * so that no time step can round anything. Not safe for threads.
 */
public final class Drive {
  /** The pressure that counts as occluded, percent. */
  private static final int ALARM_PRESSURE = 100;

  private final DriveSettings settings;
  private final Battery battery;
  private final long kvoRate;
  private final long occlusionGrains;
  private final Set<Condition> latched = EnumSet.noneOf(Condition.class);
  private long nowMs;
  private long rate; // millionths of mL/h, as set
  private boolean running;
  private boolean keepingOpen;
  private long keepingOpenMs;
  private long ranMs;
  private long infused;
  private long reservoir;
  private Optional<Long> vtbi = Optional.empty(); // as set
  private long vtbiLeft;
  private long bolusLeft;
  private long bolusRate;
  private boolean blocked;
  private long blockedGrains;

  public Drive(DriveSettings settings) {
    this.settings = settings;
    this.battery = new Battery(settings.batteryMs());
    this.kvoRate = settings.kvoMlPerHour().map(Grains::millionths).orElse(0L);
    this.occlusionGrains = Grains.of(settings.occlusionMl());
    this.reservoir = Grains.of(settings.reservoirMl());
  }

  /** Lets time go by; what happens in between happens at its own millisecond. */
  public void advance(long toMs) {
    while (nowMs < toMs) {
      long step = Math.max(1, Math.min(toMs - nowMs, msUntilNextEvent()));
      nowMs += step;
      battery.pass(step);
      if (running) {
        ranMs += step;
        keepingOpenMs += keepingOpen ? step : 0;
        move(step);
      }
      settle();
    }
  }

  private long msUntilNextEvent() {
    long ms = battery.msUntilNextEvent();
    long flow = flowing();
    if (flow > 0) {
      long end = Grains.steps(volumeLeft(), flow);
      long near = end - settings.nearEndMs();
      ms = Math.min(ms, near > 0 && !isNearEnd() ? near : end);
      ms = blocked ? Math.min(ms, Grains.steps(occlusionGrains - blockedGrains, flow)) : ms;
      ms = keepingOpen ? Math.min(ms, settings.kvoMs() - keepingOpenMs) : ms;
      ms = bolusLeft > 0 ? Math.min(ms, Grains.steps(bolusLeft, flow)) : ms;
    }
    return ms;
  }

  private void move(long ms) {
    // The last step before an end may overshoot by less than a millisecond's worth: cut it off.
    long most = bolusLeft > 0 ? Math.min(volumeLeft(), bolusLeft) : volumeLeft();
    long moved = Math.min(ms * flowing(), most);
    infused += moved;
    reservoir -= moved;
    vtbiLeft -= vtbi.isPresent() && !keepingOpen ? moved : 0;
    bolusLeft -= Math.min(bolusLeft, moved);
    if (blocked) {
      blockedGrains = Math.min(occlusionGrains, blockedGrains + moved);
    }
  }

  private void settle() {
    if (battery.isEmpty()) {
      halt(Condition.BATTERY_EMPTY);
    }
    if (running && blockedGrains >= occlusionGrains) {
      halt(Condition.OCCLUSION);
    }
    if (running && reservoir == 0) {
      halt(Condition.EMPTY);
    }
    if (running && keepingOpen && keepingOpenMs >= settings.kvoMs()) {
      halt(Condition.KVO_END);
    }
    if (running && !keepingOpen && vtbi.isPresent() && vtbiLeft == 0) {
      if (kvoRate > 0) {
        latched.add(Condition.END_OF_VOLUME);
        keepingOpen = true;
        keepingOpenMs = 0;
      } else {
        halt(Condition.END_OF_VOLUME);
      }
    }
  }

  private void halt(Condition why) {
    latched.add(why);
    stop();
  }

  private long volumeLeft() {
    return vtbi.isPresent() && !keepingOpen ? Math.min(reservoir, vtbiLeft) : reservoir;
  }

  private long flowing() {
    if (!running) {
      return 0;
    }
    if (bolusLeft > 0) {
      return bolusRate;
    }
    return keepingOpen ? Math.min(kvoRate, rate) : rate;
  }

  private boolean isNearEnd() {
    long flow = flowing();
    return flow > 0
        && !keepingOpen
        && Grains.steps(volumeLeft(), flow) <= settings.nearEndMs()
        && bolusLeft == 0;
  }

  /** False if the pump does not start: it runs, an alarm stands, no rate, nothing left. */
  public boolean start() {
    boolean refused = running || !latched.isEmpty() || rate == 0 || volumeLeft() == 0;
    if (!refused) {
      running = true;
      settle();
    }
    return !refused && running;
  }

  public void stop() {
    running = false;
    keepingOpen = false;
    bolusLeft = 0;
  }

  /** While running it takes effect at once. */
  public void rate(BigDecimal mlPerHour) {
    rate = Grains.millionths(mlPerHour);
    if (rate == 0) {
      stop();
    }
  }

  /** The volume to be infused from now on; empty for none. */
  public void vtbi(Optional<BigDecimal> ml) {
    vtbi = ml.map(Grains::of);
    vtbiLeft = vtbi.orElse(0L);
    settle();
  }

  /** So much on top, at once; only while the pump runs. False if it does not. */
  public boolean bolus(BigDecimal ml, BigDecimal mlPerHour) {
    if (!running || keepingOpen) {
      return false;
    }
    bolusLeft = Grains.of(ml);
    bolusRate = Grains.millionths(mlPerHour);
    return true;
  }

  /** A new syringe or bag. */
  public void load(BigDecimal ml) {
    reservoir = Grains.of(ml);
    settle();
  }

  public void clearInfused() {
    infused = 0;
  }

  public void block() {
    blocked = true;
  }

  public void unblock() {
    blocked = false;
    blockedGrains = 0;
  }

  /** Acknowledges what stands; an empty battery stays empty. */
  public void clear() {
    latched.clear();
    settle();
  }

  public void mains(boolean present) {
    battery.mains(present);
    settle();
  }

  /** Puts so much of a full charge into the battery, 0 to 100 percent. */
  public void battery(int percent) {
    battery.charge(percent);
    settle();
  }

  /** What stands now, in the order of the enum. */
  public Set<Condition> conditions() {
    EnumSet<Condition> now = EnumSet.copyOf(latched);
    if (isNearEnd()) {
      now.add(Condition.NEAR_END);
    }
    if (battery.isLow() && !battery.isEmpty()) {
      now.add(Condition.BATTERY_LOW);
    }
    return now;
  }

  public boolean isRunning() {
    return running;
  }

  public boolean isKeepingOpen() {
    return keepingOpen;
  }

  public boolean isBolusRunning() {
    return bolusLeft > 0;
  }

  public boolean hasMains() {
    return battery.hasMains();
  }

  public long batteryLeftMs() {
    return battery.leftMs();
  }

  public long nowMs() {
    return nowMs;
  }

  /** How long fluid has moved in all. */
  public long ranMs() {
    return ranMs;
  }

  /** What is set, mL/h. */
  public BigDecimal rateSet() {
    return BigDecimal.valueOf(rate, 6);
  }

  /** What flows, mL/h. */
  public BigDecimal rateFlowing() {
    return BigDecimal.valueOf(flowing(), 6);
  }

  /** mL, cut to so many decimals as a pump shows. */
  public BigDecimal infusedMl(int decimals) {
    return Grains.ml(infused, decimals);
  }

  public BigDecimal reservoirMl(int decimals) {
    return Grains.ml(reservoir, decimals);
  }

  /** As set. */
  public Optional<BigDecimal> vtbiMl(int decimals) {
    return vtbi.map(grains -> Grains.ml(grains, decimals));
  }

  /** What of it is not in yet. */
  public Optional<BigDecimal> vtbiLeftMl(int decimals) {
    return vtbi.map(set -> Grains.ml(vtbiLeft, decimals));
  }

  /** Percent of the pressure at which the pump gives up. */
  public int pressurePercent() {
    return Math.toIntExact(blockedGrains / (occlusionGrains / ALARM_PRESSURE));
  }

  /** At the rate that is set, also while stopped; empty without a rate. */
  public Optional<Long> secondsLeft() {
    long flow = running ? flowing() : rate;
    return flow == 0 ? Optional.empty() : Optional.of(volumeLeft() / flow / 1_000);
  }
}
