// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import io.pumpbridge.runtime.attack.People.Person;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/** A SignedData of which every field can be set, also to what no tool would write. */
final class Draft {
  ASN1ObjectIdentifier contentType = CMSObjectIdentifiers.data;
  Optional<ASN1Encodable> content = Optional.empty();
  int version = 1;
  final List<SignerInfo> signers = new ArrayList<>();
  final Set<AlgorithmIdentifier> digests = new LinkedHashSet<>();
  final List<ASN1Encodable> certificates = new ArrayList<>();
  Optional<ASN1Encodable> revocationLists = Optional.empty();

  void content(byte[] octets) {
    content = Optional.of(new DEROctetString(octets));
  }

  void carry(X509CertificateHolder certificate) {
    if (!certificates.contains(certificate.toASN1Structure())) {
      certificates.add(certificate.toASN1Structure());
    }
  }

  void sign(
      Person person, byte[] signed, String algorithm, Instant at, Optional<AttributeTrick> trick)
      throws IOException, GeneralSecurityException {
    String usual =
        person.key().getAlgorithm().equals("RSA") ? "SHA256withRSAandMGF1" : "SHA256withECDSA";
    ContentSigner signer = People.signer(person.key(), algorithm.isEmpty() ? usual : algorithm);
    AlgorithmIdentifier digest =
        new DefaultDigestAlgorithmIdentifierFinder().find(signer.getAlgorithmIdentifier());
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(attribute(CMSAttributes.contentType, CMSObjectIdentifiers.data));
    attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(at))));
    byte[] hash =
        MessageDigest.getInstance(digest.getAlgorithm().getId(), People.BOUNCY_CASTLE)
            .digest(signed);
    attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(hash)));
    if (trick.isPresent()) {
      trick.get().apply(attributes, person);
    }
    // Without attributes the signature is over the content itself (RFC 5652, 5.4).
    ASN1Set table =
        attributes.isEmpty() ? null : new DERSet(attributes.toArray(new ASN1Encodable[0]));
    try (OutputStream out = signer.getOutputStream()) {
      out.write(table == null ? signed : table.getEncoded(ASN1Encoding.DER));
    }
    signers.add(
        new SignerInfo(
            identifier(person),
            digest,
            table,
            signer.getAlgorithmIdentifier(),
            new DEROctetString(signer.getSignature()),
            null));
    digests.add(digest);
    carry(person.certificate());
    person.with().forEach(this::carry);
  }

  static SignerIdentifier identifier(Person person) {
    return new SignerIdentifier(new IssuerAndSerialNumber(person.certificate().toASN1Structure()));
  }

  static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable... values) {
    return new Attribute(type, new DERSet(values));
  }

  /** The same signature with something changed. */
  static SignerInfo changed(SignerInfo info, SignerIdentifier by, ASN1Set unsigned) {
    return new SignerInfo(
        by,
        info.getDigestAlgorithm(),
        info.getAuthenticatedAttributes(),
        info.getDigestEncryptionAlgorithm(),
        info.getEncryptedDigest(),
        unsigned);
  }

  ASN1Encodable signedData() {
    ASN1EncodableVector enclosed = new ASN1EncodableVector();
    enclosed.add(contentType);
    content.ifPresent(octets -> enclosed.add(new DERTaggedObject(true, 0, octets)));
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new ASN1Integer(version));
    fields.add(new DERSet(digests.toArray(new ASN1Encodable[0])));
    fields.add(new DERSequence(enclosed));
    if (!certificates.isEmpty()) {
      fields.add(
          new DERTaggedObject(false, 0, new DERSet(certificates.toArray(new ASN1Encodable[0]))));
    }
    revocationLists.ifPresent(list -> fields.add(new DERTaggedObject(false, 1, new DERSet(list))));
    fields.add(new DERSet(signers.toArray(new ASN1Encodable[0])));
    return new DERSequence(fields);
  }

  byte[] encoded() throws IOException {
    return wrapped(CMSObjectIdentifiers.signedData, signedData());
  }

  /** ContentInfo (RFC 5652, section 3). */
  static byte[] wrapped(ASN1ObjectIdentifier type, ASN1Encodable content) throws IOException {
    ASN1EncodableVector info = new ASN1EncodableVector();
    info.add(type);
    info.add(new DERTaggedObject(true, 0, content));
    return new DERSequence(info).getEncoded(ASN1Encoding.DER);
  }
}
