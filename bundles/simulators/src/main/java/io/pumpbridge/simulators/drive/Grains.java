// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Volumes as integers: a grain is what a millionth of a mL/h moves in a millisecond. */
final class Grains {
  /** 3 600 000 ms to the hour times a million: a litre still is far from the end of a long. */
  private static final long PER_ML = 3_600_000_000_000L;

  /** More than any reservoir, and still far from the end of a long: mL. */
  private static final BigDecimal LARGEST_ML = BigDecimal.valueOf(100_000);

  private Grains() {}

  static long of(BigDecimal ml) {
    if (ml.signum() < 0 || ml.compareTo(LARGEST_ML) > 0) {
      throw new IllegalArgumentException("no volume for a pump: " + ml + " mL");
    }
    return ml.multiply(BigDecimal.valueOf(PER_ML)).longValueExact();
  }

  /** mL, cut to so many decimals. */
  static BigDecimal ml(long grains, int decimals) {
    return BigDecimal.valueOf(grains)
        .divide(BigDecimal.valueOf(PER_ML), decimals, RoundingMode.DOWN);
  }

  /** Millionths of a mL/h: grains in a millisecond. */
  static long millionths(BigDecimal mlPerHour) {
    return mlPerHour.movePointRight(6).longValueExact();
  }

  /** The milliseconds that it takes, the last one begun. */
  static long steps(long grains, long flow) {
    return -Math.floorDiv(-grains, flow);
  }
}
