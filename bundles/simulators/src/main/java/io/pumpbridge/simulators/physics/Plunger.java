// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.physics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A plunger in a syringe before a line that may be blocked. Volumes are whole grains; one grain is
 * what a rate of 0.01 mL/h moves in a millisecond, so that no time step can round anything. Not
 * safe for threads.
 */
public final class Plunger {
  public static final long GRAINS_PER_ML = 360_000_000L;

  private long infused;
  private long left;
  private Optional<Long> limit = Optional.empty();
  private boolean blocked;
  private long stretch = GRAINS_PER_ML / 50; // 0.02 mL: a stiff line and a small syringe
  private long stretched;

  public Plunger(BigDecimal syringeMl) {
    left = grains(syringeMl);
  }

  public static long grains(BigDecimal ml) {
    return ml.multiply(BigDecimal.valueOf(GRAINS_PER_ML)).longValueExact();
  }

  /** mL, cut to so many decimals. */
  public static BigDecimal ml(long grains, int decimals) {
    return BigDecimal.valueOf(grains)
        .divide(BigDecimal.valueOf(GRAINS_PER_ML), decimals, RoundingMode.DOWN);
  }

  /**
   * How long it takes until something stands in the way: the end, the limit or the pressure.
   *
   * @param rate hundredths of mL/h, more than 0
   */
  public long msUntilItStops(long rate) {
    long grains = blocked ? Math.min(room(), stretch - stretched) : room();
    return ceilDiv(grains, rate);
  }

  /** How long it takes until no more than {@code grains} are left; 0 or less if that is so now. */
  public long msUntilRoomIs(long grains, long rate) {
    return ceilDiv(room() - grains, rate);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  /** Moves by so many grains at most; it stops at its end, not a step later. Answers how many. */
  public long move(long wanted) {
    long moved = Math.min(wanted, room());
    infused += moved;
    left -= moved;
    limit = limit.map(volume -> volume - moved);
    if (blocked) {
      stretched = Math.min(stretch, stretched + moved);
    }
    return moved;
  }

  /** What can still be moved, grains. */
  public long room() {
    return Math.min(left, limit.orElse(Long.MAX_VALUE));
  }

  /** What is in the syringe, grains. */
  public long left() {
    return left;
  }

  /** What was moved since last cleared, grains. */
  public long infused() {
    return infused;
  }

  public void clearInfused() {
    infused = 0;
  }

  /** What is left of the volume to be infused, grains; empty if there is no such limit. */
  public Optional<Long> limit() {
    return limit;
  }

  public void limit(Optional<BigDecimal> ml) {
    limit = ml.map(Plunger::grains);
  }

  /** Another syringe; the pressure is gone with the old one. */
  public void load(BigDecimal ml) {
    left = grains(ml);
    stretched = 0;
  }

  /** How much a blocked line swallows until the pump gives up, grains. */
  public void stretch(long grains) {
    stretch = grains;
    stretched = Math.min(stretched, grains);
  }

  public void block() {
    blocked = true;
  }

  public void unblock() {
    blocked = false;
    stretched = 0;
  }

  public boolean isOccluded() {
    return blocked && stretched >= stretch;
  }

  /** A share of {@code range}: 0 on an open line, all of it when the pump gives up. */
  public long pressure(long range) {
    return range * stretched / stretch;
  }
}
