// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Signatures over bytes, by the mathematics that signed files are verified with, and RSA with PKCS
 * #1 v1.5 as certificates have it. Strict: an encoding that is not the one and only is no
 * signature. Whether a key is long enough is not asked here.
 */
public final class RawSignatures {

  private static final Pattern NAME =
      Pattern.compile("(ECDSA|RSA-PSS|RSA)-SHA(256|384|512)|Ed25519");

  private static final Set<ASN1ObjectIdentifier> CURVES =
      Set.of(
          SECObjectIdentifiers.secp256r1,
          SECObjectIdentifiers.secp384r1,
          SECObjectIdentifiers.secp521r1);

  private static final Map<String, ASN1ObjectIdentifier> DIGESTS =
      Map.of(
          "256", NISTObjectIdentifiers.id_sha256,
          "384", NISTObjectIdentifiers.id_sha384,
          "512", NISTObjectIdentifiers.id_sha512);

  /** Verifies one message. */
  private interface Scheme {
    boolean verify(byte[] message, byte[] signature);
  }

  private final Scheme scheme;

  private RawSignatures(Scheme scheme) {
    this.scheme = scheme;
  }

  /**
   * Prepares a verifier.
   *
   * @param algorithm {@code ECDSA-SHA256}, {@code RSA-PSS-SHA384}, {@code RSA-SHA512}, {@code
   *     Ed25519}, …; RSA-PSS with one digest throughout and a salt as long as it
   * @return empty if the algorithm is not known or does not go with the key
   * @throws IOException if the key cannot be read
   */
  public static Optional<RawSignatures> of(String algorithm, SubjectPublicKeyInfo info)
      throws IOException {
    Matcher name = NAME.matcher(algorithm);
    if (!name.matches()) {
      return Optional.empty();
    }
    AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
    if (algorithm.equals("Ed25519")) {
      return key instanceof Ed25519PublicKeyParameters
          ? Optional.of(new RawSignatures(signer(key, Ed25519Signer::new)))
          : Optional.empty();
    }
    String bits = name.group(2);
    if (name.group(1).equals("ECDSA")) {
      boolean named =
          info.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve
              && CURVES.contains(curve);
      return key instanceof ECPublicKeyParameters && named
          ? Optional.of(
              new RawSignatures(
                  signer(
                      key,
                      () ->
                          new DSADigestSigner(
                              new ECDSASigner(), digest(bits), StandardDSAEncoding.INSTANCE))))
          : Optional.empty();
    }
    if (!(key instanceof RSAKeyParameters rsa)) {
      return Optional.empty();
    }
    return name.group(1).equals("RSA")
        ? Optional.of(
            new RawSignatures((message, signature) -> pkcs1(rsa, bits, message, signature)))
        : Optional.of(
            new RawSignatures(
                signer(
                    key,
                    () ->
                        new PSSSigner(
                            new RSAEngine(), digest(bits), digest(bits).getDigestSize()))));
  }

  private static Digest digest(String bits) {
    return switch (bits) {
      case "256" -> SHA256Digest.newInstance();
      case "384" -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }

  private static Scheme signer(AsymmetricKeyParameter key, Supplier<Signer> signers) {
    return (message, signature) -> {
      Signer signer = signers.get();
      signer.init(false, key);
      signer.update(message, 0, message.length);
      return signer.verifySignature(signature);
    };
  }

  /** RFC 8017, 8.2.2: reckons what must have been signed and compares, so nothing is parsed. */
  private static boolean pkcs1(
      RSAKeyParameters key, String bits, byte[] message, byte[] signature) {
    int size = (key.getModulus().bitLength() + 7) / 8;
    BigInteger number = new BigInteger(1, signature);
    if (signature.length != size || number.compareTo(key.getModulus()) >= 0) {
      return false;
    }
    byte[] recovered = fixed(number.modPow(key.getExponent(), key.getModulus()), size);
    return MessageDigest.isEqual(recovered, expected(bits, message, size));
  }

  private static byte[] fixed(BigInteger number, int size) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[size];
    int length = Math.min(size, bytes.length);
    System.arraycopy(bytes, bytes.length - length, fixed, size - length, length);
    return fixed;
  }

  /** RFC 8017, 9.2. */
  private static byte[] expected(String bits, byte[] message, int size) {
    Digest digest = digest(bits);
    byte[] hash = new byte[digest.getDigestSize()];
    digest.update(message, 0, message.length);
    digest.doFinal(hash, 0);
    try {
      byte[] info =
          new DigestInfo(new AlgorithmIdentifier(DIGESTS.get(bits), DERNull.INSTANCE), hash)
              .getEncoded("DER");
      byte[] encoded = new byte[Math.max(size, info.length + 11)];
      Arrays.fill(encoded, (byte) 0xff);
      encoded[0] = 0;
      encoded[1] = 1;
      encoded[encoded.length - info.length - 1] = 0;
      System.arraycopy(info, 0, encoded, encoded.length - info.length, info.length);
      return encoded;
    } catch (IOException e) {
      throw new IllegalStateException("a digest can always be written", e);
    }
  }

  /** Total: what is no signature verifies nothing. */
  public boolean verify(byte[] message, byte[] signature) {
    try {
      return scheme.verify(message, signature);
    } catch (RuntimeException malformed) {
      return false;
    }
  }
}
