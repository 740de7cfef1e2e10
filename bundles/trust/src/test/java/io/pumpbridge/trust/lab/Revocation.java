// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * What authorities say of certificates they no longer stand for, in base64.
 *
 * @param issued when it is said
 * @param next when it is said anew
 */
public record Revocation(Instant issued, Instant next) {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  /** A list with these on it. */
  public String list(Authority issuer, X509Certificate... revoked) {
    return list(issuer, Map.of(), CRLReason.keyCompromise, revoked);
  }

  /** A list that counts: a delta can add to it. */
  public String numbered(Authority issuer, int number, X509Certificate... revoked) {
    return list(
        issuer, Map.of(Extension.cRLNumber, count(number)), CRLReason.certificateHold, revoked);
  }

  /**
   * A list that says what has changed since another.
   *
   * @param base the other's number
   * @param reason of {@link CRLReason}
   */
  public String delta(
      Authority issuer, int number, int base, int reason, X509Certificate... changed) {
    return list(
        issuer,
        Map.of(
            Extension.cRLNumber, count(number),
            Extension.deltaCRLIndicator, count(base)),
        reason,
        changed);
  }

  /** A list that is about certificates of authorities only. */
  public String listOfAuthorities(Authority issuer) {
    return list(
        issuer,
        Map.of(
            Extension.issuingDistributionPoint,
            new IssuingDistributionPoint(null, false, true, null, false, false)),
        CRLReason.keyCompromise);
  }

  private static CRLNumber count(int number) {
    return new CRLNumber(BigInteger.valueOf(number));
  }

  private String list(
      Authority issuer,
      Map<ASN1ObjectIdentifier, ASN1Encodable> extensions,
      int reason,
      X509Certificate... revoked) {
    X500Name name =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(issued));
    list.setNextUpdate(Date.from(next));
    for (X509Certificate one : revoked) {
      list.addCRLEntry(one.getSerialNumber(), Date.from(issued), reason);
    }
    try {
      for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> one : extensions.entrySet()) {
        boolean critical = !one.getKey().equals(Extension.cRLNumber);
        list.addExtension(one.getKey(), critical, one.getValue());
      }
      return BASE64.encodeToString(list.build(issuer.signer()).getEncoded());
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  /** An OCSP response by the issuer itself. */
  public String response(Authority issuer, X509Certificate about, boolean good) {
    try {
      return response(
          issuer, about, good, new Signer(issuer.certificate(), issuer.signer(), Optional.empty()));
    } catch (OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  /** An OCSP response by somebody else, who brings a certificate. */
  public String responseBy(
      Identity responder, Authority issuer, X509Certificate about, boolean good) {
    try {
      ContentSigner signer = Authority.signer(responder.key());
      return response(
          issuer, about, good, new Signer(responder.leaf(), signer, Optional.of(responder.leaf())));
    } catch (OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  /** Who signs a response, and what he brings. */
  private record Signer(
      X509Certificate certificate, ContentSigner signer, Optional<X509Certificate> brought) {}

  private String response(Authority issuer, X509Certificate about, boolean good, Signer signer) {
    try {
      var digests = new BcDigestCalculatorProvider();
      CertificateID id =
          new CertificateID(
              digests.get(CertificateID.HASH_SHA1),
              holder(issuer.certificate()),
              about.getSerialNumber());
      BasicOCSPRespBuilder builder =
          new BasicOCSPRespBuilder(
              SubjectPublicKeyInfo.getInstance(signer.certificate().getPublicKey().getEncoded()),
              digests.get(CertificateID.HASH_SHA1));
      builder.addResponse(
          id,
          good ? CertificateStatus.GOOD : new RevokedStatus(Date.from(issued)),
          Date.from(issued),
          Date.from(next));
      X509CertificateHolder[] brought =
          signer.brought().isPresent()
              ? new X509CertificateHolder[] {holder(signer.brought().get())}
              : new X509CertificateHolder[0];
      OCSPResp response =
          new OCSPRespBuilder()
              .build(
                  OCSPRespBuilder.SUCCESSFUL,
                  builder.build(signer.signer(), brought, Date.from(issued)));
      return BASE64.encodeToString(response.getEncoded());
    } catch (OCSPException | OperatorCreationException | IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static X509CertificateHolder holder(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    return new X509CertificateHolder(certificate.getEncoded());
  }
}
