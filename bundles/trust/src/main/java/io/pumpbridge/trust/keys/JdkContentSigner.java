// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.RuntimeOperatorException;

/** Lets Bouncy Castle's builders sign with a key of the JDK. */
final class JdkContentSigner implements ContentSigner {
  private final PrivateKey key;
  private final Curve curve;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /**
   * @param publicKey tells the curve, which a key in a token may not
   */
  JdkContentSigner(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.curve = Curve.of(publicKey);
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new AlgorithmIdentifier(curve.signatureId());
  }

  @Override
  public OutputStream getOutputStream() {
    return content;
  }

  @Override
  public byte[] getSignature() {
    try {
      if (key instanceof TokenKey inToken) {
        return inToken.sign(curve.signature(), content.toByteArray());
      }
      Signature signature = Signature.getInstance(curve.signature(), DeviceKeys.PROVIDER);
      signature.initSign(key);
      signature.update(content.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException | TrustException e) {
      throw new RuntimeOperatorException("cannot sign with this gateway's key", e);
    }
  }
}
