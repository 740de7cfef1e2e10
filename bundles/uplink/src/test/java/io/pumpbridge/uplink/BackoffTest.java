// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration BASE = Duration.ofMillis(500);
  private static final Duration CAP = Duration.ofSeconds(60);

  @Test
  void everyWaitStaysWithinItsBounds() {
    for (long seed = 0; seed < 1_000; seed++) {
      Backoff backoff = new Backoff(new Random(seed), BASE, CAP);
      long previous = BASE.toMillis();
      for (int i = 0; i < 50; i++) {
        long wait = backoff.nextMs();
        assertThat(wait)
            .as("seed %d", seed)
            .isBetween(BASE.toMillis(), Math.min(CAP.toMillis(), previous * 3));
        previous = wait;
      }
    }
  }

  @Test
  void waitsGrowAndShrinkBackAfterProgress() {
    Backoff backoff = new Backoff(new Random(1), BASE, CAP);
    long longest = 0;
    for (int i = 0; i < 50; i++) {
      longest = Math.max(longest, backoff.nextMs());
    }
    assertThat(longest).isGreaterThan(20_000);
    backoff.reset();
    assertThat(backoff.nextMs()).isBetween(500L, 1_500L);
  }

  @Test
  void fiveHundredGatewaysDoNotComeBackTogether() {
    // All lose the broker in the same moment and find it down for the first tries.
    int[] perSecond = new int[61];
    for (int gateway = 0; gateway < 500; gateway++) {
      Backoff backoff = new Backoff(new SplittableRandom(gateway), BASE, CAP);
      long at = 0;
      while (at < 10_000) { // the broker is away for 10 s
        at += backoff.nextMs();
      }
      perSecond[(int) Math.min(60, at / 1_000)]++;
    }
    // Measured 133; without jitter it would be all 500.
    assertThat(Arrays.stream(perSecond).max().orElseThrow()).isLessThan(500 / 3);
  }

  @Test
  void afterProgressTheNextWaitIsDrawnEvenlyUpToTheSpread() {
    int[] perSecond = new int[6];
    for (int seed = 0; seed < 10_000; seed++) {
      Backoff backoff = new Backoff(new SplittableRandom(seed), BASE, CAP, Duration.ofSeconds(6));
      backoff.reset();
      perSecond[(int) Math.min(5, backoff.nextMs() / 1_000)]++;
    }
    assertThat(perSecond[0]).as("half a second of it").isBetween(800, 1_000);
    for (int second = 1; second < 6; second++) {
      assertThat(perSecond[second]).as("second %d", second).isBetween(1_650, 1_990);
    }
  }

  @Test
  void aSpreadBeyondTheCapIsTheCapAndTheFirstFailureKnowsNoSpread() {
    Backoff backoff = new Backoff(new SplittableRandom(1), BASE, CAP, Duration.ofHours(1));
    assertThat(backoff.nextMs()).as("never connected yet").isBetween(500L, 1_500L);
    backoff.reset();
    for (int i = 0; i < 50; i++) {
      assertThat(backoff.nextMs()).isLessThanOrEqualTo(CAP.toMillis());
    }
  }
}
