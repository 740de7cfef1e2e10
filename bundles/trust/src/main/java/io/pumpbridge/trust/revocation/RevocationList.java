// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;

/**
 * A revocation list with its extensions read.
 *
 * @param scope what it is about; empty for all certificates of its issuer
 * @param number counts the issuer's lists
 * @param base of a delta: the number of the list that it adds to
 */
record RevocationList(
    X509CRL crl,
    Optional<IssuingDistributionPoint> scope,
    Optional<BigInteger> number,
    Optional<BigInteger> base) {

  private static final String CRL_NUMBER = "2.5.29.20";
  private static final String DELTA_INDICATOR = "2.5.29.27";
  static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
  private static final String AUTHORITY_KEY = "2.5.29.35";
  private static final String CERTIFICATE_ISSUER = "2.5.29.29";
  private static final String REASON = "2.5.29.21";

  private static final Set<String> UNDERSTOOD =
      Set.of(CRL_NUMBER, DELTA_INDICATOR, ISSUING_DISTRIBUTION_POINT, AUTHORITY_KEY);
  private static final Set<String> UNDERSTOOD_IN_ENTRIES = Set.of(CERTIFICATE_ISSUER, REASON);

  /** Empty if it cannot be used: an extension is unreadable, or critical and not understood. */
  static Optional<RevocationList> from(X509CRL crl) {
    Set<String> critical = crl.getCriticalExtensionOIDs();
    if (critical != null && !UNDERSTOOD.containsAll(critical)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RevocationList(
              crl,
              extension(crl, ISSUING_DISTRIBUTION_POINT).map(IssuingDistributionPoint::getInstance),
              extension(crl, CRL_NUMBER).map(n -> ASN1Integer.getInstance(n).getPositiveValue()),
              extension(crl, DELTA_INDICATOR)
                  .map(n -> ASN1Integer.getInstance(n).getPositiveValue())));
    } catch (IOException | RuntimeException unreadable) {
      // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
      return Optional.empty();
    }
  }

  private static Optional<ASN1Primitive> extension(X509CRL crl, String oid) throws IOException {
    byte[] wrapped = crl.getExtensionValue(oid);
    return wrapped == null
        ? Optional.empty()
        : Optional.of(
            ASN1Primitive.fromByteArray(ASN1OctetString.getInstance(wrapped).getOctets()));
  }

  boolean isDelta() {
    return base.isPresent();
  }

  boolean isIndirect() {
    return scope.map(IssuingDistributionPoint::isIndirectCRL).orElse(false);
  }

  /** Newest first. A newer list of the same issuer may take back what an older one said. */
  static Comparator<RevocationList> newestFirst() {
    return Comparator.comparing((RevocationList list) -> list.crl().getThisUpdate()).reversed();
  }

  boolean hasBegun(Instant at) {
    return !crl.getThisUpdate().toInstant().isAfter(at);
  }

  /** A list without a next update says nothing of its age (RFC 5280, 5.1.2.5 demands one). */
  Optional<Instant> nextUpdate() {
    return Optional.ofNullable(crl.getNextUpdate()).map(java.util.Date::toInstant);
  }

  boolean isSignedBy(PublicKey issuer) {
    try {
      crl.verify(issuer);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Whether a delta adds to that list: same issuer, same scope, same key, numbers that fit. */
  boolean addsTo(RevocationList complete) {
    return isDelta()
        && !complete.isDelta()
        && crl.getIssuerX500Principal().equals(complete.crl.getIssuerX500Principal())
        && sameExtension(complete, ISSUING_DISTRIBUTION_POINT)
        && sameExtension(complete, AUTHORITY_KEY)
        && number.isPresent()
        && complete.number.isPresent()
        && base.orElseThrow().compareTo(complete.number.get()) <= 0
        && complete.number.get().compareTo(number.get()) < 0;
  }

  private boolean sameExtension(RevocationList other, String oid) {
    return Arrays.equals(crl.getExtensionValue(oid), other.crl.getExtensionValue(oid));
  }

  /** What it says of a certificate; empty if it does not name it. */
  Optional<Entry> entry(X509Certificate certificate) {
    X509CRLEntry found = crl.getRevokedCertificate(certificate);
    if (found == null) {
      return Optional.empty();
    }
    Set<String> critical = found.getCriticalExtensionOIDs();
    boolean removed =
        found.getRevocationReason() == java.security.cert.CRLReason.REMOVE_FROM_CRL
            && (critical == null || UNDERSTOOD_IN_ENTRIES.containsAll(critical));
    return Optional.of(removed ? Entry.REMOVED : Entry.REVOKED);
  }

  /** Whether any of its entries holds a critical extension that is not understood. */
  boolean hasRiddles() {
    Set<? extends X509CRLEntry> entries = crl.getRevokedCertificates();
    if (entries == null) {
      return false;
    }
    return entries.stream()
        .map(X509CRLEntry::getCriticalExtensionOIDs)
        .anyMatch(oids -> oids != null && !UNDERSTOOD_IN_ENTRIES.containsAll(oids));
  }

  /** What stands under a certificate's number. */
  enum Entry {
    REVOKED,
    /** Only in a delta: it was on hold and is not any more. */
    REMOVED
  }
}
