// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.tls.ProvenSocket.ServerExpectation;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Hands out sockets that prove both ends; reads key and anchors anew each time. */
public final class MutualTls implements TlsContexts {
  /** Long for a handshake over a bad network, short against a pump server that never answers. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

  private final OwnIdentity identity;
  private final AnchorFolder anchors;
  private final TrustedClock clock;
  private final ScheduledExecutorService watchdog;
  private final Duration handshakeLimit;

  /**
   * @param watchdog closes sockets whose handshake takes too long; its owner ends it
   */
  public MutualTls(
      OwnIdentity identity,
      AnchorFolder anchors,
      TrustedClock clock,
      ScheduledExecutorService watchdog,
      Duration handshakeLimit) {
    this.identity = identity;
    this.anchors = anchors;
    this.clock = clock;
    this.watchdog = watchdog;
    this.handshakeLimit = handshakeLimit;
  }

  @Override
  public SSLSocketFactory socketsTo(String host) throws TrustException {
    return socketsTo(host, identity.get(), anchors.load());
  }

  /**
   * As {@link #socketsTo(String)}, but for enrolment: shows another identity, one from a bootstrap
   * file or one that has ended.
   *
   * @param trusted the authorities that count
   */
  public SSLSocketFactory socketsTo(String host, Identity shown, List<X509Certificate> trusted)
      throws TrustException {
    HostName name = HostName.from(host);
    return sockets(
        name, Optional.of(new GatewayKey(shown)), new ServerJudge(name, trusted, clock));
  }

  /**
   * Sockets that prove the server only: for enrolment, before there is anything to show.
   *
   * @param trusted the authorities that count
   */
  public SSLSocketFactory serverOnlySocketsTo(String host, List<X509Certificate> trusted)
      throws TrustException {
    HostName name = HostName.from(host);
    return sockets(name, Optional.empty(), new ServerJudge(name, trusted, clock));
  }

  /**
   * Sockets to whoever answers. Only for fetching what is checked by a fingerprint afterwards; no
   * secret and nothing of this gateway may go over them.
   */
  public SSLSocketFactory socketsToAnybody(String host) throws TrustException {
    return sockets(HostName.from(host), Optional.empty(), new AnyServer());
  }

  private SSLSocketFactory sockets(
      HostName name, Optional<GatewayKey> key, X509ExtendedTrustManager judge) {
    ServerExpectation expectation =
        new ServerExpectation(name.dnsName(), handshakeLimit, key.isPresent());
    return new ProvenSocketFactory(key, judge, expectation, watchdog);
  }

  @Override
  public Optional<TrustException> explain(Throwable failure) {
    return HandshakeFailures.explain(failure);
  }
}
