// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** How a certificate names a gateway: as common name and as URI. */
public record GatewayName(String id) {
  /** Before the id in the alternative name. */
  public static final String URI_PREFIX = "urn:pump-bridge:gateway:";

  private static final int SAN_URI = 6;

  public String uri() {
    return URI_PREFIX + id;
  }

  /** The gateway that a certificate names, if it names one as it must. */
  public static Optional<GatewayName> of(X509Certificate certificate) {
    List<String> names = Certificates.subjectAttribute(certificate, BCStyle.CN);
    return names.size() == 1
        ? Optional.of(new GatewayName(names.get(0))).filter(name -> name.isIn(certificate))
        : Optional.empty();
  }

  public boolean isIn(X509Certificate certificate) {
    return List.of(id).equals(Certificates.subjectAttribute(certificate, BCStyle.CN))
        && hasUri(certificate);
  }

  private boolean hasUri(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null && names.contains(List.<Object>of(SAN_URI, uri()));
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
