// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges the server's chain and name. All ways in lead to the same check, with the name that was
 * given to us and not the one that a socket believes to have.
 */
final class ServerJudge extends X509ExtendedTrustManager {
  private final ChainJudge judge;
  private final HostName host;
  private final List<X509Certificate> anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;

  ServerJudge(
      HostName host, List<X509Certificate> anchors, StatusKnowledge status, TrustedClock clock) {
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
      throw Refusal.SERVER_CHAIN_UNTRUSTED.because("The server showed no certificate.");
    }
    List<X509Certificate> sent = Arrays.asList(chain);
    try {
      judge.judge(
          sent.get(0),
          sent.subList(1, sent.size()),
          anchors,
          clock.read().wall(),
          Set.of(Purpose.SERVER_AUTH),
          status.of(host, stapled));
      host.requireIn(sent.get(0));
    } catch (TrustException refused) {
      if (refused.code().equals(Refusal.CERTIFICATE_REVOKED.code())) {
        // The next server of this name may be silent about it.
        status.keep(host, stapled);
      }
      throw refused;
    }
    status.keep(host, stapled);
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

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("this gateway is no TLS server");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
