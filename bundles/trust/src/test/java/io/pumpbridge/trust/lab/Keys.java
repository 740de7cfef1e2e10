// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Key pairs; RSA ones are kept, because they take long. */
public final class Keys {
  private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

  private Keys() {}

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** On curves that the JDK has given up, too. */
  public static KeyPair oldEc(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Authority.BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** With that public exponent. */
  public static KeyPair rsa(int bits, BigInteger exponent) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", Authority.BOUNCY_CASTLE);
      generator.initialize(new RSAKeyGenParameterSpec(bits, exponent));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public static KeyPair ed25519() {
    return generated("Ed25519", 255);
  }

  public static KeyPair rsa(int bits) {
    return RSA.computeIfAbsent(bits, size -> generated("RSA", size));
  }

  private static KeyPair generated(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
