// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.Backoff;
import io.pumpbridge.uplink.mqtt.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AuditShipperTest {
  private static final Pattern SEQUENCE = Pattern.compile("seq=\"(\\d+)\"");

  /** Remembers what it read; fails as told, before or after reading. */
  private static final class Ear implements Collector {
    final List<Long> heard = new ArrayList<>();
    Optional<Failure> failure = Optional.empty();
    boolean readsAllTheSame;
    int calls;
    final CountDownLatch called = new CountDownLatch(2);
    Optional<Error> bug = Optional.empty();

    @Override
    public Optional<Failure> deliver(List<byte[]> frames) {
      calls++;
      called.countDown();
      if (bug.isPresent()) {
        Error thrown = bug.get();
        bug = Optional.empty();
        throw thrown;
      }
      if (failure.isEmpty() || readsAllTheSame) {
        for (byte[] frame : frames) {
          Matcher sequence = SEQUENCE.matcher(new String(frame, UTF_8));
          assertThat(sequence.find()).isTrue();
          heard.add(Long.parseLong(sequence.group(1)));
        }
      }
      return failure;
    }
  }

  private final MutableClock clock = new MutableClock();
  private final Spool spool = new Spool();
  private final Ear ear = new Ear();
  private final List<Event> told = new ArrayList<>();
  private final AuditShipper shipper =
      new AuditShipper(
          new AuditShipper.Ports(
              spool,
              event -> {
                told.add(event);
                return CompletableFuture.completedFuture(null);
              },
              clock),
          ear,
          new ShippingPlan(
              "logs:6514",
              new Backoff(new SplittableRandom(1), Duration.ofSeconds(1), Duration.ofMinutes(5)),
              clock.read()),
          32_473);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      spool.add(EventName.COMMAND_REFUSED);
    }
  }

  @Test
  void everyRecordGoesOutOnceInOrderAndIsThenPassed() {
    add(AuditShipper.BATCH + 3);
    shipper.turn();
    shipper.turn();
    assertThat(ear.heard).hasSize(AuditShipper.BATCH + 3).isSorted().doesNotHaveDuplicates();
    assertThat(spool.passed).isEqualTo(AuditShipper.BATCH + 3);
    assertThat(spool.following).isTrue();
    assertThat(shipper.health()).isEqualTo(Health.WELL);
  }

  @Test
  void whateverFailsItGoesOn() throws Exception {
    add(3);
    ear.bug = Optional.of(new NoClassDefFoundError("a bug"));
    clock.advance(Duration.ofMillis(1));
    shipper.start();
    try {
      while (!ear.called.await(10, TimeUnit.MILLISECONDS)) {
        clock.advance(Duration.ofSeconds(1)); // the back-off is over some time
      }
    } finally {
      shipper.close();
    }
    assertThat(ear.heard).hasSize(3);
    assertThat(told).extracting(Event::name).startsWith(EventName.COLLECTOR_REFUSED);
  }

  @Test
  void whatIsNotKnownToBeReadIsSentAgain() {
    add(3);
    ear.failure = Optional.of(Failure.of("connection-lost", "It broke off."));
    ear.readsAllTheSame = true;
    shipper.turn();
    assertThat(spool.passed).as("not certain").isZero();
    ear.failure = Optional.empty();
    clock.advance(Duration.ofMinutes(5));
    add(1);
    shipper.turn();
    assertThat(ear.heard).containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 4L);
    assertThat(new LinkedHashSet<>(ear.heard)).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aCollectorThatIsAwayIsCalledLessAndLessAndSaidOnceToBeAway() {
    add(1);
    ear.failure = Optional.of(Failure.of("unreachable", "It cannot be reached."));
    for (int second = 0; second < 3_600; second++) {
      shipper.turn();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(ear.calls).isBetween(12, 120);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).name()).isEqualTo(EventName.COLLECTOR_REFUSED);
    Health health = shipper.health();
    assertThat(health.code()).isEqualTo("collector-unreachable");
    assertThat(health.sentence()).contains("since 2026-06-01T12:00:00Z").contains("1 records");
  }

  @Test
  void whenItComesBackThatIsSaidToo() {
    ear.failure = Optional.of(Failure.of("unreachable", "It cannot be reached."));
    shipper.turn();
    ear.failure = Optional.empty();
    clock.advance(Duration.ofMinutes(5));
    shipper.turn();
    assertThat(told)
        .extracting(Event::name)
        .containsExactly(EventName.COLLECTOR_REFUSED, EventName.COLLECTOR_CONNECTED);
    assertThat(shipper.health()).isEqualTo(Health.WELL);
  }

  @Test
  void withoutNewsItIsOnlyLookedAtEveryTenMinutes() {
    for (int second = 0; second < 3_600; second++) {
      shipper.turn();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(ear.calls).isEqualTo(6);
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void aDamagedRecordIsLeftOutAndAllOthersGo() {
    add(5);
    spool.damaged = OptionalLong.of(3);
    for (int i = 0; i < 12; i++) {
      shipper.turn();
    }
    assertThat(ear.heard).containsExactly(1L, 2L, 4L, 5L);
  }
}
