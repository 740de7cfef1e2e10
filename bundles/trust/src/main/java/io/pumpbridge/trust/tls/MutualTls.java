// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.keys.Generations;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.ProvenSocket.ServerExpectation;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out sockets that prove both ends; reads key and anchors anew each time. */
public final class MutualTls implements TlsContexts {
  /** Long for a handshake over a bad network, short against a pump server that never answers. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(MutualTls.class);

  private final Generations generations;
  private final AnchorFolder anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final SignedTimes times;
  private final ScheduledExecutorService watchdog;
  private final Duration handshakeLimit;
  private final OpenConnections open = new OpenConnections();

  /** With a clock that signed times mean nothing to. */
  public MutualTls(
      OwnIdentity identity,
      AnchorFolder anchors,
      StatusKnowledge status,
      TrustedClock clock,
      ScheduledExecutorService watchdog,
      Duration handshakeLimit) {
    this(identity, anchors, status, clock, SignedTimes.ignoredBy(clock), watchdog, handshakeLimit);
  }

  /**
   * @param times hears what servers show that is signed with a time
   * @param watchdog closes sockets whose handshake takes too long; its owner ends it
   */
  public MutualTls(
      OwnIdentity identity,
      AnchorFolder anchors,
      StatusKnowledge status,
      TrustedClock clock,
      SignedTimes times,
      ScheduledExecutorService watchdog,
      Duration handshakeLimit) {
    this.generations = new Generations(identity, clock);
    this.anchors = anchors;
    this.status = status;
    this.clock = clock;
    this.times = times;
    this.watchdog = watchdog;
    this.handshakeLimit = handshakeLimit;
  }

  @Override
  public SSLSocketFactory socketsTo(String host) throws TrustException {
    HostName name = HostName.from(host);
    Identity shown = generations.next(host);
    GatewayKey key = new GatewayKey(shown);
    ServerJudge judge = judgeOf(name);
    ServerExpectation expectation = new ServerExpectation(name.dnsName(), handshakeLimit);
    return new ProvenSocketFactory(
        key,
        judge,
        expectation,
        reception(host, shown, judge),
        socket -> open.add(host, socket),
        watchdog);
  }

  private ServerJudge judgeOf(HostName name) throws TrustException {
    return new ServerJudge(name, anchors.load(), status, clock, times);
  }

  /**
   * Cuts each connection whose server would not be taken any more: revoked meanwhile, ended, or of
   * an authority that is no anchor any more. Whoever reads from it or writes to it learns why.
   * Where the anchors themselves cannot be read nothing is cut: that says nothing of a server.
   */
  public void judgeAnew() {
    for (OpenConnections.Connection connection : open.list()) {
      try {
        connection.socket().cutUnlessTrusted(judgeOf(HostName.from(connection.host())));
      } catch (TrustException noAnchors) {
        log.warn("connections are not judged anew why={}", noAnchors.getMessage());
      }
    }
  }

  private Reception reception(String host, Identity shown, ServerJudge judge) {
    return new Reception() {
      @Override
      public void proven(X509Certificate server) {
        judge.proven(server);
      }

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
    return HandshakeFailures.explain(failure);
  }
}
