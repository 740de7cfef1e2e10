// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.ManualWatchdog;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.MutualTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A provisioned gateway, which makes one attempt to connect; its time is up when the test says so.
 */
final class Gateway implements AutoCloseable {
  private static final int NOBODY_ANSWERS_MS = 20_000;

  /** Provisioned once for all. */
  record Provisioned(OwnIdentity identity, AnchorFolder anchors) {

    static Provisioned in(Path folder) throws Exception {
      for (Authority anchor : Site.ANCHORS) {
        anchor.anchorIn(folder.resolve("server"));
      }
      IdentityStore store =
          new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
      var waiting = store.waiting();
      KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
      store.install(Site.ROOT.issue(Wish.gateway("gw-1").withKeys(keys)).chain());
      return new Provisioned(
          new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
          new AnchorFolder(folder.resolve("server")));
    }
  }

  private final ManualWatchdog watchdog = new ManualWatchdog();
  private final MutualTls tls;

  /** Does not ask for revocation. */
  Gateway(Provisioned as) {
    this(as, Statuses.unasked());
  }

  Gateway(Provisioned as, StatusKnowledge status) {
    tls =
        new MutualTls(
            as.identity(),
            as.anchors(),
            status,
            new FixedClock(),
            watchdog,
            Duration.ofSeconds(15));
  }

  void timeIsUp() {
    watchdog.ring();
  }

  Optional<TrustException> explain(Throwable failure) {
    return tls.explain(failure);
  }

  SSLSocketFactory socketsTo(String host) throws TrustException {
    return tls.socketsTo(host);
  }

  SSLSocket connect(String host, int port) throws Exception {
    SSLSocket socket = (SSLSocket) socketsTo(host).createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    // Only so that a broken test ends; nothing is expected to take that long.
    socket.setSoTimeout(NOBODY_ANSWERS_MS);
    return socket;
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
  }
}
