// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.trust.revocation.Verifiers;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcEdDSAContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/**
 * Verifies what OCSP responders sign, with Bouncy Castle's own mathematics.
 *
 * @param strict whether algorithms below the floor verify nothing
 */
record ResponderKeys(boolean strict) implements Verifiers {

  @Override
  public ContentVerifierProvider of(X509CertificateHolder signer) throws OperatorCreationException {
    if (strict) {
      requireStrongKey(signer);
    }
    ContentVerifierProvider any = anyOf(signer);
    return strict ? new Floored(any) : any;
  }

  /** Whoever breaks a responder's key calls every stolen certificate good. */
  private static void requireStrongKey(X509CertificateHolder signer)
      throws OperatorCreationException {
    Optional<String> weakness;
    try {
      weakness = AlgorithmFloor.keyWeakness(Certificates.fromDer(signer.getEncoded()));
    } catch (IOException | CertificateException e) {
      throw new OperatorCreationException("the responder's certificate cannot be read", e);
    }
    if (weakness.isPresent()) {
      throw new OperatorCreationException("the responder is too weak: " + weakness.get());
    }
  }

  private static ContentVerifierProvider anyOf(X509CertificateHolder signer)
      throws OperatorCreationException {
    var digests = new DefaultDigestAlgorithmIdentifierFinder();
    try {
      AsymmetricKeyParameter key = PublicKeyFactory.createKey(signer.getSubjectPublicKeyInfo());
      if (key instanceof RSAKeyParameters) {
        return new BcRSAContentVerifierProviderBuilder(digests).build(signer);
      }
      return key instanceof Ed25519PublicKeyParameters
          ? new BcEdDSAContentVerifierProviderBuilder().build(signer)
          : new BcECContentVerifierProviderBuilder(digests).build(signer);
    } catch (IOException e) {
      throw new OperatorCreationException("the responder's key cannot be read", e);
    }
  }

  /** Refuses weak algorithms before anything is reckoned. */
  private record Floored(ContentVerifierProvider any) implements ContentVerifierProvider {
    @Override
    public boolean hasAssociatedCertificate() {
      return any.hasAssociatedCertificate();
    }

    @Override
    public X509CertificateHolder getAssociatedCertificate() {
      return any.getAssociatedCertificate();
    }

    @Override
    public ContentVerifier get(AlgorithmIdentifier algorithm) throws OperatorCreationException {
      if (!AlgorithmFloor.allowsResponse(algorithm)) {
        throw new OperatorCreationException(
            "the response is signed with " + algorithm.getAlgorithm());
      }
      return any.get(algorithm);
    }
  }
}
