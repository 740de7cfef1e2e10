// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * CMS EnvelopedData in DER (RFC 5652, 6) with one recipient, AES-256 in CBC mode, and one
 * unprotected attribute, the label. CBC does not notice changes; that the content names itself by a
 * hash of its own secret does. The form is strict: what we would not write is not read.
 *
 * @param recipient the only one
 */
record EscrowEnvelope(RecipientInfo recipient, EncryptedContentInfo content, EscrowLabel label) {
  /** The providers of the JDK, by name. */
  static final String CIPHERS = "SunJCE";

  static final String CURVES = "SunEC";

  /** With the longest names and keys it has some two kilobytes. */
  static final int MAX_BYTES = 16 * 1024;

  /** Below the arc of {@code SignerRole}, out of the way of roles. */
  private static final ASN1ObjectIdentifier LABEL =
      new ASN1ObjectIdentifier("2.25.147690646269422333906582625601308031504.101");

  private static final String TRANSFORMATION = "AES/CBC/PKCS5Padding";
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 16;

  /** Seals a key so that only the holder of that certificate's key opens it. */
  static byte[] seal(EscrowedKey key, X509Certificate to, SecureRandom random) {
    byte[] contentKey = new byte[KEY_BYTES];
    byte[] iv = new byte[IV_BYTES];
    random.nextBytes(contentKey);
    random.nextBytes(iv);
    byte[] content = key.content();
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION, CIPHERS);
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new IvParameterSpec(iv));
      EncryptedContentInfo sealed =
          new EncryptedContentInfo(
              CMSObjectIdentifiers.data,
              new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(iv)),
              new DEROctetString(cipher.doFinal(content)));
      RecipientInfo recipient =
          to.getPublicKey() instanceof RSAPublicKey
              ? RsaRecipient.wrap(contentKey, to)
              : EcRecipient.wrap(contentKey, to, random);
      return new EscrowEnvelope(recipient, sealed, EscrowLabel.of(key, to)).toBytes();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a certificate that was accepted cannot be used", e);
    } finally {
      Arrays.fill(contentKey, (byte) 0);
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Reads one, without opening it.
   *
   * @throws TrustException {@code escrow-envelope-damaged}
   */
  static EscrowEnvelope read(byte[] der) throws TrustException {
    if (der.length > MAX_BYTES) {
      throw damaged("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      ContentInfo info = ContentInfo.getInstance(ASN1Primitive.fromByteArray(der));
      EnvelopedData enveloped = EnvelopedData.getInstance(info.getContent());
      EscrowEnvelope read =
          new EscrowEnvelope(
              RecipientInfo.getInstance(only(enveloped.getRecipientInfos())),
              enveloped.getEncryptedContentInfo(),
              label(enveloped.getUnprotectedAttrs()));
      // Digest, order and everything that was left out of it: the same bytes come out, or it is
      // not what we wrote.
      if (Arrays.equals(read.toBytes(), der)) {
        return read;
      }
    } catch (IOException | RuntimeException e) {
      throw damaged("it cannot be read");
    }
    throw damaged("it has changed");
  }

  private static EscrowLabel label(ASN1Set attributes) {
    Attribute attribute = Attribute.getInstance(only(attributes));
    if (!attribute.getAttrType().equals(LABEL)) {
      throw new IllegalArgumentException("another attribute");
    }
    return EscrowLabel.from(ASN1Sequence.getInstance(only(attribute.getAttrValues())));
  }

  private static ASN1Encodable only(ASN1Set set) {
    if (set == null || set.size() != 1) {
      throw new IllegalArgumentException("not exactly one");
    }
    return set.getObjectAt(0);
  }

  private byte[] toBytes() throws IOException {
    Attribute attribute = new Attribute(LABEL, new DERSet(label.toAsn1(digest())));
    return new ContentInfo(
            CMSObjectIdentifiers.envelopedData,
            new EnvelopedData(null, new DERSet(recipient), content, new DERSet(attribute)))
        .getEncoded(ASN1Encoding.DER);
  }

  private byte[] digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(label.toBytes());
      digest.update(recipient.getEncoded(ASN1Encoding.DER));
      return digest.digest(content.getEncoded(ASN1Encoding.DER));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * Opens it.
   *
   * @throws TrustException {@code escrow-key-wrong} if it is for somebody else, {@code
   *     escrow-envelope-damaged} if it does not open although it is for this key
   */
  EscrowedKey open(RescueKey with) throws TrustException {
    if (!addressee().equals(recipient(with.certificate()))) {
      throw wrongKey(with);
    }
    byte[] contentKey = new byte[0];
    byte[] plain = new byte[0];
    try {
      contentKey = contentKey(with);
      Cipher cipher = Cipher.getInstance(TRANSFORMATION, CIPHERS);
      ASN1OctetString iv =
          ASN1OctetString.getInstance(content.getContentEncryptionAlgorithm().getParameters());
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(contentKey, "AES"),
          new IvParameterSpec(iv.getOctets()));
      plain = cipher.doFinal(content.getEncryptedContent().getOctets());
      EscrowedKey key = EscrowedKey.parse(plain);
      if (!EscrowLabel.of(key, with.certificate()).equals(label)) {
        throw damaged("its label names another key than the one in it");
      }
      return key;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw damaged("it does not open, although it is for this certificate");
    } finally {
      Arrays.fill(contentKey, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  private byte[] contentKey(RescueKey with) throws GeneralSecurityException {
    return recipient.getInfo() instanceof KeyTransRecipientInfo transport
        ? RsaRecipient.unwrap(transport, with.key())
        : EcRecipient.unwrap(
            KeyAgreeRecipientInfo.getInstance(recipient.getInfo()), with.key(), with.certificate());
  }

  private IssuerAndSerialNumber addressee() throws TrustException {
    try {
      if (recipient.getInfo() instanceof KeyTransRecipientInfo transport) {
        return IssuerAndSerialNumber.getInstance(transport.getRecipientIdentifier().getId());
      }
      KeyAgreeRecipientInfo agreement = KeyAgreeRecipientInfo.getInstance(recipient.getInfo());
      if (agreement.getRecipientEncryptedKeys().size() != 1) {
        throw damaged("it is for several");
      }
      return RecipientEncryptedKey.getInstance(agreement.getRecipientEncryptedKeys().getObjectAt(0))
          .getIdentifier()
          .getIssuerAndSerialNumber();
    } catch (RuntimeException e) {
      throw damaged("it does not say whom it is for");
    }
  }

  static IssuerAndSerialNumber recipient(X509Certificate certificate) {
    return new IssuerAndSerialNumber(
        X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()),
        certificate.getSerialNumber());
  }

  private TrustException wrongKey(RescueKey with) throws TrustException {
    IssuerAndSerialNumber wanted = addressee();
    return Refusal.ESCROW_KEY_WRONG.because(
        "The envelope of gateway "
            + label.gateway()
            + " is for the certificate with serial number "
            + wanted.getSerialNumber().getValue().toString(16)
            + " of "
            + wanted.getName()
            + "; the key that was given is that of serial number "
            + with.certificate().getSerialNumber().toString(16)
            + ".");
  }

  static TrustException damaged(String why) {
    return Refusal.ESCROW_ENVELOPE_DAMAGED.because(
        "The escrow envelope cannot be used: " + why + "; take another copy of it.");
  }
}
