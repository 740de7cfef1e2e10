// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cms.SignerInformation;

/**
 * When a signature says that it was made: a signed attribute, and so the word of who had the key.
 */
final class SigningTime {
  private SigningTime() {}

  static Instant of(SignerInformation signer, String subject) throws TrustException {
    AttributeTable attributes = signer.getSignedAttributes();
    // RFC 5652, 11.1 to 11.3: each exactly once with one value.
    single(attributes, CMSAttributes.contentType);
    single(attributes, CMSAttributes.messageDigest);
    if (attributes.getAll(CMSAttributes.signingTime).size() == 0) {
      throw Refusal.SIGNING_TIME_MISSING.because(
          "The signature of " + subject + " does not say when it was made.", subject);
    }
    Attribute time = single(attributes, CMSAttributes.signingTime);
    return Time.getInstance(time.getAttrValues().getObjectAt(0)).getDate().toInstant();
  }

  private static Attribute single(AttributeTable attributes, ASN1ObjectIdentifier type)
      throws TrustException {
    ASN1EncodableVector found = attributes.getAll(type);
    if (found.size() == 1) {
      Attribute attribute = Attribute.getInstance(found.get(0));
      if (attribute.getAttrValues().size() == 1) {
        return attribute;
      }
    }
    throw Envelope.malformed("the signed attribute " + type + " is not there exactly once");
  }
}
