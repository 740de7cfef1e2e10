// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdaptiveWindowTest {
  private final AdaptiveWindow window = new AdaptiveWindow();
  private final Line line = new Line();

  /** A path of fixed length to a broker that works off so many a second, in virtual time. */
  private final class Line {
    private final ArrayDeque<long[]> flying = new ArrayDeque<>(); // sent, acknowledged; in us
    private long nowUs;
    private long busyUntilUs;
    private long pathUs = 5_000;
    private long workUs;
    private long noiseUs;
    private final Random random = new Random(6);
    private long acknowledged;
    private long longestMs;

    /** Sends whatever the window lets go, for so long. */
    double perSecond(long forMs) {
      long endUs = nowUs + forMs * 1_000;
      long before = acknowledged;
      longestMs = 0;
      while (nowUs < endUs) {
        while (flying.size() < window.size()) {
          busyUntilUs = Math.max(busyUntilUs, nowUs) + workUs;
          long noise = noiseUs == 0 ? 0 : random.nextLong(noiseUs);
          flying.add(new long[] {nowUs, busyUntilUs + pathUs + noise});
        }
        window.onFull(nowUs / 1_000);
        long[] next = flying.remove();
        nowUs = Math.max(nowUs, next[1]);
        acknowledged++;
        longestMs = Math.max(longestMs, (nowUs - next[0]) / 1_000);
        window.onAcknowledged(next[0] / 1_000, nowUs / 1_000);
      }
      return (acknowledged - before) * 1_000.0 / forMs;
    }
  }

  @Test
  void onAQuickBrokerItGrowsUntilMoreWouldCarryNoMore() {
    for (int capacity : new int[] {500, 2_000, 5_000, 20_000}) {
      AdaptiveWindowTest fresh = new AdaptiveWindowTest();
      fresh.line.workUs = 1_000_000 / capacity;
      double first = fresh.line.perSecond(20);
      fresh.line.perSecond(5_000);
      double settled = fresh.line.perSecond(10_000);
      assertThat(settled).as("of %d a second", capacity).isGreaterThan(0.95 * capacity);
      assertThat(first).as("at the very first").isLessThanOrEqualTo(settled * 1.05);
      assertThat(fresh.line.longestMs).as("and no queue beyond that").isLessThan(120);
    }
  }

  @Test
  void overALongPathItGrowsToItsBound() {
    line.pathUs = 150_000;
    line.perSecond(20_000);
    assertThat(window.size()).isEqualTo(AdaptiveWindow.LARGEST);
    assertThat(line.perSecond(10_000)).isGreaterThan(1_600);
  }

  @Test
  void whenAcknowledgementsSlowDownItShrinksAndLaterGrowsAgain() {
    line.workUs = 100;
    line.perSecond(5_000);
    int large = window.size();
    line.workUs = 20_000; // from 10 000 to 50 a second
    line.perSecond(20_000);
    assertThat(window.size()).isLessThan(large / 8);
    line.perSecond(5_000);
    assertThat(line.longestMs).as("so that whatever is urgent waits little").isLessThan(600);
    line.workUs = 100;
    line.perSecond(5_000);
    assertThat(line.perSecond(5_000)).isGreaterThan(9_000);
  }

  @Test
  void aPathThatBecameLongerIsNoQueue() {
    line.perSecond(5_000);
    line.pathUs = 200_000; // another network, the same broker
    line.perSecond(60_000);
    assertThat(line.perSecond(10_000)).isGreaterThan(1_000);
  }

  @Test
  void aQueueThatStandsForLongIsNotTakenForThePath() {
    line.workUs = 10_000; // 100 a second
    for (int minute = 0; minute < 30; minute++) {
      line.perSecond(60_000);
      assertThat(line.longestMs).as("minute %d", minute).isLessThan(700);
    }
    assertThat(line.perSecond(60_000)).isGreaterThan(90);
  }

  @Test
  void aBusyMachinesNoiseIsNoQueue() {
    line.workUs = 200; // 5000 a second
    line.noiseUs = 20_000;
    line.perSecond(5_000);
    assertThat(line.perSecond(10_000)).isGreaterThan(3_000);
  }

  @Test
  void aWindowThatIsNeverFullDoesNotGrow() {
    for (long now = 0; now < 100_000; now += 100) {
      window.onAcknowledged(now, now + 5);
    }
    assertThat(window.size()).isEqualTo(AdaptiveWindow.FIRST);
  }

  @Test
  void whateverHappensItKeepsItsBounds() {
    for (long seed = 0; seed < 50; seed++) {
      AdaptiveWindow one = new AdaptiveWindow();
      Random random = new Random(seed);
      long now = 0;
      for (int i = 0; i < 5_000; i++) {
        now += random.nextInt(50);
        if (random.nextBoolean()) {
          one.onFull(now);
        }
        one.onAcknowledged(now - random.nextInt(1 << random.nextInt(14)), now);
        assertThat(one.size())
            .as("seed %d", seed)
            .isBetween(AdaptiveWindow.SMALLEST, AdaptiveWindow.LARGEST);
      }
    }
  }
}
