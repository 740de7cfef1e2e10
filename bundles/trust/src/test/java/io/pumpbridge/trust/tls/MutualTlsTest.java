// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static io.pumpbridge.trust.tls.TlsBench.BOTH;
import static io.pumpbridge.trust.tls.TlsBench.GOOD;
import static io.pumpbridge.trust.tls.TlsBench.HOST;
import static io.pumpbridge.trust.tls.TlsBench.TLS12;
import static io.pumpbridge.trust.tls.TlsBench.TLS13;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against real servers on loopback: what is refused never gets a byte of the application. */
final class MutualTlsTest {
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

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void bothEndsAreProvenAndBytesFlow(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, List.of(protocol))) {
      try (SSLSocket socket = bench.connect(HOST, server.port())) {
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
        var factory = bench.tls.socketsTo(HOST);
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
      assertThat(bench.failure(HOST, server.port()).code())
          .isEqualTo("client-certificate-not-requested");
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {TLS12, TLS13})
  void readingDoesNotGoAroundTheCheckEither(String protocol) throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.IGNORE, List.of(protocol));
        SSLSocket socket = bench.connect(HOST, server.port())) {
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
      assertThat(bench.failure(HOST, server.port()).code())
          .isIn("server-refused-our-certificate", "server-ended-handshake");
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @Test
  void aSocketThatOutlivesItsBundleFailsAsSocketsDo() throws Exception {
    try (TlsServer server = new TlsServer(GOOD, ClientPolicy.REQUIRE, BOTH);
        SSLSocket socket = bench.connect(HOST, server.port())) {
      bench.watchdog.shutdownNow();
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
      assertThat(server.seen().application().length()).isZero();
    }
  }

  @Test
  void aLibraryMayNarrowButNotWiden() throws Exception {
    SSLSocket socket = (SSLSocket) bench.tls.socketsTo(HOST).createSocket();
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
    IdentityStore empty =
        new IdentityStore(
            new StateFolder(Files.createDirectory(folder.resolve("empty")), new LocalDisk()),
            new SecureRandom());
    MutualTls bare = bench.tlsOf("gw-1", empty, folder.resolve("server"), Duration.ofSeconds(1));
    TrustException refused = Refused.with(Refusal.NO_IDENTITY, () -> bare.socketsTo(HOST));
    assertThat(refused).hasMessageContaining("provision");
  }

  @Test
  void withoutAnchorsNoServerIsTrusted() {
    MutualTls anchorless =
        bench.tlsOf("gw-1", bench.store, folder.resolve("nowhere"), Duration.ofSeconds(1));
    Refused.with(Refusal.NO_ANCHORS, () -> anchorless.socketsTo(HOST));
  }

  @Test
  void aCertificateForAnotherGatewayIsNotUsed() {
    MutualTls renamed =
        bench.tlsOf("gw-2", bench.store, folder.resolve("server"), Duration.ofSeconds(1));
    Refused.with(Refusal.IDENTITY_WRONG_GATEWAY, () -> renamed.socketsTo(HOST));
  }

  @Test
  void aHostThatIsNoNameIsRefused() {
    Refused.with(Refusal.SERVER_NAME_INVALID, () -> bench.tls.socketsTo("not a name"));
  }
}
