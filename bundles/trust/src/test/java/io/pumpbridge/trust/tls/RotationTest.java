// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.KeyVault.WaitingKey;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new certificate comes into use, and what a server makes of it. */
final class RotationTest {
  private static final String HOST = "pumps.hospital.example";
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Identity SERVER = HOSPITAL.issue(Wish.server(HOST));
  private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);
  private IdentityStore store;
  private MutualTls tls;
  private X509Certificate first;

  @BeforeEach
  void provisionTheGateway() throws Exception {
    HOSPITAL.anchorIn(folder.resolve("server"));
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    first = renew();
    tls =
        new MutualTls(
            new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
            new AnchorFolder(folder.resolve("server")),
            Statuses.unasked(),
            clock,
            watchdog,
            Duration.ofSeconds(15));
  }

  @AfterEach
  void endTheWatchdog() {
    watchdog.shutdownNow();
  }

  private X509Certificate renew() throws TrustException {
    WaitingKey key = store.waiting();
    Wish wish = Wish.gateway("gw-1").withKeys(new KeyPair(key.publicKey(), key.key()));
    store.install(HOSPITAL.issue(wish).chain());
    return store.find().orElseThrow().leaf();
  }

  private SSLSocket connect(int port) throws IOException, TrustException {
    SSLSocket socket = (SSLSocket) tls.socketsTo(HOST).createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void exchange(SSLSocket socket, int octet) throws IOException {
    socket.getOutputStream().write(octet);
    assertThat(socket.getInputStream().read()).isEqualTo(octet);
  }

  private void refusedBy(TlsServer server) {
    assertThatThrownBy(
            () -> {
              try (SSLSocket socket = connect(server.port())) {
                exchange(socket, 1);
              }
            })
        .isInstanceOf(IOException.class);
  }

  /** What a server sees that takes everybody. */
  private X509Certificate shownToAServer() throws Exception {
    try (TlsServer server = new TlsServer(SERVER, ClientPolicy.REQUIRE, BOTH)) {
      try (SSLSocket socket = connect(server.port())) {
        exchange(socket, 1);
      }
      return server.seen().client().get(0);
    }
  }

  @Test
  void aRenewalCutsNoConnectionAndTheNextOneShowsTheNewCertificate() throws Exception {
    try (TlsServer server = new TlsServer(SERVER, ClientPolicy.REQUIRE, BOTH)) {
      X509Certificate second;
      try (SSLSocket running = connect(server.port())) {
        exchange(running, 1);
        second = renew();
        exchange(running, 2);
        assertThat(store.previous().orElseThrow().leaf()).isEqualTo(first);
      }
      TlsServer.Seen before = server.seen();
      assertThat(before.client()).containsExactly(first);
      assertThat(before.application().toArray()).containsExactly(1, 2);
      try (SSLSocket next = connect(server.port())) {
        exchange(next, 3);
      }
      assertThat(server.seen().client()).containsExactly(second);
    }
  }

  @Test
  void theGenerationBeforeGoesWithTheFirstByteOfAServerAndNotEarlier() throws Exception {
    renew();
    try (TlsServer server = new TlsServer(SERVER, ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = connect(server.port())) {
      socket.startHandshake();
      socket.getOutputStream().write(1);
      assertThat(store.previous()).isPresent();
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      assertThat(store.previous()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerThatRefusesTheNewCertificateIsShownTheOneBeforeAndThenTheNewOneAgain(String version)
      throws Exception {
    X509Certificate second = renew();
    try (TlsServer strict = new TlsServer(SERVER, ClientPolicy.REFUSE, List.of(version))) {
      refusedBy(strict);
    }
    assertThat(store.previous()).isPresent();
    assertThat(tls.generations().complaint().orElseThrow().server()).isEqualTo(HOST);
    assertThat(shownToAServer()).isEqualTo(first);
    assertThat(store.previous()).as("the new one has not worked").isPresent();
    assertThat(tls.generations().complaint()).isPresent();
    assertThat(shownToAServer()).isEqualTo(second);
    assertThat(store.previous()).isEmpty();
    assertThat(tls.generations().complaint()).isEmpty();
  }

  @Test
  void ifBothAreRefusedTheyTakeTurns() throws Exception {
    X509Certificate second = renew();
    try (TlsServer strict = new TlsServer(SERVER, ClientPolicy.REFUSE, BOTH)) {
      refusedBy(strict);
      refusedBy(strict);
    }
    assertThat(shownToAServer()).isEqualTo(second);
  }

  @Test
  void aServerThatHangsUpWithoutAWordCountsAsRefusing() throws Exception {
    renew();
    try (MuteServer server = new MuteServer(SERVER)) {
      try (SSLSocket socket = connect(server.port())) {
        socket.startHandshake();
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
    assertThat(shownToAServer()).isEqualTo(first);
  }

  @Test
  void ofOneServersRefusalAnotherServerHearsNothing() throws Exception {
    X509Certificate second = renew();
    try (TlsServer strict = new TlsServer(SERVER, ClientPolicy.REFUSE, BOTH)) {
      refusedBy(strict);
    }
    Identity other = tls.generations().next("other.hospital.example");
    assertThat(other.leaf()).isEqualTo(second);
  }

  @Test
  void aConnectionThatWeEndOurselvesSaysNothingOfTheCertificate() throws Exception {
    X509Certificate second = renew();
    try (TlsServer server = new TlsServer(SERVER, ClientPolicy.REQUIRE, BOTH)) {
      SSLSocket socket = connect(server.port());
      socket.startHandshake();
      socket.close();
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
    }
    assertThat(shownToAServer()).isEqualTo(second);
  }

  @Test
  void aCertificateThatHasEndedHelpsOutNoMore() throws Exception {
    X509Certificate second = renew();
    clock.set(first.getNotAfter().toInstant().plusSeconds(1), ClockQuality.SYNCHRONISED);
    tls.generations().refused(HOST, store.find().orElseThrow());
    assertThat(tls.generations().next(HOST).leaf()).isEqualTo(second);
    assertThat(tls.generations().complaint()).isEmpty();
  }
}
