// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.keys.Generations;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out sockets that prove both ends; reads key and anchors anew each time. */
public final class MutualTls implements TlsContexts {
  /** Long for a handshake over a bad network, short against a pump server that never answers. */
  public static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(15);

  private static final Logger log = LoggerFactory.getLogger(MutualTls.class);

  /** It is over before anybody would judge its server anew. */
  private static void doNotKeep(ProvenSocket socket) {
    log.debug("a connection that is not judged anew socket={}", socket);
  }

  private final Generations generations;
  private final Anchors anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final SignedTimes times;
  private final ScheduledExecutorService watchdog;
  private final Duration handshakeLimit;
  private final OpenConnections open = new OpenConnections();

  /** With a clock that signed times mean nothing to. */
  public MutualTls(
      OwnIdentity identity,
      Anchors anchors,
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
      Anchors anchors,
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
    ServerJudge judge = judgeOf(name);
    return sockets(
        name,
        Optional.of(shown),
        judge,
        reception(host, shown, judge),
        socket -> open.add(host, socket));
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
    ServerJudge judge = new ServerJudge(name, trusted, status, clock, times);
    return sockets(
        name, Optional.of(shown), judge, Reception.provenTo(judge), MutualTls::doNotKeep);
  }

  /**
   * Sockets that prove the server only: for enrolment, before there is anything to show.
   *
   * @param trusted the authorities that count
   */
  public SSLSocketFactory serverOnlySocketsTo(String host, List<X509Certificate> trusted)
      throws TrustException {
    HostName name = HostName.from(host);
    ServerJudge judge = new ServerJudge(name, trusted, status, clock, times);
    return sockets(name, Optional.empty(), judge, Reception.provenTo(judge), MutualTls::doNotKeep);
  }

  /**
   * Sockets to whoever answers. Only for fetching what is checked by a fingerprint afterwards; no
   * secret and nothing of this gateway may go over them.
   */
  public SSLSocketFactory socketsToAnybody(String host) throws TrustException {
    return sockets(
        HostName.from(host),
        Optional.empty(),
        new AnyServer(),
        Reception.IGNORED,
        MutualTls::doNotKeep);
  }

  private SSLSocketFactory sockets(
      HostName name,
      Optional<Identity> shown,
      X509ExtendedTrustManager judge,
      Reception reception,
      Consumer<ProvenSocket> made) {
    ServerExpectation expectation =
        new ServerExpectation(name.dnsName(), handshakeLimit, shown.isPresent());
    return new ProvenSocketFactory(
        shown.map(GatewayKey::new), judge, expectation, reception, made, watchdog);
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
    return reasonOf(failure);
  }

  /** Which check failed, if this failure came from one. */
  public static Optional<TrustException> reasonOf(Throwable failure) {
    return HandshakeFailures.explain(failure);
  }
}
