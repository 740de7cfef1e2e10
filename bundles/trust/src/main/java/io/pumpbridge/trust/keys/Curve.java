// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The curves on which this gateway makes keys, and the digest that goes with each. */
public enum Curve {
  P256("P-256", "secp256r1", 256, "SHA256withECDSA"),
  P384("P-384", "secp384r1", 384, "SHA384withECDSA");

  private final String text;
  private final String jdkName;
  private final int bits;
  private final String signature;

  Curve(String text, String jdkName, int bits, String signature) {
    this.text = text;
    this.jdkName = jdkName;
    this.bits = bits;
    this.signature = signature;
  }

  /** From the configuration: {@code P-256} or {@code P-384}. */
  public static Curve from(String text) {
    return Arrays.stream(values())
        .filter(curve -> curve.text.equals(text))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "key.curve must be "
                        + Arrays.stream(values())
                            .map(curve -> curve.text)
                            .collect(Collectors.joining(" or "))
                        + ", not \""
                        + text
                        + "\""));
  }

  /** The curve of a key that this gateway made. */
  public static Curve of(PublicKey key) {
    int keyBits = key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
    return Arrays.stream(values())
        .filter(curve -> curve.bits == keyBits)
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("not on a curve of this gateway's keys"));
  }

  @Override
  public String toString() {
    return text;
  }

  String jdkName() {
    return jdkName;
  }

  String signature() {
    return signature;
  }

  ASN1ObjectIdentifier signatureId() {
    return switch (this) {
      case P256 -> X9ObjectIdentifiers.ecdsa_with_SHA256;
      case P384 -> X9ObjectIdentifiers.ecdsa_with_SHA384;
    };
  }
}
