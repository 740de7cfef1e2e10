// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Wish;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What the tests of key escrow have in common. */
final class EscrowLab {
  static final SecureRandom RANDOM = new SecureRandom();
  static final char[] PASSWORD = "four words of nonsense".toCharArray();

  private EscrowLab() {}

  /** A certificate that is good for it. */
  static Wish wish(KeyPair keys) {
    return Wish.named("CN=escrow,O=st-example")
        .withKeys(keys)
        .withUses(Purpose.KEY_ESCROW)
        .withKeyUsage(
            keys.getPrivate().getAlgorithm().equals("RSA")
                ? KeyUsage.keyEncipherment
                : KeyUsage.keyAgreement);
  }

  static Wish wish() {
    return wish(Keys.ec("secp256r1"));
  }

  static EscrowedKey key(String gateway) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new EscrowedKey(gateway, new SecretKeySpec(secret, "AES"));
  }

  static byte[] pkcs12(Identity identity) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
    store.load(null, null);
    store.setKeyEntry(
        "escrow", identity.key(), PASSWORD, identity.chain().toArray(new Certificate[0]));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    store.store(content, PASSWORD);
    return content.toByteArray();
  }
}
