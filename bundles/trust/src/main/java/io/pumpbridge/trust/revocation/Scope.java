// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;

/**
 * One place where a certificate says that it may be revoked (RFC 5280, 4.2.1.13), and which lists
 * speak for it (6.3.3 b).
 *
 * @param issuer who signs the lists there
 * @param indirect whether that is somebody else than the certificate's issuer
 * @param names what the lists there call themselves; none if the certificate does not say
 * @param reasons which reasons for revoking are told there
 */
record Scope(X500Principal issuer, boolean indirect, List<GeneralName> names, Set<Reason> reasons) {

  private static final String DISTRIBUTION_POINTS = "2.5.29.31";

  /** Why a certificate may be revoked: the bits of ReasonFlags. */
  enum Reason {
    KEY_COMPROMISE(ReasonFlags.keyCompromise),
    CA_COMPROMISE(ReasonFlags.cACompromise),
    AFFILIATION_CHANGED(ReasonFlags.affiliationChanged),
    SUPERSEDED(ReasonFlags.superseded),
    CESSATION(ReasonFlags.cessationOfOperation),
    HOLD(ReasonFlags.certificateHold),
    PRIVILEGE_WITHDRAWN(ReasonFlags.privilegeWithdrawn),
    AA_COMPROMISE(ReasonFlags.aACompromise);

    private final int flag;

    Reason(int flag) {
      this.flag = flag;
    }

    static Set<Reason> all() {
      return EnumSet.allOf(Reason.class);
    }

    static Set<Reason> of(ReasonFlags flags) {
      EnumSet<Reason> reasons = EnumSet.noneOf(Reason.class);
      for (Reason reason : values()) {
        if ((flags.intValue() & reason.flag) != 0) {
          reasons.add(reason);
        }
      }
      return reasons;
    }
  }

  /**
   * The places that the certificate names, and last its issuer's own lists wherever they are.
   *
   * @throws IOException if the extension cannot be read
   */
  static List<Scope> of(X509Certificate certificate) throws IOException {
    List<Scope> scopes = new ArrayList<>();
    byte[] wrapped = certificate.getExtensionValue(DISTRIBUTION_POINTS);
    if (wrapped != null) {
      try {
        byte[] content = ASN1OctetString.getInstance(wrapped).getOctets();
        for (DistributionPoint point : CRLDistPoint.getInstance(content).getDistributionPoints()) {
          scopes.addAll(of(certificate, point));
        }
      } catch (RuntimeException unreadable) {
        throw new IOException("its distribution points cannot be read", unreadable);
      }
    }
    scopes.add(new Scope(certificate.getIssuerX500Principal(), false, List.of(), Reason.all()));
    return scopes;
  }

  private static List<Scope> of(X509Certificate certificate, DistributionPoint point)
      throws IOException {
    Set<Reason> reasons = point.getReasons() == null ? Reason.all() : Reason.of(point.getReasons());
    List<X500Principal> issuers = new ArrayList<>();
    if (point.getCRLIssuer() != null) {
      for (GeneralName name : point.getCRLIssuer().getNames()) {
        if (name.getTagNo() == GeneralName.directoryName) {
          issuers.add(new X500Principal(X500Name.getInstance(name.getName()).getEncoded()));
        }
      }
    }
    boolean indirect = point.getCRLIssuer() != null;
    if (!indirect) {
      issuers.add(certificate.getIssuerX500Principal());
    }
    List<Scope> scopes = new ArrayList<>();
    for (X500Principal issuer : issuers) {
      List<GeneralName> names = names(point.getDistributionPoint(), issuer);
      if (names.isEmpty() && indirect) {
        names = Arrays.asList(point.getCRLIssuer().getNames());
      }
      scopes.add(new Scope(issuer, indirect, names, reasons));
    }
    return scopes;
  }

  private static List<GeneralName> names(DistributionPointName name, X500Principal issuer) {
    if (name == null) {
      return List.of();
    }
    if (name.getType() == DistributionPointName.FULL_NAME) {
      return Arrays.asList(GeneralNames.getInstance(name.getName()).getNames());
    }
    return List.of(relative(name, issuer));
  }

  /** The issuer's name with one more part (RFC 5280, 4.2.1.13). */
  private static GeneralName relative(DistributionPointName name, X500Principal issuer) {
    X500NameBuilder whole = new X500NameBuilder();
    for (RDN rdn : X500Name.getInstance(issuer.getEncoded()).getRDNs()) {
      whole.addMultiValuedRDN(rdn.getTypesAndValues());
    }
    ASN1EncodableVector parts = new ASN1EncodableVector();
    ASN1Set.getInstance(name.getName()).forEach(parts::add);
    whole.addMultiValuedRDN(
        RDN.getInstance(new org.bouncycastle.asn1.DERSet(parts)).getTypesAndValues());
    return new GeneralName(whole.build());
  }

  /** Whether a list speaks for a certificate here, whatever it says. */
  boolean isServedBy(RevocationList list, X509Certificate certificate) {
    if (!list.crl().getIssuerX500Principal().equals(issuer) || (indirect && !list.isIndirect())) {
      return false;
    }
    Optional<IssuingDistributionPoint> scope = list.scope();
    return scope.isEmpty() || isServedBy(scope.get(), certificate);
  }

  private boolean isServedBy(IssuingDistributionPoint list, X509Certificate certificate) {
    boolean authority = certificate.getBasicConstraints() >= 0;
    if (list.onlyContainsAttributeCerts()
        || (list.onlyContainsUserCerts() && authority)
        || (list.onlyContainsCACerts() && !authority)) {
      return false;
    }
    if (list.getDistributionPoint() == null) {
      return true;
    }
    List<GeneralName> called = names(list.getDistributionPoint(), issuer);
    // A certificate that names no place is served by a list for one only if that is its issuer.
    List<GeneralName> wanted =
        names.isEmpty()
            ? List.of(new GeneralName(X500Name.getInstance(issuer.getEncoded())))
            : names;
    return called.stream().anyMatch(wanted::contains);
  }

  /** Which reasons a list that serves here tells of. */
  Set<Reason> toldBy(RevocationList list) {
    EnumSet<Reason> told = EnumSet.noneOf(Reason.class);
    told.addAll(reasons);
    list.scope()
        .map(IssuingDistributionPoint::getOnlySomeReasons)
        .ifPresent(some -> told.retainAll(Reason.of(some)));
    return told;
  }
}
