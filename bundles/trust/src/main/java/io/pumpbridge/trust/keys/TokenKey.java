// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** The name of a private key in a token; all it can do is have something signed there. */
@SuppressWarnings("serial") // refuses to be
public final class TokenKey implements PrivateKey {
  private final String name;
  private final transient Token token;

  TokenKey(String name, Token token) {
    this.name = name;
    this.token = token;
  }

  /** Also its CKA_ID, in ASCII. */
  public String name() {
    return name;
  }

  byte[] sign(String algorithm, byte[] content) throws TrustException {
    return token.sign(name, algorithm, content);
  }

  @Override
  public String getAlgorithm() {
    return "EC";
  }

  /** It cannot be exported. */
  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a key in a token stays there");
  }

  @Override
  public String toString() {
    return "key in a token name=" + name;
  }
}
