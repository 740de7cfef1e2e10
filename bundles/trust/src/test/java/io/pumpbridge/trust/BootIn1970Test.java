// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Responder;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with a dead battery and no time service: it was last on in June, it is November, and
 * its clock says 1970. All of trust, over real sockets.
 */
final class BootIn1970Test {
  private static final String HOST = "pumps.hospital.example";
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LAST_ON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant TRUTH = Instant.parse("2026-11-15T12:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Authority HOSPITAL =
      Authority.root(
          Authority.asAuthority(
              Wish.named("CN=hospital root").valid(BUILT, BUILT.plus(YEAR.multipliedBy(9)))));

  @TempDir Path folder;
  private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
  private volatile RawTime machine = new RawTime(LAST_ON, false, 0);
  private RevocationRules revocation = RevocationRules.IF_KNOWN;

  @BeforeEach
  void itWasOnInJune() throws Exception {
    HOSPITAL.anchorIn(folder.resolve("anchors/server"));
    HOSPITAL.anchorIn(folder.resolve("anchors/signers"));
    IdentityStore store =
        new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var key = store.waiting();
    store.install(
        HOSPITAL
            .issue(
                Wish.gateway("gw-1")
                    .withKeys(new KeyPair(key.publicKey(), key.key()))
                    .valid(BUILT, BUILT.plus(YEAR.multipliedBy(2))))
            .chain());
    start().close();
    machine = new RawTime(Instant.EPOCH.plusSeconds(12), false, 12_000);
    told.clear();
  }

  private Trust start() throws Exception {
    return start(
        event -> {
          told.add(event);
          return CompletableFuture.completedFuture(null);
        });
  }

  private Trust start(AuditTrail trail) throws Exception {
    Settings settings = new Settings("gw-1", "St. Example", folder.resolve("anchors"), revocation);
    EarlyTrail audit = new EarlyTrail();
    audit.tellTo(trail);
    return Trust.start(folder.resolve("trust"), settings, audit, () -> machine, BUILT);
  }

  private static Identity server(Instant from, Instant to) {
    return HOSPITAL.issue(Wish.server(HOST).valid(from, to));
  }

  /** The code with which a server is refused; empty if bytes flowed there and back. */
  private static Optional<String> connect(Trust trust, Identity identity) throws Exception {
    try (TlsServer server =
        new TlsServer(identity, ClientPolicy.REQUIRE, List.of("TLSv1.3", "TLSv1.2"))) {
      Throwable failure = catchThrowable(() -> talk(trust, server.port()));
      if (failure == null) {
        return Optional.empty();
      }
      assertThat(server.seen().application().length()).as("bytes that leaked").isZero();
      TrustException refusal =
          trust.tls().explain(failure).orElseThrow(() -> new AssertionError(failure));
      return Optional.of(refusal.code() + ": " + refusal.getMessage());
    }
  }

  private static void talk(Trust trust, int port) throws IOException, TrustException {
    try (SSLSocket socket =
        (SSLSocket)
            trust.tls().socketsTo(HOST).createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  private Event nextTold(String reason) throws InterruptedException {
    for (Event event = next(); ; event = next()) {
      if (event.details().toString().contains("\"reason\":\"" + reason + "\"")) {
        return event;
      }
    }
  }

  private Event next() throws InterruptedException {
    Event event = told.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event").isNotNull();
    return event;
  }

  @Test
  void itGetsOnlineThoughItsServerWasRenewedMeanwhileAndKnowsBetterAfterwards() throws Exception {
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    try (Trust trust = start()) {
      assertThat(trust.clock().read().quality()).isEqualTo(ClockQuality.FLOOR);
      assertThat(trust.clock().read().wall()).isBetween(LAST_ON, LAST_ON.plusSeconds(60));
      assertThat(trust.health().check().code()).isEqualTo("clock-at-floor");
      assertThat(nextTold("backwards").details().toString()).contains("\"after\":\"1970-01-01");

      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isEqualTo(renewed);
      assertThat(nextTold("signed").details().toString())
          .contains("\"before\":\"2026-06-01", "\"after\":\"2026-10-06", "\"quality\":\"floor\"");
    }
    try (Trust next = start()) {
      assertThat(next.clock().read().wall()).as("over restarts").isEqualTo(renewed);
    }
  }

  @Test
  void whatHadEndedByJuneStaysRefusedAndSaysHowGoodTheTimeIs() throws Exception {
    try (Trust trust = start()) {
      assertThat(connect(trust, server(BUILT, LAST_ON.minusSeconds(1))).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_EXPIRED.code())
          .contains("at least 2026-06-01", "floor");
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
    }
  }

  @Test
  void whatEndsBeforeWhatIsSignedBesideItIsRefused() throws Exception {
    Authority young =
        HOSPITAL.subordinate(
            Authority.asAuthority(Wish.named("CN=site authority").valid(TRUTH, TRUTH.plus(YEAR))));
    Identity ended = young.issue(Wish.server(HOST).valid(LAST_ON, TRUTH.minusSeconds(1)));
    try (Trust trust = start()) {
      assertThat(connect(trust, ended).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_NOT_YET_VALID.code())
          .contains("at least 2026-06-01", "the true time may be later");
    }
  }

  @Test
  void aSingleDateBeyondReachMovesNothing() throws Exception {
    Instant forged = LAST_ON.plus(Duration.ofDays(401));
    try (Trust trust = start()) {
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
    try (Trust trust = start()) {
      assertThat(connect(trust, impostor.issue(Wish.server(HOST).valid(renewed, TRUTH.plus(YEAR)))))
          .isPresent();
      assertThat(
              connect(
                  trust,
                  HOSPITAL.issue(Wish.server("other.example").valid(renewed, TRUTH.plus(YEAR)))))
          .isPresent();
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
    }
  }

  @Test
  void aListAndAResponseOfTomorrowCountAndAreHeard() throws Exception {
    revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(7)));
    Authority site =
        HOSPITAL.subordinate(
            Authority.asAuthority(
                Wish.named("CN=site authority").valid(BUILT, BUILT.plus(YEAR.multipliedBy(5)))));
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = site.issue(Wish.server(HOST).valid(renewed, renewed.plus(YEAR)));
    Revocation now = new Revocation(TRUTH, TRUTH.plus(Duration.ofDays(7)));
    try (Trust trust = start()) {
      assertThat(connect(trust, server).orElseThrow())
          .startsWith(Refusal.REVOCATION_UNKNOWN.code());
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));

      Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
      Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(now.list(HOSPITAL)));
      Responder.whileStapling(
          now.response(site, server.leaf(), true),
          () -> assertThat(connect(trust, server)).isEmpty());
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
    }
  }

  @Test
  void whoIsOnAListOfTomorrowIsRefusedToday() throws Exception {
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
    String list =
        new Revocation(TRUTH, TRUTH.plus(Duration.ofDays(7))).list(HOSPITAL, server.leaf());
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(list));
    try (Trust trust = start()) {
      assertThat(connect(trust, server).orElseThrow())
          .startsWith(Refusal.CERTIFICATE_REVOKED.code());
      assertThat(trust.clock().read().wall()).as("not proven, not heard").isBefore(renewed);
    }
  }

  /**
   * Under the policy that ships, with the lists that it had in June: its server is as it was, and
   * passes on what has been published meanwhile.
   */
  @Test
  void itGetsOnlineByTheListsItHadAndLearnsFromTheNewerOneThatIsPassedOn() throws Exception {
    revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));
    Identity server = server(BUILT, BUILT.plus(YEAR));
    Identity taken = server(BUILT, BUILT.plus(YEAR));
    keepList(LAST_ON.minus(Duration.ofDays(2)));
    try (Trust trust = start()) {
      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
      assertThat(passOn(trust, list(TRUTH.plus(YEAR.multipliedBy(2))))).contains("unusable");
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));

      assertThat(passOn(trust, list(TRUTH, taken.leaf()))).isEqualTo("revocation-list-held");
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
      assertThat(nextTold("signed").details().toString()).contains("\"after\":\"2026-11-15");
      assertThat(connect(trust, server)).isEmpty();
      assertThat(connect(trust, taken).orElseThrow())
          .startsWith(Refusal.CERTIFICATE_REVOKED.code());
    }
    try (Trust next = start()) {
      assertThat(next.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
      assertThat(connect(next, server)).as("over restarts").isEmpty();
    }
  }

  /** Its own lists have gone stale by the time that the certificate itself proves. */
  @Test
  void aRenewedServerWithoutAResponseNeedsANewListByHand() throws Exception {
    revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    keepList(LAST_ON.minus(Duration.ofDays(2)));
    try (Trust trust = start()) {
      assertThat(connect(trust, server).orElseThrow()).startsWith(Refusal.REVOCATION_STALE.code());
      keepList(TRUTH);
      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
    }
  }

  private static byte[] list(Instant issued, X509Certificate... revoked) {
    String list = new Revocation(issued, issued.plus(Duration.ofDays(7))).list(HOSPITAL, revoked);
    return Base64.getDecoder().decode(list);
  }

  /** As a person does. */
  private void keepList(Instant issued) throws IOException {
    Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
    Files.write(lists.resolve("root.crl"), list(issued));
  }

  /** As a pump server does; what it is answered. */
  private static String passOn(Trust trust, byte[] list) throws Exception {
    for (Port<?> port : trust.ports()) {
      if (port.part() instanceof CommandHandler handler
          && handler.resource().equals("revocation-list")) {
        Bytes body = Bytes.of(list);
        Answer answer =
            handler.handle(new Command("1", Command.Verb.EXEC, handler.resource(), body));
        return answer.body().text("code");
      }
    }
    throw new AssertionError("nobody takes lists");
  }

  @Test
  void aCertificateThatIsInstalledAtTheFloorIsTakenToo() throws Exception {
    Instant made = TRUTH.minus(Duration.ofDays(1));
    try (Trust trust = start()) {
      var key =
          new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom())
              .waiting();
      Identity issued =
          HOSPITAL.issue(
              Wish.gateway("gw-1")
                  .withKeys(new KeyPair(key.publicKey(), key.key()))
                  .valid(made, made.plus(YEAR)));
      trust.provisioning().install(Authority.pem(issued.chain().toArray(new X509Certificate[0])));
      assertThat(trust.clock().read().wall()).isEqualTo(made);
    }
  }

  @Test
  void aClockThatRunsOnItsOwnIsNotMovedByACertificateThatWasInstalledTooEarly() throws Exception {
    machine = new RawTime(TRUTH, false, 12_000);
    Instant nextMonth = TRUTH.plus(Duration.ofDays(30));
    try (Trust trust = start()) {
      assertThat(connect(trust, server(nextMonth, nextMonth.plus(YEAR))).orElseThrow())
          .startsWith(Refusal.SERVER_CERTIFICATE_NOT_YET_VALID.code())
          .contains("holdover");
      assertThat(trust.clock().read().quality()).isEqualTo(ClockQuality.HOLDOVER);
      machine = new RawTime(TRUTH, true, 13_000);
      assertThat(connect(trust, server(nextMonth, nextMonth.plus(YEAR))).orElseThrow())
          .contains("synchronised");
      assertThat(nextTold("synchronised").details().toString()).contains("synchronised");
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
    Trust trust = start(slow);
    assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();
    running.set(trust);
    trust.close();
    assertThat(trust.thread().isTerminated()).isTrue();
  }

  @Test
  void aJumpByYearsIsAnEventAndAMatterForHealth() throws Exception {
    machine = new RawTime(TRUTH, true, 12_000);
    try (Trust trust = start()) {
      assertThat(trust.clock().read().wall()).isEqualTo(TRUTH);
      machine = new RawTime(TRUTH.plus(YEAR.multipliedBy(9)), true, 13_000);
      assertThat(trust.clock().read().wall()).isAfter(TRUTH.plus(YEAR));
      assertThat(nextTold("jump").details().toString()).contains("\"before\":\"2026-11-15");
      machine = new RawTime(TRUTH.plusSeconds(2), true, 14_000);
      assertThat(trust.clock().read().wall()).isEqualTo(TRUTH.plusSeconds(2));
      assertThat(trust.health().check().code()).isEqualTo("clock-jumped");
    }
  }
}
