// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
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
import javax.net.ssl.SSLSocket;

/** A provisioned gateway that calls servers on loopback. */
final class TlsBench {
  static final String TLS13 = "TLSv1.3";
  static final String TLS12 = "TLSv1.2";
  static final List<String> BOTH = List.of(TLS13, TLS12);
  static final String HOST = "pumps.hospital.example";
  static final Authority HOSPITAL = Authority.root("hospital root");
  static final Identity GOOD = HOSPITAL.issue(Wish.server(HOST));

  final FixedClock clock = new FixedClock();
  final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);
  private final Path folder;
  final IdentityStore store;
  MutualTls tls;

  /** Provisions the gateway, which trusts the hospital's servers. */
  TlsBench(Path folder) throws Exception {
    this.folder = folder;
    HOSPITAL.anchorIn(folder.resolve("server"));
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var waiting = store.waiting();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    store.install(HOSPITAL.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
    tls = tlsWithin(Duration.ofSeconds(15));
  }

  MutualTls tlsWithin(Duration handshakeLimit) {
    return tlsOf("gw-1", store, folder.resolve("server"), handshakeLimit);
  }

  MutualTls tlsOf(String gateway, IdentityStore identities, Path anchors, Duration handshakeLimit) {
    return new MutualTls(
        new OwnIdentity(new GatewayName(gateway), "hospital", identities),
        new AnchorFolder(anchors),
        Statuses.unasked(),
        clock,
        watchdog,
        handshakeLimit);
  }

  SSLSocket connect(String host, int port) throws IOException, TrustException {
    // As Paho does it: an unconnected socket first.
    SSLSocket socket = (SSLSocket) tls.socketsTo(host).createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  void refused(Refusal reason, Identity server) {
    refused(reason, server, HOST);
  }

  void refused(Refusal reason, Identity server, String host) {
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
  TrustException failure(String host, int port) {
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
}
