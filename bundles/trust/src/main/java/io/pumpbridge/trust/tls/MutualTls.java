// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.keys.Generations;
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

  private final Generations generations;
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
    this.generations = new Generations(identity, clock);
    this.anchors = anchors;
    this.clock = clock;
    this.watchdog = watchdog;
    this.handshakeLimit = handshakeLimit;
  }

  @Override
  public SSLSocketFactory socketsTo(String host) throws TrustException {
    HostName name = HostName.from(host);
    Identity shown = generations.next(host);
    ServerJudge judge = new ServerJudge(name, anchors.load(), clock);
    return sockets(name, Optional.of(shown), judge, reception(host, shown));
  }

  /**
   * For enrolment: shows another identity, one from a bootstrap file or one that has ended. What
   * that server thinks of it says nothing about the generations.
   *
   * @param trusted the authorities that count
   */
  public SSLSocketFactory socketsTo(String host, Identity shown, List<X509Certificate> trusted)
      throws TrustException {
    HostName name = HostName.from(host);
    ServerJudge judge = new ServerJudge(name, trusted, clock);
    return sockets(name, Optional.of(shown), judge, Reception.IGNORED);
  }

  /**
   * Sockets that prove the server only: for enrolment, before there is anything to show.
   *
   * @param trusted the authorities that count
   */
  public SSLSocketFactory serverOnlySocketsTo(String host, List<X509Certificate> trusted)
      throws TrustException {
    HostName name = HostName.from(host);
    ServerJudge judge = new ServerJudge(name, trusted, clock);
    return sockets(name, Optional.empty(), judge, Reception.IGNORED);
  }

  /**
   * Sockets to whoever answers. Only for fetching what is checked by a fingerprint afterwards; no
   * secret and nothing of this gateway may go over them.
   */
  public SSLSocketFactory socketsToAnybody(String host) throws TrustException {
    return sockets(HostName.from(host), Optional.empty(), new AnyServer(), Reception.IGNORED);
  }

  private SSLSocketFactory sockets(
      HostName name,
      Optional<Identity> shown,
      X509ExtendedTrustManager judge,
      Reception reception) {
    ServerExpectation expectation =
        new ServerExpectation(name.dnsName(), handshakeLimit, shown.isPresent());
    return new ProvenSocketFactory(
        shown.map(GatewayKey::new), judge, expectation, reception, watchdog);
  }

  private Reception reception(String host, Identity shown) {
    return new Reception() {
      @Override
      public void worked() {
        generations.worked(host, shown);
      }

      @Override
      public void refused() {
        generations.refused(host, shown);
      }
    };
  }

  /** Which of this gateway's certificates its servers take. */
  public Generations generations() {
    return generations;
  }

  @Override
  public Optional<TrustException> explain(Throwable failure) {
    return reasonOf(failure);
  }

  /** Which check failed, if this failure came from one. */
  public static Optional<TrustException> reasonOf(Throwable failure) {
    return HandshakeFailures.explain(failure);
  }
}
