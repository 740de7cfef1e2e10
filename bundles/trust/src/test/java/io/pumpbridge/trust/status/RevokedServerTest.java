// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Responder;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.tls.MutualTls;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers: who has been revoked, or is not known not to be, gets no byte. */
final class RevokedServerTest {
  private static final String HOST = "pumps.hospital.example";
  private static final Authority ROOT = Authority.root("hospital root");
  private static final Authority SITE =
      ROOT.subordinate(Authority.asAuthority(Wish.named("CN=site authority")));
  private static final Identity SERVER = SITE.issue(Wish.server(HOST));

  /** Within the fourteen days of the rules that most tests have. */
  private static final Revocation LATELY =
      new Revocation(NOW.minus(Duration.ofDays(8)), NOW.minus(Duration.ofDays(1)));

  private static final Revocation NOWADAYS =
      new Revocation(NOW.minusSeconds(3600), NOW.plus(Duration.ofDays(7)));

  private static final RevocationRules STALE_OK =
      RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);
  private IdentityStore store;

  @BeforeEach
  void provisionTheGateway() throws Exception {
    ROOT.anchorIn(folder.resolve("server"));
    Files.createDirectories(folder.resolve("lists"));
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var waiting = store.waiting();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    store.install(SITE.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
  }

  @AfterEach
  void endTheWatchdog() {
    watchdog.shutdownNow();
  }

  private StatusKnowledge status(RevocationRules rules) throws IOException {
    return new StatusKnowledge(
        rules,
        new ListFolder(folder.resolve("lists")),
        StateFolder.open(folder.resolve("received")));
  }

  private void list(String name, String base64) throws IOException {
    Files.write(folder.resolve("lists").resolve(name), Base64.getDecoder().decode(base64));
  }

  /** Both authorities say who is revoked: nobody, or these of the site's. */
  private void lists(Revocation when, X509Certificate... revoked) throws IOException {
    list("root.crl", when.list(ROOT));
    list("site.crl", when.list(SITE, revoked));
  }

  /** A gateway that starts, connects once, and what came of it; empty if bytes flowed. */
  private Optional<String> connect(RevocationRules rules) throws Exception {
    return connect(rules, SERVER);
  }

  private MutualTls tls(RevocationRules rules) throws IOException {
    return new MutualTls(
        new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
        new AnchorFolder(folder.resolve("server")),
        status(rules),
        clock,
        watchdog,
        Duration.ofSeconds(15));
  }

  private Optional<String> connect(RevocationRules rules, Identity identity) throws Exception {
    MutualTls tls = tls(rules);
    Optional<String> code = Optional.empty();
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      try (TlsServer server = new TlsServer(identity, ClientPolicy.REQUIRE, List.of(protocol))) {
        Optional<String> now = failure(tls, server.port());
        long expected = now.isPresent() ? 0 : 1;
        assertThat(server.seen().application().length()).as(protocol).isEqualTo((int) expected);
        assertThat(code.isEmpty() || code.equals(now)).as("%s %s", code, now).isTrue();
        code = now;
      }
    }
    return code;
  }

  private static Optional<String> failure(MutualTls tls, int port) {
    Throwable thrown =
        catchThrowable(
            () -> {
              try (SSLSocket socket =
                  (SSLSocket)
                      tls.socketsTo(HOST).createSocket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(42);
                assertThat(socket.getInputStream().read()).isEqualTo(42);
              }
            });
    return Optional.ofNullable(thrown)
        .map(one -> tls.explain(one).map(TrustException::code).orElse(one.toString()));
  }

  private void refused(Refusal reason, RevocationRules rules) throws Exception {
    assertThat(connect(rules)).contains(reason.code());
  }

  private void accepted(RevocationRules rules) throws Exception {
    assertThat(connect(rules)).isEmpty();
  }

  @Test
  void whoIsOnAListIsRefusedAndSoIsWhoOfNobodySpeaks() throws Exception {
    refused(Refusal.REVOCATION_UNKNOWN, STALE_OK);
    lists(NOWADAYS);
    accepted(STALE_OK);
    accepted(RevocationRules.REQUIRED);
    lists(NOWADAYS, SERVER.leaf());
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
    refused(Refusal.CERTIFICATE_REVOKED, RevocationRules.REQUIRED);
    refused(Refusal.CERTIFICATE_REVOKED, RevocationRules.IF_KNOWN);
  }

  @Test
  void ifKnownRefusesOnlyWhoIsKnownToBeRevoked() throws Exception {
    accepted(RevocationRules.IF_KNOWN);
    list("site.crl", LATELY.list(SITE, SERVER.leaf()));
    refused(Refusal.CERTIFICATE_REVOKED, RevocationRules.IF_KNOWN);
  }

  @Test
  void aRevokedAuthorityTakesItsServersWithIt() throws Exception {
    list("root.crl", NOWADAYS.list(ROOT, SITE.certificate()));
    list("site.crl", NOWADAYS.list(SITE));
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
  }

  @Test
  void oldInformationCountsAsLongAsTheHospitalAllows() throws Exception {
    lists(LATELY);
    accepted(STALE_OK);
    refused(Refusal.REVOCATION_STALE, RevocationRules.REQUIRED);
    clock.set(NOW.plus(Duration.ofDays(14)), ClockQuality.SYNCHRONISED);
    refused(Refusal.REVOCATION_STALE, STALE_OK);
  }

  @Test
  void theNewerOfTwoListsIsHeardInWhicheverOrderTheyLie() throws Exception {
    list("root.crl", NOWADAYS.list(ROOT));
    Revocation before = new Revocation(NOW.minus(Duration.ofDays(3)), NOW.plus(Duration.ofDays(4)));
    list("a.crl", before.list(SITE));
    list("b.crl", NOWADAYS.list(SITE, SERVER.leaf()));
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
    list("0.crl", NOWADAYS.list(SITE, SERVER.leaf()));
    Files.delete(folder.resolve("lists/b.crl"));
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
  }

  @Test
  void aStapledResponseSpeaksForItsServer() throws Exception {
    list("root.crl", NOWADAYS.list(ROOT));
    Responder.whileStapling(
        NOWADAYS.response(SITE, SERVER.leaf(), true),
        () -> {
          accepted(RevocationRules.REQUIRED);
        });
  }

  @Test
  void aStapledResponseIsRememberedOverARestartUntilItEnds() throws Exception {
    list("root.crl", NOWADAYS.list(ROOT));
    refused(Refusal.REVOCATION_UNKNOWN, RevocationRules.REQUIRED);
    Responder.whileStapling(
        NOWADAYS.response(SITE, SERVER.leaf(), true),
        () -> {
          accepted(RevocationRules.REQUIRED);
        });
    accepted(RevocationRules.REQUIRED);
    list("root.crl", new Revocation(NOW, NOW.plus(Duration.ofDays(30))).list(ROOT));
    clock.set(NOW.plus(Duration.ofDays(8)), ClockQuality.SYNCHRONISED);
    refused(Refusal.REVOCATION_STALE, RevocationRules.REQUIRED);
  }

  @Test
  void whatWasStapledAgainstAServerIsRememberedToo() throws Exception {
    lists(NOWADAYS);
    Responder.whileStapling(
        NOWADAYS.response(SITE, SERVER.leaf(), false),
        () -> {
          refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
        });
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
    Identity next = SITE.issue(Wish.server(HOST));
    assertThat(connect(STALE_OK, next)).as("its next certificate").isEmpty();
  }

  @Test
  void aStapledResponseForSomebodyElseOrBySomebodyElseSaysNothing() throws Exception {
    list("root.crl", NOWADAYS.list(ROOT));
    Identity other = SITE.issue(Wish.server(HOST));
    Responder.whileStapling(
        NOWADAYS.response(SITE, other.leaf(), true),
        () -> {
          refused(Refusal.REVOCATION_UNKNOWN, STALE_OK);
        });
    Responder.whileStapling(
        NOWADAYS.responseBy(other, SITE, SERVER.leaf(), true),
        () -> {
          refused(Refusal.REVOCATION_UNKNOWN, STALE_OK);
        });
  }

  @Test
  void aListThatWasPassedOnIsHeardWithoutARestart() throws Exception {
    lists(NOWADAYS);
    accepted(STALE_OK);
    Instant later = NOW.minusSeconds(60);
    String list =
        new Revocation(later, NOW.plus(Duration.ofDays(7))).list(ROOT, SITE.certificate());
    status(STALE_OK)
        .shelf()
        .accept(Base64.getDecoder().decode(list), Statuses.below(ROOT.certificate(), clock));
    refused(Refusal.CERTIFICATE_REVOKED, STALE_OK);
  }

  @Test
  void aConnectionIsCutWhoseServerIsRevokedMeanwhile() throws Exception {
    lists(NOWADAYS);
    MutualTls tls = tls(STALE_OK);
    try (TlsServer server = new TlsServer(SERVER, ClientPolicy.REQUIRE, List.of("TLSv1.3"));
        SSLSocket socket =
            (SSLSocket)
                tls.socketsTo(HOST).createSocket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
      tls.judgeAnew();
      socket.getOutputStream().write(43);
      assertThat(socket.getInputStream().read()).as("nothing has changed").isEqualTo(43);

      CompletableFuture<Throwable> waiting =
          CompletableFuture.supplyAsync(() -> catchThrowable(() -> socket.getInputStream().read()));
      list("site.crl", NOWADAYS.list(SITE, SERVER.leaf()));
      tls.judgeAnew();
      for (Throwable failure :
          List.of(
              waiting.get(10, TimeUnit.SECONDS),
              catchThrowable(() -> socket.getInputStream().read()),
              catchThrowable(() -> socket.getOutputStream().write(44)))) {
        assertThat(tls.explain(failure).map(TrustException::code))
            .contains(Refusal.CERTIFICATE_REVOKED.code());
      }
      assertThat(server.seen().application().length()).isEqualTo(2);
    }
  }
}
