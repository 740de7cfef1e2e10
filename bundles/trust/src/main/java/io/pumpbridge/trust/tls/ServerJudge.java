// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.Hearing;
import io.pumpbridge.trust.chain.Hearing.Heard;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.chain.JudgedAt;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.net.Socket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Judges the server's chain and name. All ways in lead to the same check, with the name that was
 * given to us and not the one that a socket believes to have.
 */
final class ServerJudge extends ClientTrust {
  /** Servers behind one name, whose handshakes are under way at once. */
  private static final int MAX_ACCEPTED = 16;

  /** Ten times what a hospital's chain has; the JDK's own limit for a message is the same. */
  private static final int MAX_CHAIN_BYTES = 32 * 1024;

  private final ChainJudge judge;
  private final HostName host;
  private final List<X509Certificate> anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final Hearing hearing;
  private final Map<X509Certificate, Heard> accepted = new ConcurrentHashMap<>();

  /**
   * @param times hears what is signed with a time
   */
  ServerJudge(
      HostName host,
      List<X509Certificate> anchors,
      StatusKnowledge status,
      TrustedClock clock,
      SignedTimes times) {
    this.hearing = new Hearing(Purpose.SERVER, times);
    this.judge = new ChainJudge(ChainRules.of(Purpose.SERVER, status.rules()));
    this.host = host;
    this.anchors = List.copyOf(anchors);
    this.status = status;
    this.clock = clock;
  }

  /**
   * @param stapled OCSP responses that came with the chain
   */
  void requireTrusted(X509Certificate[] chain, List<Bytes> stapled) throws TrustException {
    if (chain.length == 0) {
      throw HandshakeFailures.unreadable(new CertificateException("it showed none"));
    }
    requireNotTooMuch(Arrays.asList(chain));
    X509Certificate leaf = chain[0];
    List<X509Certificate> others = Arrays.asList(chain).subList(1, chain.length);
    Evidence evidence = status.of(host, stapled);
    try {
      JudgedAt at =
          hearing.judgingTime(leaf, others, anchors, clock.read(), Purpose.SERVER_AUTH, evidence);
      List<X509Certificate> path =
          judge.judge(leaf, others, anchors, at, Set.of(Purpose.SERVER_AUTH), evidence);
      host.requireIn(leaf);
      remember(leaf, Hearing.heard(path, evidence));
    } catch (TrustException refused) {
      if (refused.code().equals(Refusal.CERTIFICATE_REVOKED.code())) {
        // The next server of this name may be silent about it.
        status.keep(host, stapled);
      }
      throw refused;
    }
    status.keep(host, stapled);
  }

  private void remember(X509Certificate leaf, Heard heard) {
    if (accepted.size() >= MAX_ACCEPTED) {
      accepted.clear();
    }
    accepted.put(leaf, heard);
  }

  /** The server has shown the key of a certificate that was accepted, and the session is good. */
  void proven(X509Certificate leaf) {
    Heard heard = accepted.remove(leaf);
    if (heard != null) {
      hearing.times().heard(heard.said(), heard.anchor());
    }
  }

  /** As the JDK does, whose own limit is a setting of the host. */
  private static void requireNotTooMuch(List<X509Certificate> sent) throws TrustException {
    long bytes = 0;
    for (X509Certificate each : sent) {
      try {
        bytes += each.getEncoded().length;
      } catch (CertificateEncodingException e) {
        throw HandshakeFailures.unreadable(e);
      }
    }
    if (bytes > MAX_CHAIN_BYTES) {
      throw HandshakeFailures.tooLarge("certificates of " + bytes + " bytes");
    }
  }

  private void requireTrustedOr(X509Certificate[] chain, List<Bytes> stapled)
      throws CertificateException {
    try {
      requireTrusted(chain, stapled);
    } catch (TrustException refused) {
      throw new CertificateException(refused.getMessage(), refused);
    }
  }

  /** What the server stapled in the handshake that is under way. */
  private static List<Bytes> stapled(@Nullable SSLSession handshake) {
    return handshake instanceof ExtendedSSLSession extended
        ? extended.getStatusResponses().stream().map(Bytes::of).toList()
        : List.of();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    requireTrustedOr(chain, List.of());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    requireTrustedOr(
        chain, socket instanceof SSLSocket tls ? stapled(tls.getHandshakeSession()) : List.of());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    requireTrustedOr(chain, stapled(engine.getHandshakeSession()));
  }
}
