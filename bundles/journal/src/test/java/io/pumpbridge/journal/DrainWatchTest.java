// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainWatchTest {
  private static final long SECOND = 1_000_000_000;

  /** Where the machine's clock may well begin, so that sums overflow. */
  private static final long START = Long.MAX_VALUE - SECOND / 2;

  private static long later(long nanos) {
    return START + nanos;
  }

  private final DrainWatch watch = new DrainWatch(START);

  @Test
  void aFullPageIsPartOfABacklogForASecond() {
    watch.onRead(128, 128, START);

    assertThat(watch.isDraining(START)).isTrue();
    assertThat(watch.isDraining(later(SECOND - 1))).isTrue();
    assertThat(watch.isDraining(later(SECOND))).isFalse();
  }

  @Test
  void whatIsReadAsItHappensIsNoBacklog() {
    watch.onRead(128, 127, START);
    watch.onRead(1, 1, START);
    watch.onRead(128, 0, START);

    assertThat(watch.isDraining(START)).isFalse();
  }

  @Test
  void nobodyDrainsBeforeTheFirstRead() {
    assertThat(watch.isDraining(START)).isFalse();
  }
}
