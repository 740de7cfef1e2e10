// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Key agreement with a key on P-256 or P-384: ephemeral-static ECDH, the key derivation of ANSI
 * X9.63 with the hash that fits the curve, and AES-256 key wrap (RFC 5753, 3.1 and 7.2).
 */
final class EcRecipient {
  private static final int KEK_BYTES = 32;
  private static final AlgorithmIdentifier WRAP =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);

  /** How a key encryption key is derived: the scheme's identifier, and its hash. */
  private record Scheme(ASN1ObjectIdentifier id, String hash) {
    AlgorithmIdentifier algorithm() {
      return new AlgorithmIdentifier(id, WRAP);
    }
  }

  private static final Map<ASN1ObjectIdentifier, Scheme> SCHEMES =
      Map.of(
          SECObjectIdentifiers.secp256r1,
          new Scheme(SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, "SHA-256"),
          SECObjectIdentifiers.secp384r1,
          new Scheme(SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme, "SHA-384"));

  private EcRecipient() {}

  static RecipientInfo wrap(byte[] contentKey, X509Certificate to, SecureRandom random)
      throws GeneralSecurityException {
    Scheme scheme = scheme(to);
    if (!(to.getPublicKey() instanceof ECPublicKey theirs)) {
      throw new GeneralSecurityException("no key on a curve");
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", EscrowEnvelope.CURVES);
    generator.initialize(theirs.getParams(), random);
    KeyPair ephemeral = generator.generateKeyPair();
    SecretKey wrapping = derived(scheme, ephemeral.getPrivate(), theirs);
    Cipher cipher = Cipher.getInstance("AESWrap", EscrowEnvelope.CIPHERS);
    cipher.init(Cipher.WRAP_MODE, wrapping);
    byte[] wrapped = cipher.wrap(new SecretKeySpec(contentKey, "AES"));
    byte[] point =
        SubjectPublicKeyInfo.getInstance(ephemeral.getPublic().getEncoded())
            .getPublicKeyData()
            .getBytes();
    return new RecipientInfo(
        new KeyAgreeRecipientInfo(
            new OriginatorIdentifierOrKey(
                new OriginatorPublicKey(
                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey), point)),
            null,
            scheme.algorithm(),
            new DERSequence(
                new RecipientEncryptedKey(
                    new KeyAgreeRecipientIdentifier(EscrowEnvelope.recipient(to)),
                    new DEROctetString(wrapped)))));
  }

  static byte[] unwrap(KeyAgreeRecipientInfo info, PrivateKey key, X509Certificate own)
      throws GeneralSecurityException {
    Scheme scheme = scheme(own);
    OriginatorPublicKey originator = info.getOriginator().getOriginatorKey();
    if (originator == null
        || !info.getKeyEncryptionAlgorithm().equals(scheme.algorithm())
        || info.getUserKeyingMaterial() != null) {
      throw new GeneralSecurityException("another form than ours");
    }
    RecipientEncryptedKey wrapped =
        RecipientEncryptedKey.getInstance(info.getRecipientEncryptedKeys().getObjectAt(0));
    Cipher cipher = Cipher.getInstance("AESWrap", EscrowEnvelope.CIPHERS);
    cipher.init(Cipher.UNWRAP_MODE, derived(scheme, key, onCurve(curve(own), originator)));
    Key contentKey = cipher.unwrap(wrapped.getEncryptedKey().getOctets(), "AES", Cipher.SECRET_KEY);
    return contentKey.getEncoded();
  }

  private static ASN1ObjectIdentifier curve(X509Certificate certificate) {
    return ASN1ObjectIdentifier.getInstance(
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getAlgorithm()
            .getParameters());
  }

  private static Scheme scheme(X509Certificate certificate) throws GeneralSecurityException {
    Scheme scheme = SCHEMES.get(curve(certificate));
    if (scheme == null) {
      throw new GeneralSecurityException("a curve that is not used here");
    }
    return scheme;
  }

  private static PublicKey onCurve(ASN1ObjectIdentifier curve, OriginatorPublicKey originator)
      throws GeneralSecurityException {
    SubjectPublicKeyInfo info =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve),
            originator.getPublicKeyData().getBytes());
    try {
      return KeyFactory.getInstance("EC", EscrowEnvelope.CURVES)
          .generatePublic(new X509EncodedKeySpec(info.getEncoded()));
    } catch (IOException e) {
      throw new GeneralSecurityException("a point that cannot be encoded", e);
    }
  }

  /** SEC 1, 3.6.1: one round gives enough, because each hash here has at least 32 bytes. */
  private static SecretKey derived(Scheme scheme, PrivateKey ours, PublicKey theirs)
      throws GeneralSecurityException {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", EscrowEnvelope.CURVES);
    agreement.init(ours);
    Key unused = agreement.doPhase(theirs, true);
    byte[] agreed = agreement.generateSecret();
    MessageDigest hash = MessageDigest.getInstance(scheme.hash());
    hash.update(agreed);
    hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(1).array());
    byte[] keyBits = ByteBuffer.allocate(Integer.BYTES).putInt(KEK_BYTES * Byte.SIZE).array();
    try {
      hash.update(new ECCCMSSharedInfo(WRAP, keyBits).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("what was just made can be encoded", e);
    }
    Arrays.fill(agreed, (byte) 0);
    return new SecretKeySpec(Arrays.copyOf(hash.digest(), KEK_BYTES), "AES");
  }
}
