// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStoreBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * What a gateway has signed in its own name: CMS SignedData (RFC 5652) with content and chain
 * attached. Its certificate counts as of the time that the signature names: by the time it comes, a
 * gateway that was long offline may have another one.
 */
public record GatewaySignature(X509Certificate root) {
  private static final int URI_NAME = 6; // RFC 5280 GeneralName, uniformResourceIdentifier

  /**
   * Verifies one.
   *
   * @return what is signed
   * @throws GeneralSecurityException says what does not hold
   */
  public Bytes verify(Bytes signed, String gateway) throws GeneralSecurityException {
    try {
      CMSSignedData cms = new CMSSignedData(signed.toArray());
      Collection<SignerInformation> signers = cms.getSignerInfos().getSigners();
      if (signers.size() != 1 || cms.getSignedContent() == null) {
        throw new GeneralSecurityException("it is not one signature with its content");
      }
      SignerInformation signer = signers.iterator().next();
      X509Certificate certificate = certificateOf(signer, cms);
      requireIssued(certificate, cms, signedAt(signer));
      requireNamed(certificate, gateway);
      // Also that it is within the certificate's own dates.
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
        throw new GeneralSecurityException("it does not hold");
      }
      return Bytes.of((byte[]) cms.getSignedContent().getContent());
    } catch (CMSException | OperatorCreationException | RuntimeException e) {
      throw new GeneralSecurityException("it does not hold or cannot be read", e);
    }
  }

  private static X509Certificate certificateOf(SignerInformation signer, CMSSignedData cms)
      throws GeneralSecurityException {
    for (X509CertificateHolder carried : cms.getCertificates().getMatches(null)) {
      if (signer.getSID().match(carried)) {
        return new JcaX509CertificateConverter().getCertificate(carried);
      }
    }
    throw new GeneralSecurityException("the signer's certificate is not in it");
  }

  private static Date signedAt(SignerInformation signer) throws GeneralSecurityException {
    Attribute time = signer.getSignedAttributes().get(CMSAttributes.signingTime);
    if (time == null) {
      throw new GeneralSecurityException("it does not say when it was made");
    }
    return Time.getInstance(time.getAttrValues().getObjectAt(0)).getDate();
  }

  private void requireIssued(X509Certificate leaf, CMSSignedData cms, Date at)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    PKIXBuilderParameters how =
        new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), target);
    how.setRevocationEnabled(false);
    how.setDate(at);
    how.addCertStore(new JcaCertStoreBuilder().addCertificates(cms.getCertificates()).build());
    var unused = CertPathBuilder.getInstance("PKIX").build(how);
  }

  private static void requireNamed(X509Certificate certificate, String gateway)
      throws GeneralSecurityException {
    List<String> uses = certificate.getExtendedKeyUsage();
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (uses == null || !uses.contains(KeyPurposeId.id_kp_clientAuth.getId())) {
      throw new GeneralSecurityException("the signer is no gateway");
    }
    List<?> own = List.<Object>of(URI_NAME, DemoAuthority.GATEWAY_URI_PREFIX + gateway);
    if (names == null || !names.contains(own)) {
      throw new GeneralSecurityException(
          "it is another's: " + certificate.getSubjectX500Principal().getName());
    }
  }
}
