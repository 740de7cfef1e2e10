// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.RawServer;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers on loopback: what is refused never gets a byte of the application. */
final class MutualTlsTest {
  private static final String TLS13 = "TLSv1.3";
  private static final String TLS12 = "TLSv1.2";
  private static final List<String> BOTH = List.of(TLS13, TLS12);
  private static final String HOST = "pumps.hospital.example";
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Identity GOOD = HOSPITAL.issue(Wish.server(HOST));

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);
  private IdentityStore store;
  private MutualTls tls;

  @BeforeEach
  void provisionTheGateway() throws Exception {
    HOSPITAL.anchorIn(folder.resolve("server"));
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var waiting = store.waiting();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    store.install(HOSPITAL.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
    tls = tlsWithin(Duration.ofSeconds(15));
  }

  private MutualTls tlsWithin(Duration handshakeLimit) {
    return new MutualTls(
        new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
        new AnchorFolder(folder.resolve("server")),
        Statuses.unasked(),
        clock,
        watchdog,
        handshakeLimit);
  }

  @AfterEach
  void endTheWatchdog() {
    watchdog.shutdownNow();
  }

  private SSLSocket connect(String host, int port) throws IOException, TrustException {
    // As Paho does it: an unconnected socket first.
    SSLSocket socket = (SSLSocket) tls.socketsTo(host).createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private void refused(Refusal reason, Identity server) {
    refused(reason, server, HOST);
  }

  private void refused(Refusal reason, Identity server, String host) {
    for (String protocol : BOTH) {
      try (TlsServer running = new TlsServer(server, ClientPolicy.REQUIRE, List.of(protocol))) {
        assertThat(failure(host, running.port()).code()).as(protocol).isEqualTo(reason.code());
        assertThat(running.seen().application().length()).as(protocol).isZero();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Writes without an explicit handshake, as careless code would. */
  private TrustException failure(String host, int port) {
    Throwable thrown =
        catchThrowable(
            () -> {
              try (SSLSocket socket = connect(host, port)) {
                socket.getOutputStream().write(42);
                socket.getInputStream().read();
              }
            });
    assertThat(thrown).isNotNull();
    Optional<TrustException> explained = tls.explain(thrown);
    assertThat(explained).as("%s", thrown).isPresent();
    return explained.get();
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void bothEndsAreProvenAndBytesFlow(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(protocol))) {
      try (SSLSocket socket = connect(HOST, server.port())) {
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        socket.getOutputStream().write(42);
        assertThat(socket.getInputStream().read()).isEqualTo(42);
      }
      TlsServer.Seen seen = server.seen();
      assertThat(seen.application()).isEqualTo(Bytes.of(new byte[] {42}));
      assertThat(seen.client().get(0).getSubjectX500Principal().getName()).isEqualTo("CN=gw-1");
      assertThat(seen.names().toString()).contains(HOST);
    }
  }

  @Test
  void everyWayToMakeASocketIsTheSame() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int way = 0; way < 5; way++) {
      try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, BOTH)) {
        var factory = tls.socketsTo(HOST);
        int port = server.port();
        try (var socket =
            switch (way) {
              case 0 -> factory.createSocket(loopback, port);
              case 1 -> factory.createSocket(loopback.getHostAddress(), port);
              case 2 -> factory.createSocket(loopback, port, loopback, 0);
              case 3 -> factory.createSocket(loopback.getHostAddress(), port, loopback, 0);
              default -> factory.createSocket(new java.net.Socket(loopback, port), "x", port, true);
            }) {
          socket.getOutputStream().write(42);
          assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void aServerThatDoesNotAskForOurCertificateGetsNoByte(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.IGNORE, List.of(protocol))) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("client-certificate-not-requested");
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void readingDoesNotGoAroundTheCheckEither(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.IGNORE, List.of(protocol));
        SSLSocket socket = connect(HOST, server.port())) {
      // A caller that asks for the session makes sockets shake hands without a word.
      assertThat(socket.getSession().getLocalCertificates()).isNull();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> socket.getOutputStream().write(new byte[10]))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void aServerThatRefusesUsIsExplained(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REFUSE, List.of(protocol))) {
      // It closes at once: our next write may meet a reset that throws its alert away.
      assertThat(failure(HOST, server.port()).code())
          .isIn("server-refused-our-certificate", "server-ended-handshake");
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @Test
  void anotherAuthorityIsRefused() {
    // The same name, another key.
    refused(
        Refusal.SERVER_CHAIN_UNTRUSTED, Authority.root("hospital root").issue(Wish.server(HOST)));
  }

  @Test
  void aSelfSignedServerIsRefused() {
    refused(Refusal.SERVER_CHAIN_UNTRUSTED, Authority.selfSigned(Wish.server(HOST)));
  }

  @Test
  void anotherNameIsRefused() {
    refused(Refusal.SERVER_NAME_MISMATCH, HOSPITAL.issue(Wish.server("other.example")));
    refused(Refusal.SERVER_NAME_MISMATCH, GOOD, "127.0.0.1");
  }

  @Test
  void aCommonNameProvesNothing() {
    Wish commonNameOnly = Wish.named("CN=" + HOST).withUses("1.3.6.1.5.5.7.3.1");
    refused(Refusal.SERVER_NAME_MISMATCH, HOSPITAL.issue(commonNameOnly));
  }

  @Test
  void anAddressIsProvenByAnAddress() throws Exception {
    Wish wish = Wish.server().withNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    try (TlsServer server = new TlsServer(HOSPITAL.issue(wish), ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = connect("127.0.0.1", server.port())) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  @Test
  void certificatesOutsideTheirDatesAreRefused() {
    Wish wish = Wish.server(HOST);
    refused(
        Refusal.SERVER_CERTIFICATE_EXPIRED,
        HOSPITAL.issue(wish.valid(NOW.minusSeconds(7200), NOW.minusSeconds(3600))));
    refused(
        Refusal.SERVER_CERTIFICATE_NOT_YET_VALID,
        HOSPITAL.issue(wish.valid(NOW.plusSeconds(3600), NOW.plusSeconds(7200))));
  }

  @Test
  void theTrustedClockDecidesAndNotTheSystemOne() throws Exception {
    clock.set(GOOD.leaf().getNotAfter().toInstant().plusSeconds(1), ClockQuality.FLOOR);
    refused(Refusal.SERVER_CERTIFICATE_EXPIRED, GOOD);
  }

  @Test
  void aKeyForAnotherPurposeIsRefused() {
    Wish wish = Wish.server(HOST);
    refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses()));
    refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses("1.3.6.1.5.5.7.3.2")));
    refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withUses("2.5.29.37.0")));
    refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.issue(wish.withKeyUsage(KeyUsage.keyAgreement)));
  }

  @Test
  void weakKeysAndDigestsAreRefused() {
    Wish wish = Wish.server(HOST);
    refused(Refusal.SERVER_KEY_WEAK, HOSPITAL.issue(wish.withKeys(Keys.rsa(1024))));
    refused(Refusal.SERVER_KEY_WEAK, HOSPITAL.issue(wish.signedWith("SHA1withECDSA")));
  }

  @Test
  void anAuthorityForClientsOnlyIssuesNoServer() {
    Wish clients = Authority.asAuthority(Wish.named("CN=clients")).withUses("1.3.6.1.5.5.7.3.2");
    refused(Refusal.SERVER_KEY_PURPOSE, HOSPITAL.subordinate(clients).issue(Wish.server(HOST)));
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
    refused(Refusal.SERVER_CHAIN_UNTRUSTED, clinic.issue(Wish.server(HOST)));
  }

  @Test
  void anEndedAnchorIsRefused() {
    Wish root =
        Authority.asAuthority(Wish.named("CN=ended root"))
            .valid(NOW.minus(Duration.ofDays(60)), NOW.minus(Duration.ofDays(1)));
    Authority ended = Authority.root(root);
    ended.anchorIn(folder.resolve("server"));
    refused(Refusal.SERVER_CERTIFICATE_EXPIRED, ended.issue(Wish.server(HOST)));
  }

  @Test
  void intermediatesAreFollowed() throws Exception {
    Authority site = HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=site")));
    try (TlsServer server =
            new TlsServer(site.issue(Wish.server(HOST)), ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = connect(HOST, server.port())) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(TLS13);
    }
  }

  @Test
  void oldVersionsAreRefused() throws Exception {
    // ServerHello: TLS 1.1, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256.
    String hello = "16 0302 002a 02 000026 0302" + "11".repeat(32) + "00 c02b 00";
    try (RawServer server = RawServer.answering(hello)) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("no-common-tls-version");
    }
    // Alert: fatal, protocol_version.
    try (RawServer server = RawServer.answering("15 0301 0002 02 46")) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("no-common-tls-version");
    }
  }

  @Test
  void keyExchangeWithoutForwardSecrecyIsRefused() throws Exception {
    // ServerHello: TLS 1.2, TLS_RSA_WITH_AES_128_GCM_SHA256.
    String hello = "16 0303 002a 02 000026 0303" + "11".repeat(32) + "00 009c 00";
    try (RawServer server = RawServer.answering(hello)) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("no-common-cipher-suite");
    }
  }

  @Test
  void ciphersWithoutAuthenticatedEncryptionAreRefused() throws Exception {
    List<String> cbc = List.of("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(TLS12), cbc)) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("handshake-refused");
    }
  }

  @Test
  void whatSpeaksNoTlsIsSaidSo() throws Exception {
    try (RawServer server = RawServer.answering("48 54 54 50 2f 31 2e 31 20 34 30 30")) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("server-not-tls");
    }
  }

  @Test
  void aServerThatHangsUpIsSaidSo() throws Exception {
    try (RawServer server = RawServer.hangingUp()) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("server-ended-handshake");
    }
  }

  @Test
  void aServerThatTricklesIsGivenUp() throws Exception {
    tls = tlsWithin(Duration.ofMillis(300));
    // A record of 16 KiB, a byte each 20 ms: every single read is in time, the whole never is.
    String endless = "16 0303 3fff 02 003ffb" + "00".repeat(2000);
    long start = System.nanoTime();
    try (RawServer server = RawServer.trickling(endless, 20)) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("handshake-timeout");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aSilentServerIsGivenUp() throws Exception {
    tls = tlsWithin(Duration.ofMillis(300));
    try (RawServer server = RawServer.answering("")) {
      assertThat(failure(HOST, server.port()).code()).isEqualTo("handshake-timeout");
    }
  }

  @Test
  void aSocketThatOutlivesItsBundleFailsAsSocketsDo() throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = connect(HOST, server.port())) {
      watchdog.shutdownNow();
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @Test
  void aLibraryMayNarrowButNotWiden() throws Exception {
    SSLSocket socket = (SSLSocket) tls.socketsTo(HOST).createSocket();
    assertThat(socket.getEnabledProtocols()).containsExactlyInAnyOrder(TLS13, TLS12);
    socket.setEnabledProtocols(new String[] {TLS12, "TLSv1.1"});
    assertThat(socket.getEnabledProtocols()).containsExactly(TLS12);
    assertThatThrownBy(() -> socket.setEnabledProtocols(new String[] {"TLSv1"}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> socket.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.setUseClientMode(false))
        .isInstanceOf(IllegalArgumentException.class);
    // Paho sets parameters that say nothing; the narrowing above and the server's name stay.
    socket.setSSLParameters(new SSLParameters());
    assertThat(socket.getEnabledProtocols()).containsExactly(TLS12);
    assertThat(socket.getSSLParameters().getServerNames().toString()).contains(HOST);
    assertThat(socket.getEnabledCipherSuites()).allMatch(TlsFloor.CIPHER_SUITES::contains);
    socket.close();
  }

  @Test
  void beforeProvisioningASentenceSaysWhatToDo() throws Exception {
    store =
        new IdentityStore(
            new StateFolder(
                java.nio.file.Files.createDirectory(folder.resolve("empty")), new LocalDisk()),
            new SecureRandom());
    tls = tlsWithin(Duration.ofSeconds(1));
    TrustException refused = Refused.with(Refusal.NO_IDENTITY, () -> tls.socketsTo(HOST));
    assertThat(refused).hasMessageContaining("provision");
  }

  @Test
  void withoutAnchorsNoServerIsTrusted() {
    MutualTls anchorless =
        new MutualTls(
            new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
            new AnchorFolder(folder.resolve("nowhere")),
            Statuses.unasked(),
            clock,
            watchdog,
            Duration.ofSeconds(1));
    Refused.with(Refusal.NO_ANCHORS, () -> anchorless.socketsTo(HOST));
  }

  @Test
  void aCertificateForAnotherGatewayIsNotUsed() {
    MutualTls renamed =
        new MutualTls(
            new OwnIdentity(new GatewayName("gw-2"), "hospital", store),
            new AnchorFolder(folder.resolve("server")),
            Statuses.unasked(),
            clock,
            watchdog,
            Duration.ofSeconds(1));
    Refused.with(Refusal.IDENTITY_WRONG_GATEWAY, () -> renamed.socketsTo(HOST));
  }

  @Test
  void aHostThatIsNoNameIsRefused() {
    Refused.with(Refusal.SERVER_NAME_INVALID, () -> tls.socketsTo("not a name"));
  }

  @Test
  void noSessionIsResumedPastTheServersCertificate() throws Exception {
    for (String protocol : BOTH) {
      clock.set(NOW, ClockQuality.SYNCHRONISED);
      var factory = tls.socketsTo(HOST);
      try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(protocol))) {
        try (var socket = factory.createSocket("127.0.0.1", server.port())) {
          socket.getOutputStream().write(42);
          assertThat(socket.getInputStream().read()).isEqualTo(42);
        }
        assertThat(server.seen().application().length()).isEqualTo(1);
        clock.set(GOOD.leaf().getNotAfter().toInstant().plusSeconds(1), ClockQuality.HOLDOVER);
        try (var socket = factory.createSocket("127.0.0.1", server.port())) {
          assertThatThrownBy(() -> socket.getOutputStream().write(42))
              .isInstanceOf(IOException.class);
        }
        assertThat(server.seen().application().length()).isZero();
      }
    }
  }
}
