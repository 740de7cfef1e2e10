// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookoutTest {
  private static final long LONG_NS = TimeUnit.HOURS.toNanos(1);

  private final Lookout lookout = new Lookout();

  @Test
  void seesWhatArrivesWhileItLooks() {
    int seen = lookout.arrivals();
    CompletableFuture<Void> looking =
        CompletableFuture.runAsync(() -> lookout.look(seen, System.nanoTime() + LONG_NS));

    lookout.arrived();

    looking.join();
    assertThat(lookout.arrivals()).isNotEqualTo(seen);
  }

  @Test
  void doesNotMissWhatArrivedBefore() {
    int seen = lookout.arrivals();
    lookout.arrived();

    lookout.look(seen, System.nanoTime() + LONG_NS);

    assertThat(lookout.arrivals()).isNotEqualTo(seen);
  }

  @Test
  void givesUpAtTheMomentThatItWasGiven() {
    int seen = lookout.arrivals();

    lookout.look(seen, System.nanoTime());
    lookout.look(seen, System.nanoTime() - LONG_NS);

    assertThat(lookout.arrivals()).isEqualTo(seen);
  }
}
