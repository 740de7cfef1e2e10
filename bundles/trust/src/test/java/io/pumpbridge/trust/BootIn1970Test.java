// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.DeadBattery.BUILT;
import static io.pumpbridge.trust.DeadBattery.HOST;
import static io.pumpbridge.trust.DeadBattery.LAST_ON;
import static io.pumpbridge.trust.DeadBattery.TRUTH;
import static io.pumpbridge.trust.DeadBattery.YEAR;
import static io.pumpbridge.trust.DeadBattery.connect;
import static io.pumpbridge.trust.DeadBattery.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway with a dead battery makes of certificates and of its clock. */
final class BootIn1970Test {
  @TempDir Path folder;
  private DeadBattery battery;

  @BeforeEach
  void itWasOnInJune() throws Exception {
    battery = new DeadBattery(folder);
  }

  @Test
  void itGetsOnlineThoughItsServerWasRenewedMeanwhileAndKnowsBetterAfterwards() throws Exception {
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    try (Trust trust = battery.start()) {
      assertThat(trust.clock().read().quality()).isEqualTo(ClockQuality.FLOOR);
      assertThat(trust.clock().read().wall()).isBetween(LAST_ON, LAST_ON.plusSeconds(60));
      assertThat(trust.health().check().code()).isEqualTo("clock-at-floor");
      assertThat(battery.nextTold("backwards").details().toString())
          .contains("\"after\":\"1970-01-01");

      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isEqualTo(renewed);
      assertThat(battery.nextTold("signed").details().toString())
          .contains("\"before\":\"2026-06-01", "\"after\":\"2026-10-06", "\"quality\":\"floor\"");
    }
    try (Trust next = battery.start()) {
      assertThat(next.clock().read().wall()).as("over restarts").isEqualTo(renewed);
    }
  }

  @Test
  void whatHadEndedByJuneStaysRefusedAndSaysHowGoodTheTimeIs() throws Exception {
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server(BUILT, LAST_ON.minusSeconds(1))).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_EXPIRED.code())
          .contains("at least 2026-06-01", "floor");
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
    }
  }

  @Test
  void whatEndsBeforeWhatIsSignedBesideItIsRefused() throws Exception {
    Authority young =
        DeadBattery.HOSPITAL.subordinate(
            Authority.asAuthority(Wish.named("CN=site authority").valid(TRUTH, TRUTH.plus(YEAR))));
    Identity ended = young.issue(Wish.server(HOST).valid(LAST_ON, TRUTH.minusSeconds(1)));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, ended).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_NOT_YET_VALID.code())
          .contains("at least 2026-06-01", "the true time may be later");
    }
  }

  @Test
  void aSingleDateBeyondReachMovesNothing() throws Exception {
    Instant forged = LAST_ON.plus(Duration.ofDays(401));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server(forged, forged.plus(YEAR))).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_NOT_YET_VALID.code());
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
    }
  }

  @Test
  void aServerOfAnotherAuthorityOrAnotherNameMovesNothing() throws Exception {
    Authority impostor =
        Authority.root(
            Authority.asAuthority(Wish.named("CN=hospital root").valid(BUILT, TRUTH.plus(YEAR))));
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, impostor.issue(Wish.server(HOST).valid(renewed, TRUTH.plus(YEAR)))))
          .isPresent();
      assertThat(
              connect(
                  trust,
                  DeadBattery.HOSPITAL.issue(
                      Wish.server("other.example").valid(renewed, TRUTH.plus(YEAR)))))
          .isPresent();
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
    }
  }

  @Test
  void aCertificateThatIsInstalledAtTheFloorIsTakenToo() throws Exception {
    Instant made = TRUTH.minus(Duration.ofDays(1));
    try (Trust trust = battery.start()) {
      var key =
          new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom())
              .waiting();
      Identity issued =
          DeadBattery.HOSPITAL.issue(
              Wish.gateway("gw-1")
                  .withKeys(new KeyPair(key.publicKey(), key.key()))
                  .valid(made, made.plus(YEAR)));
      trust.provisioning().install(Authority.pem(issued.chain().toArray(new X509Certificate[0])));
      assertThat(trust.clock().read().wall()).isEqualTo(made);
    }
  }

  @Test
  void aClockThatRunsOnItsOwnIsNotMovedByACertificateThatWasInstalledTooEarly() throws Exception {
    battery.machine = new RawTime(TRUTH, false, 12_000);
    Instant nextMonth = TRUTH.plus(Duration.ofDays(30));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server(nextMonth, nextMonth.plus(YEAR))).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_NOT_YET_VALID.code())
          .contains("holdover");
      assertThat(trust.clock().read().quality()).isEqualTo(ClockQuality.HOLDOVER);
      battery.machine = new RawTime(TRUTH, true, 13_000);
      assertThat(connect(trust, server(nextMonth, nextMonth.plus(YEAR))).orElseThrow())
          .contains("synchronised");
      assertThat(battery.nextTold("synchronised").details().toString()).contains("synchronised");
    }
  }

  /** Else whoever wipes or restores the directory next meets files that come back. */
  @Test
  void whatIsUnderWayIsOverAtTheEnd() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    AtomicReference<Trust> running = new AtomicReference<>();
    AuditTrail slow =
        event -> {
          working.countDown();
          while (running.get() == null || !running.get().thread().isShutdown()) {
            Thread.onSpinWait();
          }
          long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
          while (System.nanoTime() < until) {
            Thread.onSpinWait(); // as a write that no interruption ends
          }
          return CompletableFuture.completedFuture(null);
        };
    Trust trust = battery.start(slow);
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    running.set(trust);
    trust.close();
    assertThat(trust.thread().isTerminated()).isTrue();
  }

  @Test
  void aJumpByYearsIsAnEventAndAMatterForHealth() throws Exception {
    battery.machine = new RawTime(TRUTH, true, 12_000);
    try (Trust trust = battery.start()) {
      assertThat(trust.clock().read().wall()).isEqualTo(TRUTH);
      battery.machine = new RawTime(TRUTH.plus(YEAR.multipliedBy(9)), true, 13_000);
      assertThat(trust.clock().read().wall()).isAfter(TRUTH.plus(YEAR));
      assertThat(battery.nextTold("jump").details().toString()).contains("\"before\":\"2026-11-15");
      battery.machine = new RawTime(TRUTH.plusSeconds(2), true, 14_000);
      assertThat(trust.clock().read().wall()).isEqualTo(TRUTH.plusSeconds(2));
      assertThat(trust.health().check().code()).isEqualTo("clock-jumped");
    }
  }
}
