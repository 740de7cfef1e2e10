// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

  /** How many go in so many milliseconds, asked every so often. */
  private static int sent(RateLimit limit, long fromMs, long toMs, long everyMs) {
    int count = 0;
    for (long now = fromMs; now < toMs; now += everyMs) {
      while (limit.allows(now)) {
        limit.take(now);
        count++;
      }
    }
    return count;
  }

  @Test
  void overTimeNoMoreGoThanTheHospitalSetAndNoFewer() {
    for (int perSecond : new int[] {5, 7, 33, 1_000, 10_000}) {
      for (long every : new long[] {1, 7, 100}) {
        RateLimit limit = RateLimit.of(perSecond, 0);
        sent(limit, 0, 1_000, every); // what the bucket had at the beginning
        int count = sent(limit, 1_000, 101_000, every);
        assertThat(count)
            .as("%d a second, asked every %d ms", perSecond, every)
            .isBetween(perSecond * 99, perSecond * 100 + perSecond / 4 + 1);
      }
    }
  }

  @Test
  void aRestSavesUpAQuarterOfASecondAndNoMore() {
    RateLimit limit = RateLimit.of(100, 0);
    sent(limit, 0, 1, 1);
    assertThat(sent(limit, 3_600_000, 3_600_001, 1)).isEqualTo(26);
  }

  @Test
  void whoDoesNotWaitLeavesADebtForTheOthersOfOneSecondAtMost() {
    RateLimit limit = RateLimit.of(10, 0);
    for (int alarm = 0; alarm < 1_000; alarm++) {
      limit.take(0);
    }
    assertThat(limit.allows(1_099)).isFalse();
    assertThat(limit.allows(1_100)).isTrue();
  }

  @Test
  void withoutALimitEverythingGoes() {
    RateLimit limit = RateLimit.of(0, 0);
    for (int i = 0; i < 100_000; i++) {
      assertThat(limit.allows(0)).isTrue();
      limit.take(0);
    }
  }

  @Test
  void timeThatStandsStillOrRunsBackFillsNothing() {
    RateLimit limit = RateLimit.of(10, 1_000);
    sent(limit, 1_000, 1_001, 1);
    assertThat(limit.allows(1_000)).isFalse();
    assertThat(limit.allows(0)).isFalse();
    assertThat(limit.allows(1_100)).isTrue();
  }
}
