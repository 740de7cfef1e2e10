// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OwnThreadTest {

  @Test
  void workThatFailedByAMistakeIsDoneAgain() throws Exception {
    CountDownLatch twice = new CountDownLatch(2);
    try (OwnThread thread = new OwnThread()) {
      thread.every(
          Duration.ofMillis(1),
          () -> {
            twice.countDown();
            throw new IllegalStateException("a mistake");
          });
      assertThat(twice.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
