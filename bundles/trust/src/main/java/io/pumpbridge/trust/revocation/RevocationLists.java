// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CertificateList;

/** Revocation lists from outside: reading one, and which of two is the newer. */
public final class RevocationLists {
  /** The provider of the JDK that parses them. */
  private static final String PROVIDER = "SUN";

  /** Some hundred thousand revoked certificates; reading takes many times the memory. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final int KEY_USAGE_CRL_SIGN = 6;

  private RevocationLists() {}

  /**
   * @throws CRLException if it is no list
   */
  public static X509CRL fromDer(byte[] der) throws CRLException {
    if (der.length > MAX_BYTES) {
      throw new CRLException("a revocation list larger than " + MAX_BYTES + " bytes");
    }
    try {
      // The JDK's parser takes a signature some of whose bits are said to be unused.
      if (CertificateList.getInstance(der).getSignature().getPadBits() != 0) {
        throw new CRLException("its signature is no whole number of octets");
      }
    } catch (RuntimeException unreadable) {
      throw new CRLException("not an X.509 revocation list", unreadable);
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509", PROVIDER);
      if (factory.generateCRL(new ByteArrayInputStream(der)) instanceof X509CRL list) {
        return list;
      }
      throw new CRLException("not an X.509 revocation list");
    } catch (CRLException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + PROVIDER + " provider", e);
    }
  }

  /**
   * Whether the judge can use it: it says when the next one comes, and all that is critical in it
   * is understood (RFC 5280, 5.1.2.5 and 5.2).
   */
  public static boolean isUsable(X509CRL list) {
    return list.getNextUpdate() != null && RevocationList.from(list).isPresent();
  }

  public static boolean isSignedBy(X509CRL list, PublicKey issuer) {
    return RevocationList.from(list).filter(read -> read.isSignedBy(issuer)).isPresent();
  }

  /** Whether its issuer itself made it, as far as name, key usage and signature tell. */
  public static boolean isOf(X509CRL list, X509Certificate issuer) {
    return isOf(list, issuer, issuer.getPublicKey());
  }

  /**
   * As {@link #isOf(X509CRL, X509Certificate)}.
   *
   * @param key the issuer's, where a path says which that is
   */
  static boolean isOf(X509CRL list, X509Certificate issuer, PublicKey key) {
    return list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        && maySign(issuer)
        && isSignedBy(list, key);
  }

  /** By its key usage (RFC 5280, 4.2.1.3). */
  static boolean maySign(X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    return usage == null || usage[KEY_USAGE_CRL_SIGN];
  }

  /** A list of tomorrow waits for its day. */
  public static boolean hasBegun(X509CRL list, Instant at) {
    return !list.getThisUpdate().toInstant().isAfter(at);
  }

  /** Whether one follows upon the other: same issuer, same scope, both complete or both deltas. */
  public static boolean areOfOneSeries(X509CRL one, X509CRL other) {
    return one.getIssuerX500Principal().equals(other.getIssuerX500Principal())
        && scopeOf(one).equals(scopeOf(other))
        && isDelta(one) == isDelta(other);
  }

  /** Older before newer: by number where both have one (RFC 5280, 5.2.3), else by date. */
  public static Comparator<X509CRL> byAge() {
    return (one, other) -> {
      Optional<BigInteger> number = number(one);
      Optional<BigInteger> otherNumber = number(other);
      return number.isPresent() && otherNumber.isPresent()
          ? number.get().compareTo(otherNumber.get())
          : one.getThisUpdate().toInstant().compareTo(other.getThisUpdate().toInstant());
    };
  }

  /** Of each series the newest that has begun; one that waits for its day only if none has. */
  public static List<X509CRL> newest(List<X509CRL> lists, Instant at) {
    Comparator<X509CRL> order =
        Comparator.<X509CRL, Boolean>comparing(list -> hasBegun(list, at)).thenComparing(byAge());
    List<X509CRL> newest = new ArrayList<>();
    for (X509CRL list : lists) {
      Optional<X509CRL> known =
          newest.stream().filter(one -> areOfOneSeries(one, list)).findFirst();
      if (known.isEmpty() || order.compare(known.get(), list) < 0) {
        known.ifPresent(newest::remove);
        newest.add(list);
      }
    }
    return newest;
  }

  /** Its issuing distribution point, DER; empty if it is about all certificates of its issuer. */
  public static Bytes scopeOf(X509CRL list) {
    byte[] scope = list.getExtensionValue(RevocationList.ISSUING_DISTRIBUTION_POINT);
    return scope == null ? Bytes.EMPTY : Bytes.of(scope);
  }

  public static boolean isDelta(X509CRL list) {
    return RevocationList.from(list).map(RevocationList::isDelta).orElse(false);
  }

  /** Whether an entry holds a critical extension that nobody here understands. */
  public static boolean hasRiddles(X509CRL list) {
    return RevocationList.from(list).map(RevocationList::hasRiddles).orElse(true);
  }

  /** Whether a delta adds to that complete list. */
  public static boolean addsTo(X509CRL delta, X509CRL complete) {
    return RevocationList.from(delta)
        .flatMap(read -> RevocationList.from(complete).filter(read::addsTo))
        .isPresent();
  }

  /** Counts its issuer's lists (RFC 5280, 5.2.3). */
  public static Optional<BigInteger> number(X509CRL list) {
    return RevocationList.from(list).flatMap(RevocationList::number);
  }
}
