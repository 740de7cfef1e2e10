// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.signing;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import io.pumpbridge.pumpserver.authority.Identity;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** CMS SignedData (RFC 5652), DER, content attached, ECDSA with SHA-256. */
public final class CmsSigner {
  private static final String SIGNATURE = "SHA256withECDSA";

  private CmsSigner() {}

  /**
   * Signs for each signer in turn. It does as it is told: one signer where two are needed, or the
   * same one twice, is how a demonstration shows what a gateway refuses.
   *
   * @param at the signing time, a signed attribute
   */
  public static Bytes sign(Bytes content, List<Identity> signers, Instant at)
      throws PumpServerException {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      Set<X509Certificate> certificates = new LinkedHashSet<>();
      for (Identity signer : signers) {
        generator.addSignerInfoGenerator(
            new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                .setSignedAttributeGenerator(new DefaultSignedAttributeTableGenerator(signedAt(at)))
                .build(
                    new JcaContentSignerBuilder(SIGNATURE).build(signer.key()),
                    signer.certificate()));
        certificates.add(signer.certificate());
      }
      generator.addCertificates(new JcaCertStore(certificates));
      return Bytes.of(
          generator
              .generate(new CMSProcessableByteArray(content.toArray()), true)
              .getEncoded(ASN1Encoding.DER));
    } catch (CMSException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new PumpServerException(Reason.KEYS, "cannot sign", e);
    }
  }

  private static AttributeTable signedAt(Instant at) {
    Attribute time = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at))));
    return new AttributeTable(new DERSet(time));
  }
}
