// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.PersonsToken;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.ContentDigest;
import io.pumpbridge.trust.signature.SigningCertificate;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.util.CollectionStore;

/**
 * A document as it is signed, and what is on it already: those signatures go over unchanged, octet
 * for octet, since they cover the content and their own attributes and nothing else (RFC 5652,
 * 5.4).
 *
 * @param before the file that others have signed, if any has
 */
record OneMoreSignature(Bytes content, Optional<Bytes> before) {

  /**
   * Has it signed.
   *
   * @param carried certificates that the verifier needs, the signer's first
   * @return SignedData in DER
   */
  Bytes by(PersonalKey key, PersonalSigner signer, List<X509Certificate> carried, Instant at)
      throws TrustException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      Set<X509CertificateHolder> certificates = new LinkedHashSet<>();
      if (before.isPresent()) {
        CMSSignedData signed = new CMSSignedData(before.get().toArray());
        generator.addSigners(signed.getSignerInfos());
        certificates.addAll(signed.getCertificates().getMatches(null));
      }
      List<X509CertificateHolder> own = new ArrayList<>();
      for (X509Certificate certificate : carried) {
        own.add(new X509CertificateHolder(certificate.getEncoded()));
      }
      certificates.addAll(own);
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(ContentDigest::calculator)
              .setSignedAttributeGenerator(attributes(key.certificate(), at))
              .build(signer, own.get(0)));
      generator.addCertificates(new CollectionStore<>(certificates));
      return Bytes.of(
          generator
              .generate(new CMSProcessableByteArray(content.toArray()), true)
              .getEncoded(ASN1Encoding.DER));
    } catch (RuntimeOperatorException e) {
      throw doesNotSign(key, e);
    } catch (CMSException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new IllegalStateException("what was read cannot be written", e);
    }
  }

  private static DefaultSignedAttributeTableGenerator attributes(
      X509Certificate certificate, Instant at) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
    attributes.add(SigningCertificate.naming(certificate));
    return new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
  }

  private static TrustException doesNotSign(PersonalKey key, RuntimeOperatorException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return key.token().isPresent()
        ? PersonsToken.failed(cause)
        : Refusal.SIGNING_KEY_UNREADABLE.because(
            "The key of " + key.subject() + " does not sign: it does not fit its certificate.",
            key.subject(),
            cause);
  }
}
