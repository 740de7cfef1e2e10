// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.SiteGateway;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.SiteStatement.People;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.tls.MutualTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story of a change of roots, over real sockets, by commands of the pump server. */
final class AnchorRotationTest {
  private static final String HOST = "pumps.hospital.example";
  private static final Authority OLD = Authority.root("old root");
  private static final Authority NEW = Authority.root("new root");
  private static final People OLD_PEOPLE = People.below(OLD);
  private static final People NEW_PEOPLE = People.below(NEW);
  private static final Identity OLD_SERVER = OLD.issue(Wish.server(HOST));
  private static final Identity NEW_SERVER = NEW.issue(Wish.server(HOST));

  @TempDir Path folder;
  private final ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1);
  private SiteGateway gateway;
  private IdentityStore store;
  private MutualTls tls;
  private SiteHandler handler;
  private int requests;

  @BeforeEach
  void aGatewayThatTrustsTheOldRoot() throws Exception {
    gateway = new SiteGateway(folder);
    store =
        new IdentityStore(StateFolder.open(folder.resolve("keys")), Curve.P256, new SecureRandom());
    tls =
        new MutualTls(
            new OwnIdentity(new GatewayName("gw-1"), SiteStatement.HOSPITAL, store),
            gateway.site().serverAnchors(),
            Statuses.unasked(),
            gateway.clock,
            watchdog,
            MutualTls.HANDSHAKE_LIMIT);
    handler = new SiteHandler(gateway.site());
    Bytes first = SiteStatement.number(1).server(OLD).signers(OLD).by(OLD_PEOPLE);
    gateway.install(first, SiteCode.of(first).printed());
    certifiedBy(OLD);
  }

  @AfterEach
  void end() {
    watchdog.shutdownNow();
  }

  private void certifiedBy(Authority root) throws Exception {
    var key = store.waiting();
    Identity issued =
        root.issue(Wish.gateway("gw-1").withKeys(new KeyPair(key.publicKey(), key.key())));
    store.install(issued.chain());
    gateway.has(issued);
  }

  private String sent(Bytes signed) {
    Command command =
        new Command("request-" + requests++, Command.Verb.EXEC, SiteHandler.RESOURCE, signed);
    Answer answer = handler.handle(command);
    boolean accepted = Boolean.TRUE.equals(answer.body().toTree().get("accepted"));
    assertThat(answer.status() == Answer.Status.OK).isEqualTo(accepted);
    return String.valueOf(answer.body().toTree().get("code"));
  }

  private SSLSocket connect(TlsServer server) throws Exception {
    SSLSocket socket = (SSLSocket) tls.socketsTo(HOST).createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 5_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void echo(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(42);
    assertThat(socket.getInputStream().read()).isEqualTo(42);
  }

  private static TlsServer serving(Identity identity) {
    return new TlsServer(identity, ClientPolicy.REQUIRE, List.of("TLSv1.3", "TLSv1.2"));
  }

  private void accepted(Identity identity) throws Exception {
    try (TlsServer server = serving(identity);
        SSLSocket socket = connect(server)) {
      echo(socket);
    }
  }

  private void refused(Identity identity) throws Exception {
    try (TlsServer server = serving(identity)) {
      Throwable thrown =
          catchThrowable(
              () -> {
                try (SSLSocket socket = connect(server)) {
                  echo(socket);
                }
              });
      assertThat(tls.explain(thrown))
          .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("server-chain-untrusted"));
      assertThat(server.seen().application().length()).isZero();
    }
  }

  private static SiteStatement overlap() {
    var until = NOW.plus(Duration.ofDays(30));
    return SiteStatement.number(2)
        .serverUntil(OLD, until)
        .server(NEW)
        .signersUntil(OLD, until)
        .signers(NEW);
  }

  private static Bytes update(Authority root, String by) {
    return SignedFile.of("a set")
        .by(root.issue(SignedFile.person(by, SignerRole.UPDATE_PUBLISHER)))
        .bytes();
  }

  @Test
  void rootsOfServersAndSignersChangeWithoutARestartAndOnlyWhoLostTrustIsCut() throws Exception {
    Set<SignerRole> publisher = Set.of(SignerRole.UPDATE_PUBLISHER);
    CmsVerifier verifier =
        new CmsVerifier(gateway.site().signerAnchors(), Statuses.unasked(), gateway.clock);
    accepted(OLD_SERVER);
    refused(NEW_SERVER);
    Refused.with(Refusal.CHAIN_UNTRUSTED, () -> verifier.verify(update(NEW, "Nina"), publisher));

    try (TlsServer server = serving(OLD_SERVER);
        SSLSocket open = connect(server)) {
      echo(open);
      assertThat(sent(overlap().by(OLD_PEOPLE))).isEqualTo("site-package-in-force");
      tls.judgeAnew();
      echo(open);
      accepted(OLD_SERVER);
      accepted(NEW_SERVER);
      verifier.verify(update(OLD, "Olga"), publisher);
      verifier.verify(update(NEW, "Nina"), publisher);

      SiteStatement dropped = SiteStatement.number(3).server(NEW).signers(NEW);
      assertThat(sent(dropped.by(NEW_PEOPLE))).isEqualTo("site-locks-out");
      certifiedBy(NEW);
      assertThat(sent(dropped.by(OLD_PEOPLE))).isEqualTo("site-locks-out");
      assertThat(sent(dropped.by(NEW_PEOPLE))).isEqualTo("site-package-in-force");
      tls.judgeAnew();
      assertThat(tls.explain(catchThrowable(() -> echo(open))))
          .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("server-chain-untrusted"));
    }
    refused(OLD_SERVER);
    accepted(NEW_SERVER);
    Refused.with(Refusal.CHAIN_UNTRUSTED, () -> verifier.verify(update(OLD, "Olga"), publisher));
    verifier.verify(update(NEW, "Nina"), publisher);
    assertThat(gateway.heard.said("code"))
        .filteredOn(line -> line.startsWith("SITE_PACKAGE_REFUSED"))
        .containsExactly(
            "SITE_PACKAGE_REFUSED site-locks-out", "SITE_PACKAGE_REFUSED site-locks-out");
  }

  @Test
  void theOldRootEndsByItselfWhenItsTimeHasCome() throws Exception {
    sent(overlap().by(OLD_PEOPLE));
    accepted(OLD_SERVER);
    gateway.clock.set(NOW.plus(Duration.ofDays(30)), gateway.clock.read().quality());
    refused(OLD_SERVER);
    accepted(NEW_SERVER);
    gateway.restart();
    assertThat(gateway.site().serverAnchors().load()).containsExactly(NEW.certificate());
  }

  @Test
  void aWithdrawnPublisherIsRefusedFromThenOnAndTheOthersAreNot() throws Exception {
    Set<SignerRole> publisher = Set.of(SignerRole.UPDATE_PUBLISHER);
    CmsVerifier verifier =
        new CmsVerifier(gateway.site().signerAnchors(), Statuses.unasked(), gateway.clock);
    Identity lost = OLD.issue(SignedFile.person("Lost", SignerRole.UPDATE_PUBLISHER));
    Bytes set = SignedFile.of("a set").by(lost).bytes();
    verifier.verify(set, publisher);
    Fields withdrawn = Fields.builder().put("sha256", Withdrawal.fingerprint(lost.leaf())).build();
    sent(SiteStatement.number(2).server(OLD).signers(OLD).withdrawing(withdrawn).by(OLD_PEOPLE));
    Refused.with(Refusal.SIGNER_WITHDRAWN, () -> verifier.verify(set, publisher));
    verifier.verify(update(OLD, "Olga"), publisher);
  }

  @Test
  void aServerThatWasTakenOverCanForgeNothingAndReplayNothing() throws Exception {
    Bytes second = overlap().by(OLD_PEOPLE);
    Authority evil = Authority.root("old root");
    Bytes forged = SiteStatement.number(9).server(evil).signers(evil).by(People.below(evil));
    assertThat(sent(forged)).isEqualTo("chain-untrusted");
    byte[] changed = second.toArray();
    changed[changed.length / 2] ^= 1;
    assertThat(sent(Bytes.of(changed))).isNotEqualTo("site-package-in-force");
    assertThat(sent(second)).isEqualTo("site-package-in-force");
    assertThat(sent(second)).isEqualTo("site-package-already-in-force");
    Bytes earlier = SiteStatement.number(1).server(OLD).signers(OLD).by(OLD_PEOPLE);
    assertThat(sent(earlier)).isEqualTo("site-not-newer");
  }

  @Test
  void theServerMayAskWhatIsInForceAndNothingElse() {
    Command.Verb[] others = {Command.Verb.PUT, Command.Verb.POST, Command.Verb.DEL};
    for (Command.Verb verb : others) {
      Answer answer = handler.handle(new Command("x", verb, "site", Bytes.EMPTY));
      assertThat(answer.body().toTree()).containsEntry("code", "verb-not-supported");
    }
    Answer shown = handler.handle(new Command("x", Command.Verb.GET, "site", Bytes.EMPTY));
    assertThat(shown.body().toTree()).containsEntry("number", 1L).containsEntry("accepted", true);
  }
}
