// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Who really signed whom: each pair is asked once, and all together no more than a heap of
 * certificates of one name that all could have signed each other is worth. What is not asked any
 * more is not signed.
 *
 * <p>The JDK keeps the last answer with each certificate, so walking a path that was found so costs
 * no second verification.
 */
public final class SignatureWork implements BiPredicate<X509Certificate, X509Certificate> {

  /**
   * In verifications on P-256, about a millisecond each on a small gateway: enough for the longest
   * path on P-384, and on P-521 for one with two authorities between.
   */
  static final int MAX_COST = 20;

  private static final int P384_BITS = 384;
  private static final int P384_COST = 2;
  private static final int P521_COST = 6;
  private static final int RSA_BITS_AT_COST_ONE = 3072;
  private static final int RSA_BITS_AT_COST_TWO = 4096;
  private static final int RSA_LARGEST_COST = 6;

  private record Pair(X509Certificate issuer, X509Certificate issued) {}

  private final Predicate<X509Certificate> mayBeUsed;
  private final Map<Pair, Boolean> answers = new HashMap<>();
  private int cost;

  /**
   * @param mayBeUsed whether an issuer's key is worth being used; the signatures of others are not
   *     looked at and count as good, so that whoever judges the path says what is wrong with them
   */
  public SignatureWork(Predicate<X509Certificate> mayBeUsed) {
    this.mayBeUsed = mayBeUsed;
  }

  /** Whether the first signed the second. */
  @Override
  public boolean test(X509Certificate issuer, X509Certificate issued) {
    if (!mayBeUsed.test(issuer)) {
      return true;
    }
    Boolean known = answers.get(new Pair(issuer, issued));
    if (known != null) {
      return known;
    }
    cost += costOf(issuer.getPublicKey());
    boolean signed = cost <= MAX_COST && verifies(issuer, issued);
    answers.put(new Pair(issuer, issued), signed);
    return signed;
  }

  /** Whether more was asked than is answered. */
  public boolean isExhausted() {
    return cost > MAX_COST;
  }

  /** What was spent, in verifications on P-256. */
  int cost() {
    return Math.min(cost, MAX_COST);
  }

  private static int costOf(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits <= RSA_BITS_AT_COST_ONE) {
        return 1;
      }
      return bits <= RSA_BITS_AT_COST_TWO ? 2 : RSA_LARGEST_COST;
    }
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      if (bits > P384_BITS) {
        return P521_COST;
      }
      return bits == P384_BITS ? P384_COST : 1;
    }
    return 1;
  }

  private static boolean verifies(X509Certificate issuer, X509Certificate issued) {
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException notSigned) {
      // Hostile keys and signatures throw unchecked exceptions, too.
      return false;
    }
  }
}
