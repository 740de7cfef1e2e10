// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.trust.chain.AlgorithmFloor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
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
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The few signature algorithms that are allowed, straight from Bouncy Castle's own mathematics:
 * neither the host's providers nor its configuration can add one.
 */
final class SignatureMath implements ContentVerifierProvider {
  private final X509CertificateHolder signer;

  SignatureMath(X509CertificateHolder signer) {
    this.signer = signer;
  }

  /** Whether this algorithm is allowed together with that digest. */
  static boolean allows(AlgorithmIdentifier signature, AlgorithmIdentifier digest) {
    if (!AlgorithmFloor.allowsDigest(digest)) {
      return false;
    }
    ASN1ObjectIdentifier oid = signature.getAlgorithm();
    if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid)) {
      return pss(signature)
          .filter(AlgorithmFloor::allowsPss)
          .filter(pss -> pss.getHashAlgorithm().getAlgorithm().equals(digest.getAlgorithm()))
          .isPresent();
    }
    if (signature.getParameters() != null) {
      return false;
    }
    if (EdECObjectIdentifiers.id_Ed25519.equals(oid)) {
      // RFC 8419, 3.1: with signed attributes the digest is SHA-512.
      return NISTObjectIdentifiers.id_sha512.equals(digest.getAlgorithm());
    }
    return ecdsaDigest(oid).filter(digest.getAlgorithm()::equals).isPresent();
  }

  private static Optional<RSASSAPSSparams> pss(AlgorithmIdentifier signature) {
    return Optional.ofNullable(signature.getParameters()).map(RSASSAPSSparams::getInstance);
  }

  private static Optional<ASN1ObjectIdentifier> ecdsaDigest(ASN1ObjectIdentifier oid) {
    if (X9ObjectIdentifiers.ecdsa_with_SHA256.equals(oid)) {
      return Optional.of(NISTObjectIdentifiers.id_sha256);
    }
    if (X9ObjectIdentifiers.ecdsa_with_SHA384.equals(oid)) {
      return Optional.of(NISTObjectIdentifiers.id_sha384);
    }
    return X9ObjectIdentifiers.ecdsa_with_SHA512.equals(oid)
        ? Optional.of(NISTObjectIdentifiers.id_sha512)
        : Optional.empty();
  }

  private static Digest digest(ASN1ObjectIdentifier oid) {
    if (NISTObjectIdentifiers.id_sha256.equals(oid)) {
      return SHA256Digest.newInstance();
    }
    if (NISTObjectIdentifiers.id_sha384.equals(oid)) {
      return new SHA384Digest();
    }
    return new SHA512Digest();
  }

  @Override
  public boolean hasAssociatedCertificate() {
    return true;
  }

  @Override
  public X509CertificateHolder getAssociatedCertificate() {
    return signer;
  }

  @Override
  public ContentVerifier get(AlgorithmIdentifier algorithm) throws OperatorCreationException {
    try {
      AsymmetricKeyParameter key = PublicKeyFactory.createKey(signer.getSubjectPublicKeyInfo());
      Signer verifier =
          verifier(algorithm, key)
              .orElseThrow(
                  () -> new OperatorCreationException("algorithm and key do not go together"));
      verifier.init(false, key);
      return new Verification(algorithm, verifier);
    } catch (IOException e) {
      throw new OperatorCreationException("the signer's key cannot be read", e);
    }
  }

  private static Optional<Signer> verifier(
      AlgorithmIdentifier algorithm, AsymmetricKeyParameter key) {
    ASN1ObjectIdentifier oid = algorithm.getAlgorithm();
    Optional<ASN1ObjectIdentifier> ecdsaDigest = ecdsaDigest(oid);
    if (ecdsaDigest.isPresent() && key instanceof ECPublicKeyParameters) {
      return Optional.of(
          new DSADigestSigner(
              new ECDSASigner(), digest(ecdsaDigest.get()), StandardDSAEncoding.INSTANCE));
    }
    if (EdECObjectIdentifiers.id_Ed25519.equals(oid) && key instanceof Ed25519PublicKeyParameters) {
      return Optional.of(new Ed25519Signer());
    }
    if (PKCSObjectIdentifiers.id_RSASSA_PSS.equals(oid) && key instanceof RSAKeyParameters) {
      return pss(algorithm)
          .map(
              pss ->
                  new PSSSigner(
                      new RSAEngine(),
                      digest(pss.getHashAlgorithm().getAlgorithm()),
                      pss.getSaltLength().intValueExact()));
    }
    return Optional.empty();
  }

  /** Feeds what was signed to one verifier. */
  private static final class Verification extends OutputStream implements ContentVerifier {
    private final AlgorithmIdentifier algorithm;
    private final Signer verifier;

    Verification(AlgorithmIdentifier algorithm, Signer verifier) {
      this.algorithm = algorithm;
      this.verifier = verifier;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
      return this;
    }

    @Override
    public void write(int octet) {
      verifier.update((byte) octet);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      verifier.update(octets, offset, length);
    }

    @Override
    public boolean verify(byte[] expected) {
      return verifier.verifySignature(expected);
    }
  }
}
