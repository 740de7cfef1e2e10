// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How a drive is built. None of these figures is in the protocols' public documents; {@link
 * #assumed} has plausible ones.
 *
 * @param reservoirMl what a fresh syringe or bag holds, mL
 * @param nearEndMs how long before the end the near-end alarm comes, at the running rate
 * @param occlusionMl what a blocked line swallows until the pump gives up, mL
 * @param kvoMlPerHour the rate that keeps the vein open after the volume is in; empty for a pump
 *     that stops there
 * @param kvoMs how long the vein is kept open
 * @param batteryMs how long a full battery lasts
 */
public record DriveSettings(
    BigDecimal reservoirMl,
    long nearEndMs,
    BigDecimal occlusionMl,
    Optional<BigDecimal> kvoMlPerHour,
    long kvoMs,
    long batteryMs) {

  public DriveSettings {
    if (reservoirMl.signum() <= 0 || occlusionMl.signum() <= 0) {
      throw new IllegalArgumentException("a reservoir and a line hold something");
    }
    if (nearEndMs < 0 || kvoMs < 0 || batteryMs <= 0) {
      throw new IllegalArgumentException("a drive's times are not negative");
    }
  }

  /** Three minutes of warning, 0.1 mL in a blocked line, no KVO, eight hours on battery. */
  public static DriveSettings assumed(String reservoirMl) {
    return new DriveSettings(
        new BigDecimal(reservoirMl),
        3 * 60_000,
        new BigDecimal("0.1"),
        Optional.empty(),
        0,
        8 * 3_600_000);
  }

  /** The same with a vein that is kept open. */
  public DriveSettings withKvo(String mlPerHour, long ms) {
    return new DriveSettings(
        reservoirMl, nearEndMs, occlusionMl, Optional.of(new BigDecimal(mlPerHour)), ms, batteryMs);
  }
}
