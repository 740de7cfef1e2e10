// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long HOUR_MS = 3_600_000;
  private static final long START_MS = 1_000_000_007;

  private final Allowance allowance = new Allowance(10, 60, START_MS);

  private int taken(long fromMs, long untilMs, long everyMs) {
    int count = 0;
    for (long at = fromMs; at < untilMs; at += everyMs) {
      count += allowance.tryTake(at) ? 1 : 0;
    }
    return count;
  }

  @Test
  void soManyAtOnceAndSoManyAnHour() {
    assertThat(taken(START_MS, START_MS + 1_000, 1)).isEqualTo(10);
    assertThat(taken(START_MS + 1_000, START_MS + 24 * HOUR_MS, 1_000)).isEqualTo(24 * 60 - 1);
  }

  /** Whoever asks every millisecond gets no less: no part of one is lost on the way. */
  @Test
  void askingOftenCostsNothing() {
    assertThat(taken(START_MS, START_MS + HOUR_MS, 1)).isEqualTo(10 + 59);
  }

  @Test
  void whatIsNotTakenIsNotSavedUp() {
    assertThat(taken(START_MS + 1_000 * HOUR_MS, START_MS + 1_000 * HOUR_MS + 100, 1))
        .isEqualTo(10);
  }

  @Test
  void aDebtIsWorkedOff() {
    assertThat(taken(START_MS, START_MS + 9, 1)).isEqualTo(9);
    allowance.take(6, START_MS + 10);
    assertThat(allowance.isLeft(START_MS + 10)).isFalse();
    assertThat(allowance.isLeft(START_MS + 359_999)).isFalse(); // five in debt, and one
    assertThat(allowance.isLeft(START_MS + 360_010)).isTrue();
  }

  @Test
  void aDebtHasAnEnd() {
    for (int i = 0; i < 1_000; i++) {
      allowance.take(1_000_000, START_MS);
    }
    assertThat(allowance.isLeft(START_MS + 11 * 60_000 - 1)).isFalse();
    assertThat(allowance.isLeft(START_MS + 11 * 60_000)).isTrue();
  }

  @Test
  void aClockThatLeapsGivesNoMoreThanIsAtOnce() {
    assertThat(taken(Long.MAX_VALUE - 1_000, Long.MAX_VALUE - 100, 1)).isEqualTo(10);
    assertThat(taken(START_MS, START_MS + 100, 1)).as("and back").isZero();
  }
}
