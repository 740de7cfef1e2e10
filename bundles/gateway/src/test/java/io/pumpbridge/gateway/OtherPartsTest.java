// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.health.HealthCheck;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OtherPartsTest {
  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final CountDownLatch answered = new CountDownLatch(1);

  @Test
  void nothingIsSaidBeforeAllHaveAnsweredOnce() throws Exception {
    try (OtherParts parts = new OtherParts(nowMs::get, answered::countDown)) {
      assertThat(parts.health()).isEmpty();
      parts.start();
      assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(parts.health()).hasValueSatisfying(all -> assertThat(all).isEmpty());
    }
  }

  @Test
  void anErrorOfAPartOrOfWhoIsToldDoesNotEndTheAsking() throws Exception {
    CountDownLatch told = new CountDownLatch(2);
    AtomicBoolean failed = new AtomicBoolean();
    Runnable failing =
        () -> {
          told.countDown();
          throw new OutOfMemoryError("no memory");
        };
    try (OtherParts parts = new OtherParts(nowMs::get, failing)) {
      parts.add(
          Examples.check(
              () -> {
                if (failed.compareAndSet(false, true)) {
                  throw new OutOfMemoryError("no memory");
                }
                return HealthCheck.Health.WELL;
              }));
      parts.start();
      assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(parts.health().orElseThrow()).containsExactly(HealthCheck.Health.WELL);
    }
  }

  @Test
  void aPartThatIsSilentForTooLongIsNamed() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (OtherParts parts = new OtherParts(nowMs::get, answered::countDown)) {
      parts.add(
          Examples.check(
              () -> {
                asked.countDown();
                answer.await();
                return HealthCheck.Health.WELL;
              }));
      parts.start();
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      nowMs.addAndGet(OtherParts.SILENCE_MS - 1);
      assertThat(parts.health()).isEmpty();
      nowMs.addAndGet(1);
      assertThat(parts.health().orElseThrow())
          .singleElement()
          .satisfies(
              health -> {
                assertThat(health.code()).isEqualTo("part-silent");
                assertThat(health.sentence()).contains("'trust'").contains("30 s");
              });
      answer.countDown();
      assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(parts.health().orElseThrow()).containsExactly(HealthCheck.Health.WELL);
    }
  }
}
