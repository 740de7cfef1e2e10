// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;

/** What is done to a SignedData after people have signed it. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum EnvelopeTrick {
  DETACHED((draft, people, content) -> draft.content = Optional.empty()),
  OTHER_CONTENT(
      (draft, people, content) -> {
        byte[] changed = content.clone();
        changed[changed.length / 2] ^= 1;
        draft.content(changed);
      }),
  TWO_CONTENTS(
      (draft, people, content) ->
          draft.content =
              Optional.of(
                  new DERSequence(
                      new ASN1Encodable[] {
                        new DEROctetString(content), new DEROctetString(content)
                      }))),
  CONTENT_OF_ANOTHER_TYPE(
      (draft, people, content) -> draft.contentType = CMSObjectIdentifiers.signedData),
  NESTED(
      (draft, people, content) -> {
        ASN1Encodable inner = draft.signedData();
        draft.contentType = CMSObjectIdentifiers.signedData;
        draft.content = Optional.of(inner);
      }),
  COMPRESSED_INSIDE(
      (draft, people, content) -> {
        draft.contentType = PKCSObjectIdentifiers.id_ct_compressedData;
        draft.content(compressed(content));
      }),
  REVOCATION_LIST(
      (draft, people, content) ->
          draft.revocationLists = Optional.of(new DERSequence(new ASN1Integer(1)))),
  UNSIGNED_NOTE((draft, people, content) -> unsigned(draft, new DERUTF8String("note"))),
  COUNTERSIGNED(
      (draft, people, content) -> {
        SignerInfo approver = draft.signers.remove(1);
        SignerInfo author = draft.signers.remove(0);
        draft.signers.add(
            Draft.changed(
                author,
                author.getSID(),
                new DERSet(Draft.attribute(CMSAttributes.counterSignature, approver))));
      }),
  SWAPPED_SIGNERS(
      (draft, people, content) -> {
        SignerInfo first = draft.signers.get(0);
        SignerInfo second = draft.signers.get(1);
        SignerIdentifier identifier = first.getSID();
        draft.signers.set(0, Draft.changed(first, second.getSID(), null));
        draft.signers.set(1, Draft.changed(second, identifier, null));
      }),
  SIGNATURE_TWICE((draft, people, content) -> draft.signers.set(1, draft.signers.get(0))),
  IDLE_CERTIFICATE(
      (draft, people, content) -> draft.carry(people.named("author-too").certificate())),
  WITHOUT_CERTIFICATES((draft, people, content) -> draft.certificates.clear()),
  WITHOUT_THE_APPROVERS(
      (draft, people, content) ->
          draft.certificates.remove(people.named("approver").certificate().toASN1Structure())),
  CERTIFICATE_TWICE((draft, people, content) -> draft.certificates.add(draft.certificates.get(0))),
  MANY_CERTIFICATES(
      (draft, people, content) -> {
        Certificate one = people.named("author-too").certificate().toASN1Structure();
        draft.certificates.addAll(Collections.nCopies(100, one));
      }),
  ATTRIBUTE_CERTIFICATE(
      (draft, people, content) ->
          draft.certificates.add(
              new DERTaggedObject(false, 2, new DERSequence(new ASN1Integer(1))))),
  CERTIFICATE_WITH_UNUSED_BITS(
      (draft, people, content) ->
          draft.certificates.set(0, withUnusedBits(draft.certificates.get(0)))),
  VERSION_3((draft, people, content) -> draft.version = 3),
  IDLE_DIGEST(
      (draft, people, content) ->
          draft.digests.add(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512))),
  WEAK_DIGEST_ANNOUNCED(
      (draft, people, content) ->
          draft.digests.add(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1))),
  NO_DIGEST((draft, people, content) -> draft.digests.clear()),
  NO_SIGNER((draft, people, content) -> draft.signers.clear());

  private interface Trick {
    void apply(Draft draft, People people, byte[] content);
  }

  private final Trick trick;

  EnvelopeTrick(Trick trick) {
    this.trick = trick;
  }

  void apply(Draft draft, People people, byte[] content) {
    trick.apply(draft, people, content);
  }

  private static void unsigned(Draft draft, ASN1Encodable value) {
    SignerInfo first = draft.signers.get(0);
    draft.signers.set(
        0,
        Draft.changed(
            first,
            first.getSID(),
            new DERSet(Draft.attribute(PKCSObjectIdentifiers.id_aa_contentHint, value))));
  }

  private static ASN1Encodable withUnusedBits(ASN1Encodable certificate) {
    Certificate one = Certificate.getInstance(certificate);
    byte[] signature = one.getSignature().getOctets();
    signature[signature.length - 1] = (byte) (signature[signature.length - 1] & 0xfe);
    return new DERSequence(
        new ASN1Encodable[] {
          one.getTBSCertificate(), one.getSignatureAlgorithm(), new DERBitString(signature, 1)
        });
  }

  static byte[] compressed(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
