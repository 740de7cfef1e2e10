// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** An interrupt closes the channel of a file that is being written, and the floor is lost. */
  @Test
  void whatIsBeingDoneIsDoneToItsEnd() throws Exception {
    Thread closing = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    OwnThread thread = new OwnThread();
    thread.later(
        () -> {
          begun.countDown();
          ended.set(untilItIsWaitedFor(thread, closing));
        });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    thread.close();
    assertThat(ended).isTrue();
  }

  /** Whether nobody interrupts it. */
  private static boolean untilItIsWaitedFor(OwnThread thread, Thread closing) {
    while (!thread.executor().isShutdown() || closing.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return !Thread.currentThread().isInterrupted();
  }

  @Test
  void whatHasNotBegunIsNotBegunAnyMore() throws Exception {
    Thread closing = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    OwnThread thread = new OwnThread();
    thread.later(
        () -> {
          begun.countDown();
          untilItIsWaitedFor(thread, closing);
        });
    thread.later(() -> done.set(true));
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    thread.close();
    assertThat(done).isFalse();
  }
}
