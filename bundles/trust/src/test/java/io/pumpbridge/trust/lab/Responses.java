// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * OCSP responses that say "good", as large and as full as is asked.
 *
 * @param at thisUpdate
 * @param next nextUpdate, if it has one
 * @param responder by whom; by the issuer if nobody else
 * @param brought certificates that come with it
 */
public record Responses(
    X509Certificate about,
    Authority issuer,
    Instant at,
    Optional<Instant> next,
    Optional<Identity> responder,
    List<X509Certificate> brought) {
  private static final ASN1ObjectIdentifier PADDING = new ASN1ObjectIdentifier("1.2.3.4.5");

  /** By its issuer, for a week. */
  public static Responses about(X509Certificate about, Authority issuer, Instant at) {
    return new Responses(
        about, issuer, at, Optional.of(at.plus(Duration.ofDays(7))), Optional.empty(), List.of());
  }

  public Responses until(Optional<Instant> end) {
    return new Responses(about, issuer, at, end, responder, brought);
  }

  public Responses by(Identity somebody, List<X509Certificate> certificates) {
    return new Responses(about, issuer, at, next, Optional.of(somebody), List.copyOf(certificates));
  }

  public Bytes make() {
    return padded(0);
  }

  /** With so much that nobody asked for that it has just so many bytes. */
  public Bytes ofLength(int bytes) {
    int padding = bytes - padded(1).length();
    // The lengths of lengths and of signatures vary.
    for (int attempt = 0; attempt < 1_000; attempt++) {
      Bytes made = padded(padding);
      int excess = made.length() - bytes;
      if (excess == 0) {
        return made;
      }
      padding -= Integer.signum(excess) * Math.max(1, Math.abs(excess) - 2);
    }
    throw new AssertionError("no response has " + bytes + " bytes");
  }

  private Bytes padded(int padding) {
    try {
      var digests = new BcDigestCalculatorProvider();
      var sha1 = digests.get(CertificateID.HASH_SHA1);
      X509Certificate by = responder.map(Identity::leaf).orElse(issuer.certificate());
      var builder =
          new BasicOCSPRespBuilder(
              SubjectPublicKeyInfo.getInstance(by.getPublicKey().getEncoded()), sha1);
      builder.addResponse(
          new CertificateID(sha1, holder(issuer.certificate()), about.getSerialNumber()),
          CertificateStatus.GOOD,
          Date.from(at),
          next.map(Date::from).orElse(null));
      if (padding > 0) {
        Extension nothing = new Extension(PADDING, false, new byte[padding]);
        builder.setResponseExtensions(new Extensions(nothing));
      }
      List<X509CertificateHolder> certificates = new ArrayList<>();
      for (X509Certificate one : brought) {
        certificates.add(holder(one));
      }
      return Bytes.of(
          new OCSPRespBuilder()
              .build(
                  OCSPRespBuilder.SUCCESSFUL,
                  builder.build(
                      signer(), certificates.toArray(new X509CertificateHolder[0]), Date.from(at)))
              .getEncoded());
    } catch (OCSPException | OperatorCreationException | IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private ContentSigner signer() throws OperatorCreationException {
    return responder.isEmpty()
        ? issuer.signer()
        : new JcaContentSignerBuilder("SHA256withECDSA")
            .setProvider(Authority.BOUNCY_CASTLE)
            .build(responder.get().key());
  }

  private static X509CertificateHolder holder(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    return new X509CertificateHolder(certificate.getEncoded());
  }
}
