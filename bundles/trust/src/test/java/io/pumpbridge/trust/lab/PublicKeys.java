// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Public keys that nobody has the private half of: what is judged never comes to using it. */
public final class PublicKeys {
  private static final int DSA_BITS = 2048;

  private PublicKeys() {}

  /** Made up at once, where a real pair would take minutes. */
  public static SubjectPublicKeyInfo rsa(int bits, BigInteger exponent) {
    BigInteger modulus = odd(bits);
    return info(
        new AlgorithmIdentifier(
            PKCSObjectIdentifiers.rsaEncryption, org.bouncycastle.asn1.DERNull.INSTANCE),
        new RSAPublicKey(modulus, exponent));
  }

  public static SubjectPublicKeyInfo dsa() {
    ASN1Encodable[] parameters = {
      new ASN1Integer(odd(DSA_BITS)), new ASN1Integer(odd(256)), new ASN1Integer(odd(DSA_BITS - 1))
    };
    return info(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_dsa, new DERSequence(parameters)),
        new ASN1Integer(odd(DSA_BITS - 2)));
  }

  /** On a curve that the certificate spells out, with a generator that its author may choose. */
  public static SubjectPublicKeyInfo onOwnCurve(KeyPair p256) {
    X9ECParameters named = SECNamedCurves.getByName("secp256r1");
    var other = named.getG().multiply(BigInteger.TEN).normalize();
    X9ECParameters own =
        new X9ECParameters(
            named.getCurve(), new X9ECPoint(other, false), named.getN(), named.getH());
    var point = ((ECPublicKey) p256.getPublic()).getW();
    byte[] key =
        named.getCurve().createPoint(point.getAffineX(), point.getAffineY()).getEncoded(false);
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, own), key);
  }

  private static SubjectPublicKeyInfo info(AlgorithmIdentifier algorithm, ASN1Encodable key) {
    try {
      return new SubjectPublicKeyInfo(algorithm, key);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static BigInteger odd(int bits) {
    return new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
  }
}
