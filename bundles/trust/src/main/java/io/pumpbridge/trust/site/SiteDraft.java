// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.chain.Certificates;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes a site package down from certificates that somebody collected. */
final class SiteDraft {
  private static final int PEM_LINE = 64;

  private SiteDraft() {}

  /**
   * @param wish as the port has it
   * @param now goes into the package
   * @throws DocumentException with the place in the wish, or in the package that would come of it
   */
  static Fields write(Fields wish, Instant now) throws DocumentException {
    Optional<String> until = wish.findText("until");
    Fields.Builder document =
        Fields.builder()
            .put("format", SitePackageReader.FORMAT)
            .put("purpose", SitePackageReader.PURPOSE)
            .put("hospital", wish.text("hospital"))
            .put("number", wish.whole("number"))
            .put("issued_at", now.truncatedTo(ChronoUnit.SECONDS))
            .put("reason", wish.text("reason"))
            .put(
                "anchors",
                Fields.builder()
                    .put("server", anchors(wish, "server", until))
                    .put("signers", anchors(wish, "signers", until))
                    .build());
    List<Fields> withdrawn = new ArrayList<>();
    for (X509Certificate one : certificates(wish, "withdrawn")) {
      withdrawn.add(Fields.builder().put("sha256", Withdrawal.fingerprint(one)).build());
    }
    if (!withdrawn.isEmpty()) {
      document.put("withdrawn", withdrawn);
    }
    if (wish.findFlag("reissue").orElse(false)) {
      document.put("reissue", true);
    }
    return document.build();
  }

  private static List<Fields> anchors(Fields wish, String name, Optional<String> until)
      throws DocumentException {
    List<Fields> anchors = new ArrayList<>();
    for (X509Certificate one : certificates(wish, name)) {
      anchors.add(Fields.builder().put("certificate", pem(one)).build());
    }
    String leaving = name + "_leaving";
    for (X509Certificate one : certificates(wish, leaving)) {
      String when =
          until.orElseThrow(() -> new DocumentException("$." + leaving, "needs an until"));
      anchors.add(Fields.builder().put("certificate", pem(one)).put("until", when).build());
    }
    return anchors;
  }

  private static List<X509Certificate> certificates(Fields wish, String name)
      throws DocumentException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String pem : wish.texts(name)) {
      try {
        certificates.addAll(Certificates.fromPem(pem));
      } catch (CertificateException e) {
        throw new DocumentException("$." + name, "holds what is no certificate");
      }
    }
    return certificates;
  }

  /** Without what people write around it. */
  private static String pem(X509Certificate certificate) throws DocumentException {
    try {
      String body =
          Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
              .encodeToString(certificate.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new DocumentException("$", "holds a certificate that cannot be written");
    }
  }
}
