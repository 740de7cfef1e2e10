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
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/**
 * A gateway with a dead battery and no time service: it was last on in June, it is November, and
 * its clock says 1970. All of trust, over real sockets.
 */
final class DeadBattery {
  static final String HOST = "pumps.hospital.example";
  static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant LAST_ON = Instant.parse("2026-06-01T12:00:00Z");
  static final Instant TRUTH = Instant.parse("2026-11-15T12:00:00Z");
  static final Duration YEAR = Duration.ofDays(365);
  static final Authority HOSPITAL =
      Authority.root(
          Authority.asAuthority(
              Wish.named("CN=hospital root").valid(BUILT, BUILT.plus(YEAR.multipliedBy(9)))));

  private final Path folder;
  private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
  volatile RawTime machine = new RawTime(LAST_ON, false, 0);
  RevocationRules revocation = RevocationRules.IF_KNOWN;

  DeadBattery(Path folder) throws Exception {
    this.folder = folder;
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

  Trust start() throws Exception {
    return start(
        event -> {
          told.add(event);
          return CompletableFuture.completedFuture(null);
        });
  }

  Trust start(AuditTrail trail) throws Exception {
    Settings settings = new Settings("gw-1", "St. Example", folder.resolve("anchors"), revocation);
    EarlyTrail audit = new EarlyTrail();
    audit.tellTo(trail);
    return Trust.start(folder.resolve("trust"), settings, audit, () -> machine, BUILT);
  }

  static Identity server(Instant from, Instant to) {
    return HOSPITAL.issue(Wish.server(HOST).valid(from, to));
  }

  /** The code with which a server is refused; empty if bytes flowed there and back. */
  static Optional<String> connect(Trust trust, Identity identity) throws Exception {
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

  Event nextTold(String reason) throws InterruptedException {
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

  static byte[] list(Instant issued, X509Certificate... revoked) {
    String list = new Revocation(issued, issued.plus(Duration.ofDays(7))).list(HOSPITAL, revoked);
    return Base64.getDecoder().decode(list);
  }

  /** As a person does. */
  void keepList(Instant issued) throws IOException {
    Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
    Files.write(lists.resolve("root.crl"), list(issued));
  }

  /** As a pump server does; what it is answered. */
  static String passOn(Trust trust, byte[] list) throws Exception {
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
}
