// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import io.pumpbridge.model.trust.TrustException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.RuntimeOperatorException;

/** Lets Bouncy Castle's builders sign with a person's key, in a file or a token. */
final class PersonalSigner implements ContentSigner {
  private final PersonalKey key;
  private final SigningAlgorithm algorithm;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  PersonalSigner(PersonalKey key) throws TrustException {
    this.key = key;
    this.algorithm = SigningAlgorithm.of(key.certificate());
  }

  String algorithm() {
    return algorithm.name();
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm.identifier();
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      Optional<Provider> token = key.token();
      Signature signature =
          token.isPresent()
              ? Signature.getInstance(algorithm.jdkName(), token.get())
              : Signature.getInstance(algorithm.jdkName(), algorithm.provider());
      if (algorithm.parameters().isPresent()) {
        signature.setParameter(algorithm.parameters().get());
      }
      signature.initSign(key.key());
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException | ProviderException e) {
      throw new RuntimeOperatorException("the key does not sign", e);
    }
  }
}
