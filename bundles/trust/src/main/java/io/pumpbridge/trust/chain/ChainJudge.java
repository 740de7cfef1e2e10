// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges a chain: RFC 5280 path validation, and on top what it leaves open: a floor for keys and
 * signatures, the extended key usage on every certificate that has one and on the leaf in any case,
 * and the anchor's own dates and constraints.
 *
 * <p>Revocation is not looked at yet; the README says so.
 */
public final class ChainJudge {
  /** Root, two intermediates, leaf is the usual; each more is a way to make us work. */
  private static final int MAX_INTERMEDIATES = 4;

  private static final int MAX_PRESENTED = 16;
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
  private static final int KEY_USAGE_CERTIFICATE_SIGN = 5;
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  private final Purpose purpose;

  public ChainJudge(Purpose purpose) {
    this.purpose = purpose;
  }

  /**
   * @param others whatever came with the leaf, in any order
   * @param at the trusted clock's time
   * @param keyUse the extended key usage the leaf must have
   * @return the path that was accepted, leaf first, anchor last
   */
  public List<X509Certificate> judge(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      Instant at,
      String keyUse)
      throws TrustException {
    if (others.size() > MAX_PRESENTED) {
      throw untrusted(leaf, "More than " + MAX_PRESENTED + " certificates came with it", null);
    }
    checkStrength(leaf);
    checkDates(leaf, at);
    checkLeafUse(leaf, keyUse);
    List<X509Certificate> path = findPath(leaf, others, anchors, at);
    int anchorIndex = path.size() - 1;
    refuseIfWeak(path.get(anchorIndex), AlgorithmFloor.keyWeakness(path.get(anchorIndex)));
    for (X509Certificate intermediate : path.subList(1, anchorIndex)) {
      checkStrength(intermediate);
    }
    for (X509Certificate issuer : path.subList(1, path.size())) {
      checkDates(issuer, at);
      checkIssuerUse(issuer, keyUse);
    }
    checkWithAnchor(path, at);
    return path;
  }

  private void checkStrength(X509Certificate certificate) throws TrustException {
    refuseIfWeak(certificate, AlgorithmFloor.weakness(certificate));
  }

  private void refuseIfWeak(X509Certificate certificate, Optional<String> weakness)
      throws TrustException {
    if (weakness.isPresent()) {
      throw because(purpose.weak, certificate, "is too weak: " + weakness.get());
    }
  }

  private void checkDates(X509Certificate certificate, Instant at) throws TrustException {
    Instant ends = certificate.getNotAfter().toInstant();
    if (at.isAfter(ends)) {
      throw because(purpose.expired, certificate, "ended on " + ends + " and it is " + at);
    }
    Instant begins = certificate.getNotBefore().toInstant();
    if (at.isBefore(begins)) {
      throw because(
          purpose.notYetValid,
          certificate,
          "begins on " + begins + " and it is " + at + "; look at this gateway's clock");
    }
  }

  private void checkLeafUse(X509Certificate leaf, String keyUse) throws TrustException {
    if (leaf.getBasicConstraints() >= 0) {
      throw because(purpose.wrongUse, leaf, "is an authority's, which only signs certificates");
    }
    boolean[] usage = leaf.getKeyUsage();
    if (usage != null && !usage[KEY_USAGE_DIGITAL_SIGNATURE]) {
      throw because(purpose.wrongUse, leaf, "has a key usage without digitalSignature");
    }
    if (!extendedUses(leaf).contains(keyUse)) {
      throw because(purpose.wrongUse, leaf, "has no extended key usage " + keyUse);
    }
  }

  private void checkIssuerUse(X509Certificate issuer, String keyUse) throws TrustException {
    boolean[] usage = issuer.getKeyUsage();
    if (issuer.getBasicConstraints() < 0 || (usage != null && !usage[KEY_USAGE_CERTIFICATE_SIGN])) {
      throw because(purpose.untrusted, issuer, "may not issue certificates");
    }
    List<String> uses = extendedUses(issuer);
    if (!uses.isEmpty() && !uses.contains(keyUse) && !uses.contains(Purpose.ANY)) {
      throw because(purpose.wrongUse, issuer, "may not issue for extended key usage " + keyUse);
    }
  }

  private List<String> extendedUses(X509Certificate certificate) throws TrustException {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null ? List.of() : uses;
    } catch (CertificateParsingException e) {
      throw untrusted(certificate, "Its extended key usage cannot be read", e);
    }
  }

  private List<X509Certificate> findPath(
      X509Certificate leaf, List<X509Certificate> others, List<X509Certificate> anchors, Instant at)
      throws TrustException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    List<X509Certificate> pool = new ArrayList<>(others);
    pool.add(leaf);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(trust(anchors), target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(pool)));
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(MAX_INTERMEDIATES);
      parameters.setDate(Date.from(at));
      CertPathBuilder builder = CertPathBuilder.getInstance("PKIX", Certificates.PROVIDER);
      var built = (PKIXCertPathBuilderResult) builder.build(parameters);
      List<X509Certificate> path = new ArrayList<>();
      for (var certificate : built.getCertPath().getCertificates()) {
        path.add((X509Certificate) certificate);
      }
      path.add(built.getTrustAnchor().getTrustedCert());
      if (path.size() == 1) {
        throw untrusted(leaf, "It stands among the anchors itself and nobody issued it", null);
      }
      return path;
    } catch (CertPathBuilderException e) {
      for (X509Certificate other : others) {
        checkStrength(other);
        checkDates(other, at);
      }
      throw untrusted(leaf, "It does not lead to a trusted anchor", e);
    } catch (GeneralSecurityException e) {
      throw untrusted(leaf, "It cannot be validated", e);
    }
  }

  /**
   * Walks the path once more with the anchor's certificate as its last step: RFC 5280 leaves an
   * anchor's own name and length constraints aside, a hospital that wrote them means them.
   */
  private void checkWithAnchor(List<X509Certificate> path, Instant at) throws TrustException {
    X509Certificate anchor = path.get(path.size() - 1);
    boolean selfIssued = anchor.getSubjectX500Principal().equals(anchor.getIssuerX500Principal());
    if (!selfIssued) {
      // Its issuer's key is not ours to know, so its constraints cannot be walked.
      int authoritiesBelow = path.size() - 2;
      if (anchor.getExtensionValue(NAME_CONSTRAINTS) != null
          || anchor.getBasicConstraints() < authoritiesBelow) {
        throw untrusted(
            path.get(0), "Its anchor has constraints and is no root: use the root", null);
      }
      return;
    }
    try {
      CertPath whole =
          CertificateFactory.getInstance("X.509", Certificates.PROVIDER).generateCertPath(path);
      PKIXParameters parameters = new PKIXParameters(trust(List.of(anchor)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      CertPathValidator.getInstance("PKIX", Certificates.PROVIDER).validate(whole, parameters);
    } catch (CertPathValidatorException e) {
      throw untrusted(path.get(0), "It breaks a constraint of its anchor", e);
    } catch (GeneralSecurityException e) {
      throw untrusted(path.get(0), "It cannot be validated", e);
    }
  }

  private static Set<TrustAnchor> trust(Collection<X509Certificate> anchors) {
    return anchors.stream()
        .map(certificate -> new TrustAnchor(certificate, null))
        .collect(Collectors.toUnmodifiableSet());
  }

  private TrustException untrusted(
      X509Certificate certificate, String what, @Nullable Exception why) {
    String subject = Certificates.subjectOf(certificate);
    String detail = why == null || why.getMessage() == null ? "" : " (" + why.getMessage() + ")";
    String sentence = "The certificate of " + subject + " is not trusted. " + what + detail + ".";
    return why == null
        ? purpose.untrusted.because(sentence, subject)
        : purpose.untrusted.because(sentence, subject, why);
  }

  private static TrustException because(
      Refusal refusal, X509Certificate certificate, String predicate) {
    String subject = Certificates.subjectOf(certificate);
    return refusal.because("The certificate of " + subject + " " + predicate + ".", subject);
  }
}
