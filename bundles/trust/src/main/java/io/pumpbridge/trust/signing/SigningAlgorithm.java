// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The one algorithm that each kind of key signs with here.
 *
 * @param name for people
 * @param identifier as it is written into the signature
 * @param jdkName as the JDK calls it
 * @param parameters that the JDK wants to be told
 * @param provider of the JDK, for keys that are not in a token
 */
record SigningAlgorithm(
    String name,
    AlgorithmIdentifier identifier,
    String jdkName,
    Optional<AlgorithmParameterSpec> parameters,
    String provider) {
  private static final int SHA_256_BYTES = 32;

  private static final String ELLIPTIC = "SunEC";

  /**
   * For the key of that certificate.
   *
   * @throws TrustException {@code algorithm-weak}, as every gateway would say
   */
  static SigningAlgorithm of(X509Certificate certificate) throws TrustException {
    String subject = Certificates.subjectOf(certificate);
    Optional<String> weakness = AlgorithmFloor.signerKeyWeakness(certificate);
    if (weakness.isPresent()) {
      throw Refusal.ALGORITHM_WEAK.because(
          "The certificate of " + subject + " is too weak to sign: " + weakness.get() + ".",
          subject);
    }
    AlgorithmIdentifier key =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()).getAlgorithm();
    if (EdECObjectIdentifiers.id_Ed25519.equals(key.getAlgorithm())) {
      return new SigningAlgorithm(
          "Ed25519",
          new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
          "Ed25519",
          Optional.empty(),
          ELLIPTIC);
    }
    if (X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm())) {
      return SECObjectIdentifiers.secp384r1.equals(key.getParameters())
          ? new SigningAlgorithm(
              "ECDSA P-384 with SHA-384",
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384),
              "SHA384withECDSA",
              Optional.empty(),
              ELLIPTIC)
          : new SigningAlgorithm(
              "ECDSA P-256 with SHA-256",
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
              "SHA256withECDSA",
              Optional.empty(),
              ELLIPTIC);
    }
    return pss();
  }

  /** RFC 4056: one digest throughout, and a salt as long as it. */
  private static SigningAlgorithm pss() {
    AlgorithmIdentifier digest =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    RSASSAPSSparams written =
        new RSASSAPSSparams(
            digest,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
            new ASN1Integer(SHA_256_BYTES),
            RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
    return new SigningAlgorithm(
        "RSA-PSS with SHA-256",
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, written),
        "RSASSA-PSS",
        Optional.of(
            new PSSParameterSpec(
                "SHA-256",
                "MGF1",
                MGF1ParameterSpec.SHA256,
                SHA_256_BYTES,
                PSSParameterSpec.TRAILER_FIELD_BC)),
        "SunRsaSign");
  }
}
