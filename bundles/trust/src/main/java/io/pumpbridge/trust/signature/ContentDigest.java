// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The digests of the JDK for Bouncy Castle; its own list brings post-quantum code by the megabyte.
 */
public final class ContentDigest implements DigestCalculator {
  private final AlgorithmIdentifier algorithm;
  private final MessageDigest digest;

  private ContentDigest(AlgorithmIdentifier algorithm, MessageDigest digest) {
    this.algorithm = algorithm;
    this.digest = digest;
  }

  /** Which digests are allowed has been decided before. */
  public static DigestCalculator calculator(AlgorithmIdentifier algorithm)
      throws OperatorCreationException {
    try {
      String oid = algorithm.getAlgorithm().getId();
      return new ContentDigest(algorithm, MessageDigest.getInstance(oid, "SUN"));
    } catch (NoSuchProviderException | NoSuchAlgorithmException e) {
      throw new OperatorCreationException("no such digest", e);
    }
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
  }

  @Override
  public byte[] getDigest() {
    return digest.digest();
  }
}
