// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** Key transport to an RSA key: RSAES-OAEP with SHA-256 throughout (RFC 3560, RFC 4055). */
final class RsaRecipient {
  private static final String TRANSFORMATION = "RSA/ECB/OAEPPadding";
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  private static final AlgorithmIdentifier ALGORITHM =
      new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_RSAES_OAEP,
          new RSAESOAEPparams(
              SHA256,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
              RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

  private RsaRecipient() {}

  static RecipientInfo wrap(byte[] contentKey, X509Certificate to) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION, EscrowEnvelope.CIPHERS);
    cipher.init(Cipher.ENCRYPT_MODE, to.getPublicKey(), OAEP);
    return new RecipientInfo(
        new KeyTransRecipientInfo(
            new RecipientIdentifier(EscrowEnvelope.recipient(to)),
            ALGORITHM,
            new DEROctetString(cipher.doFinal(contentKey))));
  }

  static byte[] unwrap(KeyTransRecipientInfo info, PrivateKey key) throws GeneralSecurityException {
    if (!info.getKeyEncryptionAlgorithm().equals(ALGORITHM)) {
      throw new GeneralSecurityException("another algorithm than ours");
    }
    Cipher cipher = Cipher.getInstance(TRANSFORMATION, EscrowEnvelope.CIPHERS);
    cipher.init(Cipher.DECRYPT_MODE, key, OAEP);
    return cipher.doFinal(info.getEncryptedKey().getOctets());
  }
}
