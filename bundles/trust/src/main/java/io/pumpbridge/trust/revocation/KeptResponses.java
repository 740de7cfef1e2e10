// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/** What OCSP responses that were kept say, for whoever tells people; it judges nobody. */
public final class KeptResponses {
  private static final DigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

  private KeptResponses() {}

  /** Until when the last of them calls anything good that this authority issued. */
  public static Optional<Instant> goodUntil(List<Bytes> responses, X509Certificate issuer) {
    return responses.stream()
        .flatMap(response -> goodUntil(response, issuer).stream())
        .max(Comparator.naturalOrder());
  }

  private static Optional<Instant> goodUntil(Bytes response, X509Certificate issuer) {
    Optional<Instant> last = Optional.empty();
    try {
      X509CertificateHolder by = new X509CertificateHolder(issuer.getEncoded());
      if (new OCSPResp(response.toArray()).getResponseObject() instanceof BasicOCSPResp basic) {
        for (SingleResp single : basic.getResponses()) {
          if (single.getCertStatus() == CertificateStatus.GOOD
              && single.getNextUpdate() != null
              && single.getCertID().matchesIssuer(by, DIGESTS)) {
            Instant until = single.getNextUpdate().toInstant();
            last = last.filter(until::isBefore).or(() -> Optional.of(until));
          }
        }
      }
      return last;
    } catch (IOException | OCSPException | CertificateEncodingException | RuntimeException e) {
      // Bouncy Castle's parsers throw unchecked exceptions on what is damaged.
      return Optional.empty();
    }
  }
}
