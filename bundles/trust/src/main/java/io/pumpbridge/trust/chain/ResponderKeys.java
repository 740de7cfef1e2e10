// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.trust.revocation.Verifiers;
import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.operator.ContentVerifier;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentVerifierProviderBuilder;
import org.bouncycastle.operator.bc.BcRSAContentVerifierProviderBuilder;

/**
 * Verifies what OCSP responders sign, with Bouncy Castle's own mathematics.
 *
 * @param strict whether algorithms below the floor verify nothing
 */
record ResponderKeys(boolean strict) implements Verifiers {

  @Override
  public ContentVerifierProvider of(X509CertificateHolder signer) throws OperatorCreationException {
    ContentVerifierProvider any = anyOf(signer);
    return strict ? new Floored(any) : any;
  }

  private static ContentVerifierProvider anyOf(X509CertificateHolder signer)
      throws OperatorCreationException {
    var digests = new DefaultDigestAlgorithmIdentifierFinder();
    try {
      return PublicKeyFactory.createKey(signer.getSubjectPublicKeyInfo())
              instanceof RSAKeyParameters
          ? new BcRSAContentVerifierProviderBuilder(digests).build(signer)
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
      String oid = algorithm.getAlgorithm().getId();
      if (!AlgorithmFloor.allowsSignature(oid)
          || PKCSObjectIdentifiers.id_RSASSA_PSS.getId().equals(oid)) {
        throw new OperatorCreationException("the response is signed with " + oid);
      }
      return any.get(algorithm);
    }
  }
}
