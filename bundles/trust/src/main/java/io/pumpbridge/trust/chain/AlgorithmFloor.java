// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.trust.revocation.Evidence;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** What keys and signatures must be at least. Lists what is allowed; everything else is weak. */
public final class AlgorithmFloor {
  /** NIST SP 800-57: good through 2030; hospital authorities are seldom larger. */
  static final int MIN_RSA_BITS_CERTIFICATE = 2048;

  /** Larger keys only cost whoever has to reckon with them. */
  private static final int MAX_RSA_BITS = 8192;

  /** A drug library lives longer than a connection. */
  static final int MIN_RSA_BITS_SIGNER = 3072;

  private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(65_537);

  /** Each bit costs whoever verifies a multiplication; nobody has a reason for more than 17. */
  private static final int MAX_RSA_EXPONENT_BITS = 32;

  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(
          SECObjectIdentifiers.secp256r1, "P-256",
          SECObjectIdentifiers.secp384r1, "P-384",
          SECObjectIdentifiers.secp521r1, "P-521");
  private static final Set<String> SIGNER_CURVES = Set.of("P-256", "P-384");

  private static final Set<String> CERTIFICATE_SIGNATURES =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA384.getId(),
          X9ObjectIdentifiers.ecdsa_with_SHA512.getId(),
          PKCSObjectIdentifiers.sha256WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.sha384WithRSAEncryption.getId(),
          PKCSObjectIdentifiers.sha512WithRSAEncryption.getId(),
          EdECObjectIdentifiers.id_Ed25519.getId());

  private static final Map<ASN1ObjectIdentifier, Integer> DIGEST_BYTES =
      Map.of(
          NISTObjectIdentifiers.id_sha256, 32,
          NISTObjectIdentifiers.id_sha384, 48,
          NISTObjectIdentifiers.id_sha512, 64);

  private AlgorithmFloor() {}

  /** Why this certificate's key or signature is too weak; empty if it is not. */
  public static Optional<String> weakness(X509Certificate certificate) {
    return keyWeakness(certificate).or(() -> signatureWeakness(certificate));
  }

  /** Whether a revocation list is signed well enough to be believed. */
  public static boolean allowsList(X509CRL list) {
    return allowsSignature(list.getSigAlgOID(), list.getSigAlgParams());
  }

  /** Without the lists that are signed by a weak algorithm. */
  static Evidence strongOf(Evidence evidence) {
    return new Evidence(
        evidence.lists().stream().filter(AlgorithmFloor::allowsList).toList(),
        evidence.responses());
  }

  /**
   * @param parameters DER, if it has any; read for RSA-PSS only
   */
  private static boolean allowsSignature(String oid, byte @Nullable [] parameters) {
    return CERTIFICATE_SIGNATURES.contains(oid)
        || (PKCSObjectIdentifiers.id_RSASSA_PSS.getId().equals(oid)
            && parameters != null
            && allowsPss(parameters));
  }

  private static boolean allowsPss(byte[] parameters) {
    try {
      return allowsPss(RSASSAPSSparams.getInstance(parameters));
    } catch (IllegalArgumentException | ClassCastException | IllegalStateException unreadable) {
      return false;
    }
  }

  /** Of OCSP responses, whose RSA-PSS nobody here verifies. */
  static boolean allowsResponse(AlgorithmIdentifier signature) {
    return CERTIFICATE_SIGNATURES.contains(signature.getAlgorithm().getId());
  }

  /** Enough for an anchor: nobody believes it because of its signature on itself. */
  public static Optional<String> keyWeakness(X509Certificate certificate) {
    return keyWeakness(certificate.getPublicKey(), CURVES.values(), MIN_RSA_BITS_CERTIFICATE);
  }

  /** Stricter, for the key of somebody who signs content. */
  public static Optional<String> signerKeyWeakness(X509Certificate certificate) {
    return keyWeakness(certificate.getPublicKey(), SIGNER_CURVES, MIN_RSA_BITS_SIGNER);
  }

  /** Whether this digest is SHA-256 or better; its parameters must be absent or NULL. */
  public static boolean allowsDigest(AlgorithmIdentifier digest) {
    return DIGEST_BYTES.containsKey(digest.getAlgorithm())
        && (digest.getParameters() == null || DERNull.INSTANCE.equals(digest.getParameters()));
  }

  /** RSA-PSS with one digest throughout and a salt as long as it. */
  public static boolean allowsPss(RSASSAPSSparams pss) {
    AlgorithmIdentifier digest = pss.getHashAlgorithm();
    return allowsDigest(digest)
        && PKCSObjectIdentifiers.id_mgf1.equals(pss.getMaskGenAlgorithm().getAlgorithm())
        && digest
            .getAlgorithm()
            .equals(
                AlgorithmIdentifier.getInstance(pss.getMaskGenAlgorithm().getParameters())
                    .getAlgorithm())
        && pss.getSaltLength().equals(BigInteger.valueOf(digestBytes(digest)))
        && pss.getTrailerField().equals(BigInteger.ONE);
  }

  private static int digestBytes(AlgorithmIdentifier digest) {
    return DIGEST_BYTES.getOrDefault(digest.getAlgorithm(), 0);
  }

  private static Optional<String> keyWeakness(
      PublicKey key, Collection<String> curves, int minRsaBits) {
    if (key instanceof RSAPublicKey rsa) {
      return rsaWeakness(rsa, minRsaBits);
    }
    AlgorithmIdentifier algorithm =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
    if (EdECObjectIdentifiers.id_Ed25519.equals(algorithm.getAlgorithm())) {
      return Optional.empty();
    }
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
        && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve) {
      String name = CURVES.getOrDefault(curve, "curve " + curve.getId());
      return curves.contains(name)
          ? Optional.empty()
          : Optional.of("its key is on " + name + ", which is not allowed here");
    }
    return Optional.of("keys of the kind " + key.getAlgorithm() + " are not allowed");
  }

  private static Optional<String> rsaWeakness(RSAPublicKey rsa, int minBits) {
    int bits = rsa.getModulus().bitLength();
    if (bits < minBits) {
      return Optional.of("its RSA key has " + bits + " bits, " + minBits + " are needed");
    }
    if (bits > MAX_RSA_BITS) {
      return Optional.of("its RSA key has " + bits + " bits, more than " + MAX_RSA_BITS);
    }
    if (rsa.getPublicExponent().compareTo(MIN_RSA_EXPONENT) < 0) {
      return Optional.of("its RSA exponent is smaller than 65537");
    }
    return rsa.getPublicExponent().bitLength() > MAX_RSA_EXPONENT_BITS
        ? Optional.of("its RSA exponent has more than " + MAX_RSA_EXPONENT_BITS + " bits")
        : Optional.empty();
  }

  private static Optional<String> signatureWeakness(X509Certificate certificate) {
    String oid = certificate.getSigAlgOID();
    return allowsSignature(oid, certificate.getSigAlgParams())
        ? Optional.empty()
        : Optional.of("it is signed with " + certificate.getSigAlgName());
  }
}
