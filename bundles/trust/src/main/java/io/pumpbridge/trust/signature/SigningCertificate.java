// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cms.SignerInformation;

/**
 * The signed attribute that names the certificate that signed (RFC 5035, section 3). Without it,
 * who has one key in two certificates can be given the other role afterwards: a signature covers
 * neither the certificate nor its number.
 */
public final class SigningCertificate {
  private SigningCertificate() {}

  /** With SHA-256, and the issuer and number as the RFC recommends. */
  public static Attribute naming(X509Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256", "SUN").digest(certificate.getEncoded());
      ESSCertIDv2 id = new ESSCertIDv2(null, hash, issuerAndNumber(certificate));
      return new Attribute(
          PKCSObjectIdentifiers.id_aa_signingCertificateV2,
          new DERSet(new SigningCertificateV2(id)));
    } catch (NoSuchAlgorithmException | NoSuchProviderException | CertificateEncodingException e) {
      throw new IllegalStateException("this Java cannot hash a certificate that it has read", e);
    }
  }

  private static IssuerSerial issuerAndNumber(X509Certificate certificate) {
    X500Name issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
    return new IssuerSerial(
        new GeneralNames(new GeneralName(issuer)), certificate.getSerialNumber());
  }

  /** Whoever leaves it out is believed; whoever names another certificate is not. */
  static void requireNamed(SignerInformation signer, X509Certificate certificate)
      throws IOException, CertificateEncodingException, TrustException {
    ASN1EncodableVector found =
        signer.getSignedAttributes().getAll(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (found.size() == 0) {
      return;
    }
    Attribute attribute = Attribute.getInstance(found.get(0));
    if (found.size() > 1 || attribute.getAttrValues().size() != 1) {
      throw Envelope.malformed("the signed attribute that names the certificate is not there once");
    }
    ESSCertIDv2[] ids =
        SigningCertificateV2.getInstance(attribute.getAttrValues().getObjectAt(0)).getCerts();
    if (ids.length == 0 || !names(ids[0], certificate)) {
      String subject = Certificates.subjectOf(certificate);
      throw Refusal.CERTIFICATE_SWAPPED.because(
          "The signature was made with another certificate than that of "
              + subject
              + " that came with it.",
          subject);
    }
  }

  private static boolean names(ESSCertIDv2 id, X509Certificate certificate)
      throws IOException, CertificateEncodingException {
    if (!AlgorithmFloor.allowsDigest(id.getHashAlgorithm())) {
      return false;
    }
    IssuerSerial said = id.getIssuerSerial();
    if (said != null
        && !Arrays.equals(said.getEncoded(), issuerAndNumber(certificate).getEncoded())) {
      return false;
    }
    try {
      String digest = id.getHashAlgorithm().getAlgorithm().getId();
      byte[] hash = MessageDigest.getInstance(digest, "SUN").digest(certificate.getEncoded());
      return Arrays.equals(hash, id.getCertHash());
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw new IllegalStateException("this Java lacks a digest that is allowed", e);
    }
  }
}
