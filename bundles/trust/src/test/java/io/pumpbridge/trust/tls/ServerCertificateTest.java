// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.tls.TlsBench.BOTH;
import static io.pumpbridge.trust.tls.TlsBench.GOOD;
import static io.pumpbridge.trust.tls.TlsBench.HOSPITAL;
import static io.pumpbridge.trust.tls.TlsBench.HOST;
import static io.pumpbridge.trust.tls.TlsBench.TLS13;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server's certificate is taken; whoever is refused gets no byte of the application. */
final class ServerCertificateTest {
  @TempDir Path folder;
  private TlsBench bench;

  @BeforeEach
  void provisionTheGateway() throws Exception {
    bench = new TlsBench(folder);
  }

  @AfterEach
  void endTheWatchdog() {
    bench.watchdog.shutdownNow();
  }

  @Test
  void anotherAuthorityIsRefused() {
    // The same name, another key.
    bench.refused(
        Refusal.SERVER_CHAIN_UNTRUSTED, Authority.root("hospital root").issue(Wish.server(HOST)));
  }

  @Test
  void aSelfSignedServerIsRefused() {
    bench.refused(Refusal.SERVER_CHAIN_UNTRUSTED, Authority.selfSigned(Wish.server(HOST)));
  }

  @Test
  void anotherNameIsRefused() {
    bench.refused(Refusal.SERVER_NAME_MISMATCH, HOSPITAL.issue(Wish.server("other.example")));
    bench.refused(Refusal.SERVER_NAME_MISMATCH, GOOD, "127.0.0.1");
  }

  @Test
  void aCommonNameProvesNothing() {
    Wish commonNameOnly = Wish.named("CN=" + HOST).withUses("1.3.6.1.5.5.7.3.1");
    bench.refused(Refusal.SERVER_NAME_MISMATCH, HOSPITAL.issue(commonNameOnly));
  }

  @Test
  void anAddressIsProvenByAnAddress() throws Exception {
    Wish wish = Wish.server().withNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    try (TlsServer server = new TlsServer(HOSPITAL.issue(wish), ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = bench.connect("127.0.0.1", server.port())) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  @Test
  void certificatesOutsideTheirDatesAreRefused() {
    Wish wish = Wish.server(HOST);
    bench.refused(
        Refusal.SERVER_CERTIFICATE_EXPIRED,
        HOSPITAL.issue(wish.valid(NOW.minusSeconds(7200), NOW.minusSeconds(3600))));
    bench.refused(
        Refusal.SERVER_CERTIFICATE_NOT_YET_VALID,
        HOSPITAL.issue(wish.valid(NOW.plusSeconds(3600), NOW.plusSeconds(7200))));
  }

  @Test
  void theTrustedClockDecidesAndNotTheSystemOne() throws Exception {
    bench.clock.set(GOOD.leaf().getNotAfter().toInstant().plusSeconds(1), ClockQuality.FLOOR);
    bench.refused(Refusal.SERVER_CERTIFICATE_EXPIRED, GOOD);
  }

  @Test
  void aKeyForAnotherPurposeIsRefused() {
    Wish wish = Wish.server(HOST);
    bench.refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses()));
    bench.refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses("1.3.6.1.5.5.7.3.2")));
    bench.refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses("2.5.29.37.0")));
    bench.refused(
        Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withKeyUsage(KeyUsage.keyAgreement)));
  }

  @Test
  void weakKeysAndDigestsAreRefused() {
    Wish wish = Wish.server(HOST);
    bench.refused(Refusal.SERVER_KEY_WEAK, HOSPITAL.issue(wish.withKeys(Keys.rsa(1024))));
    bench.refused(Refusal.SERVER_KEY_WEAK, HOSPITAL.issue(wish.signedWith("SHA1withECDSA")));
  }

  @Test
  void anAuthorityForClientsOnlyIssuesNoServer() {
    Wish clients = Authority.asAuthority(Wish.named("CN=clients")).withUses("1.3.6.1.5.5.7.3.2");
    bench.refused(
        Refusal.SERVER_KEY_PURPOSE, HOSPITAL.subordinate(clients).issue(Wish.server(HOST)));
  }

  @Test
  void theAnchorsOwnNameConstraintsHold() {
    GeneralSubtree allowed =
        new GeneralSubtree(new GeneralName(GeneralName.dNSName, "clinic.example"));
    Wish root =
        Authority.asAuthority(Wish.named("CN=clinic root"))
            .constrained(new NameConstraints(new GeneralSubtree[] {allowed}, null));
    Authority clinic = Authority.root(root);
    clinic.anchorIn(folder.resolve("server"));
    bench.refused(Refusal.SERVER_CHAIN_UNTRUSTED, clinic.issue(Wish.server(HOST)));
  }

  @Test
  void anEndedAnchorIsRefused() {
    Wish root =
        Authority.asAuthority(Wish.named("CN=ended root"))
            .valid(NOW.minus(Duration.ofDays(60)), NOW.minus(Duration.ofDays(1)));
    Authority ended = Authority.root(root);
    ended.anchorIn(folder.resolve("server"));
    bench.refused(Refusal.SERVER_CERTIFICATE_EXPIRED, ended.issue(Wish.server(HOST)));
  }

  @Test
  void intermediatesAreFollowed() throws Exception {
    Authority site = HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=site")));
    try (TlsServer server =
            new TlsServer(site.issue(Wish.server(HOST)), ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = bench.connect(HOST, server.port())) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(TLS13);
    }
  }

  @Test
  void noSessionIsResumedPastTheServersCertificate() throws Exception {
    for (String protocol : BOTH) {
      bench.clock.set(NOW, ClockQuality.SYNCHRONISED);
      var factory = bench.tls.socketsTo(HOST);
      try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(protocol))) {
        try (var socket = factory.createSocket("127.0.0.1", server.port())) {
          socket.getOutputStream().write(42);
          assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
        assertThat(server.seen().application().length()).isEqualTo(1);
        bench.clock.set(
            GOOD.leaf().getNotAfter().toInstant().plusSeconds(1), ClockQuality.HOLDOVER);
        try (var socket = factory.createSocket("127.0.0.1", server.port())) {
          assertThatThrownBy(() -> socket.getOutputStream().write(42))
              .isInstanceOf(IOException.class);
        }
        assertThat(server.seen().application().length()).isZero();
      }
    }
  }
}
