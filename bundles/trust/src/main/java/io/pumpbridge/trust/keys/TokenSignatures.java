// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDK's TLS sign with a {@link TokenKey}. It looks for the signer of a key among the
 * registered providers and nowhere else, so this one must be registered; it is the least that can
 * be: last of all, only for ECDSA, only for keys of this one class, and gone when its user ends.
 * SunPKCS11 itself, which offers digests, ciphers and random numbers to everybody, is not.
 */
@SuppressWarnings("serial") // nobody serialises a provider
final class TokenSignatures extends Provider implements AutoCloseable {
  private TokenSignatures() {
    // Two gateways in one machine, or one that is being replaced, must not share a name.
    super("PumpBridgeToken-" + UUID.randomUUID(), "1", "ECDSA with keys in a token");
    for (Curve curve : Curve.values()) {
      putService(new OneAlgorithm(this, curve.signature()));
    }
  }

  static TokenSignatures register() {
    TokenSignatures signatures = new TokenSignatures();
    Security.addProvider(signatures);
    return signatures;
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  private static final class OneAlgorithm extends Service {
    OneAlgorithm(Provider provider, String algorithm) {
      super(provider, "Signature", algorithm, Spi.class.getName(), null, Map.of());
    }

    @Override
    public boolean supportsParameter(@Nullable Object key) {
      return key instanceof TokenKey;
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
      return new Spi(getAlgorithm());
    }
  }

  private static final class Spi extends SignatureSpi {
    private final String algorithm;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable TokenKey key;

    Spi(String algorithm) {
      this.algorithm = algorithm;
    }

    /** Asks nothing of the token yet: what fails here, TLS takes for a key that does not fit. */
    @Override
    protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
      if (!(privateKey instanceof TokenKey inToken)) {
        throw new InvalidKeyException("not a key in a token");
      }
      key = inToken;
      content.reset();
    }

    @Override
    protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
      throw new InvalidKeyException("this only signs");
    }

    @Override
    protected void engineUpdate(byte octet) {
      content.write(octet);
    }

    @Override
    protected void engineUpdate(byte[] source, int offset, int length) {
      content.write(source, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      TokenKey present = key;
      if (present == null) {
        throw new SignatureException("no key");
      }
      try {
        return present.sign(algorithm, content.toByteArray());
      } catch (TrustException refused) {
        throw new SignatureException(refused.getMessage(), refused);
      } finally {
        content.reset();
      }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      throw new SignatureException("this only signs");
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new InvalidParameterException("no parameters");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new InvalidParameterException("no parameters");
    }
  }
}
