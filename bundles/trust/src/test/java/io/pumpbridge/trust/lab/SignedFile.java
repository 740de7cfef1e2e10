// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.nio.charset.StandardCharsets;
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
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SimpleAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Signs as a pharmacist's desk would, or as an attacker would; order of calls is free. */
public final class SignedFile {
  private record Signing(Identity who, String algorithm) {}

  private static final ASN1ObjectIdentifier UNSIGNED_NOTE = new ASN1ObjectIdentifier("2.25.1");

  private final String content;
  private final List<Signing> signings = new ArrayList<>();
  private final Set<X509Certificate> certificates = new LinkedHashSet<>();
  private Optional<Instant> signingTime = Optional.of(FixedClock.NOW.minusSeconds(3600));
  private boolean signedAttributes = true;
  private boolean unsignedAttribute;
  private boolean attached = true;
  private String encoding = ASN1Encoding.DER;

  private SignedFile(String content) {
    this.content = content;
  }

  public static SignedFile of(String content) {
    return new SignedFile(content);
  }

  /** A person with the role in an own certificate. */
  public static Wish person(String name, SignerRole role) {
    return Wish.named("CN=" + name).withUses(role.keyPurpose());
  }

  public SignedFile by(Identity who) {
    return by(who, "SHA256withECDSA");
  }

  public SignedFile by(Identity who, String algorithm) {
    signings.add(new Signing(who, algorithm));
    certificates.addAll(who.chain());
    return this;
  }

  public SignedFile carrying(X509Certificate certificate) {
    certificates.add(certificate);
    return this;
  }

  public SignedFile without(X509Certificate certificate) {
    certificates.remove(certificate);
    return this;
  }

  public SignedFile at(Instant moment) {
    signingTime = Optional.of(moment);
    return this;
  }

  public SignedFile withoutSigningTime() {
    signingTime = Optional.empty();
    return this;
  }

  public SignedFile withoutSignedAttributes() {
    signedAttributes = false;
    return this;
  }

  public SignedFile withUnsignedAttribute() {
    unsignedAttribute = true;
    return this;
  }

  public SignedFile detached() {
    attached = false;
    return this;
  }

  public SignedFile asBer() {
    encoding = ASN1Encoding.BER;
    return this;
  }

  public Bytes bytes() {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      var digests =
          new JcaDigestCalculatorProviderBuilder().setProvider(Authority.BOUNCY_CASTLE).build();
      for (Signing signing : signings) {
        var builder = new JcaSignerInfoGeneratorBuilder(digests);
        builder.setDirectSignature(!signedAttributes);
        if (signedAttributes) {
          builder.setSignedAttributeGenerator(attributes());
        }
        if (unsignedAttribute) {
          builder.setUnsignedAttributeGenerator(
              new SimpleAttributeTableGenerator(
                  new AttributeTable(
                      new Attribute(UNSIGNED_NOTE, new DERSet(new DERUTF8String("note"))))));
        }
        var signer =
            new JcaContentSignerBuilder(signing.algorithm())
                .setProvider(Authority.BOUNCY_CASTLE)
                .build(signing.who().key());
        generator.addSignerInfoGenerator(builder.build(signer, signing.who().leaf()));
      }
      generator.addCertificates(new JcaCertStore(certificates));
      byte[] body = content.getBytes(StandardCharsets.UTF_8);
      return Bytes.of(
          generator.generate(new CMSProcessableByteArray(body), attached).getEncoded(encoding));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private CMSAttributeTableGenerator attributes() {
    ASN1EncodableVector fixed = new ASN1EncodableVector();
    signingTime.ifPresent(
        moment ->
            fixed.add(
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(moment))))));
    var standard = new DefaultSignedAttributeTableGenerator(new AttributeTable(fixed));
    boolean omitTime = signingTime.isEmpty();
    return parameters -> {
      AttributeTable table = standard.getAttributes(parameters);
      return omitTime ? table.remove(CMSAttributes.signingTime) : table;
    };
  }
}
