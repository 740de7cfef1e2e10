// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainRules.Profile;
import io.pumpbridge.trust.path.PathFinder;
import io.pumpbridge.trust.path.PathRules;
import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.path.SignatureWork;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationJudge;
import io.pumpbridge.trust.revocation.RevocationJudge.Objection;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.math.BigInteger;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges a chain: RFC 5280 path validation, and on top what it leaves open: a floor for keys and
 * signatures, sane serial numbers, the extended key usage on every certificate that has one and on
 * the leaf in any case, the anchor's own dates and constraints, and revocation.
 */
public final class ChainJudge {
  private static final int MAX_PRESENTED = 16;
  private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
  private static final int KEY_USAGE_CERTIFICATE_SIGN = 5;
  private static final String NAME_CONSTRAINTS = "2.5.29.30";

  /** RFC 5280, 4.1.2.2. */
  private static final int MAX_SERIAL_BITS = 20 * 8;

  private final ChainRules rules;
  private final Purpose purpose;

  /** By whom nothing is asked of revocation. */
  public ChainJudge(Purpose purpose) {
    this(ChainRules.of(purpose, RevocationRules.OFF));
  }

  public ChainJudge(ChainRules rules) {
    this.rules = rules;
    this.purpose = rules.purpose();
  }

  /** Without anything known of revocation. See the other. */
  public List<X509Certificate> judge(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      Instant at,
      String keyUse)
      throws TrustException {
    return judge(leaf, others, anchors, at, Set.of(keyUse), Evidence.NONE);
  }

  /** At a time that somebody asks for. See the other. */
  public List<X509Certificate> judge(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      Instant at,
      Set<String> keyUses,
      Evidence evidence)
      throws TrustException {
    return judge(leaf, others, anchors, JudgedAt.asked(at), keyUses, evidence);
  }

  /**
   * Judges whether a leaf may be believed.
   *
   * @param others whatever came with the leaf, in any order
   * @param at the trusted clock's time, as good as it is
   * @param keyUses the extended key usages the leaf must have
   * @param evidence what is known of revocation
   * @return the path that was accepted, leaf first, anchor last
   */
  public List<X509Certificate> judge(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      JudgedAt at,
      Set<String> keyUses,
      Evidence evidence)
      throws TrustException {
    if (others.size() > MAX_PRESENTED) {
      throw untrusted(leaf, "More than " + MAX_PRESENTED + " certificates came with it", null);
    }
    checkLimits(leaf);
    for (X509Certificate other : others) {
      checkLimits(other);
    }
    if (isHospital()) {
      checkStrength(leaf);
      checkDates(leaf, at);
      checkSanity(leaf);
    }
    if (purpose != Purpose.PATH) {
      checkLeafUse(leaf, keyUses);
    }
    SignatureWork work = new SignatureWork(key -> AlgorithmFloor.keyWeakness(key).isEmpty());
    List<List<X509Certificate>> paths = paths(leaf, others, anchors, work);
    if (paths.isEmpty() && work.isExhausted()) {
      throw untrusted(leaf, "It would take too many signatures to find out who issued it", null);
    }
    if (paths.isEmpty()) {
      throw noPath(leaf, others, anchors, at);
    }
    RevocationJudge revocation = revocation(leaf, others, anchors, at.time(), evidence);
    TrustException first = null;
    for (List<X509Certificate> path : paths) {
      try {
        checkPath(path, at, keyUses, revocation);
        return path;
      } catch (TrustException e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  /** Of those that names allow only those that are signed; for comparing, the JDK says which. */
  private List<List<X509Certificate>> paths(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      SignatureWork work) {
    return isHospital()
        ? PathFinder.paths(leaf, others, anchors, rules.maxIntermediates(), work)
        : PathFinder.paths(leaf, others, anchors, rules.maxIntermediates());
  }

  private void checkLimits(X509Certificate certificate) throws TrustException {
    Optional<String> excess = CertificateLimits.excess(certificate);
    if (excess.isPresent()) {
      throw untrusted(certificate, excess.get(), null);
    }
  }

  private boolean isHospital() {
    return rules.profile() == Profile.HOSPITAL;
  }

  private TrustException noPath(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      JudgedAt at)
      throws TrustException {
    if (anchors.contains(leaf)) {
      return untrusted(leaf, "It stands among the anchors itself and nobody issued it", null);
    }
    for (X509Certificate other : isHospital() ? others : List.<X509Certificate>of()) {
      checkStrength(other);
      checkDates(other, at);
    }
    return untrusted(leaf, "It does not lead to a trusted anchor", null);
  }

  private RevocationJudge revocation(
      X509Certificate leaf,
      List<X509Certificate> others,
      List<X509Certificate> anchors,
      Instant at,
      Evidence evidence) {
    List<X509Certificate> pool = new ArrayList<>(others);
    pool.add(leaf);
    pool.addAll(anchors);
    Evidence believable =
        isHospital()
            ? new Evidence(
                evidence.lists().stream()
                    .filter(list -> AlgorithmFloor.allowsSignature(list.getSigAlgOID()))
                    .toList(),
                evidence.responses())
            : evidence;
    return new RevocationJudge(
        rules.revocation(), believable, pool, at, new ResponderKeys(isHospital()));
  }

  private void checkPath(
      List<X509Certificate> path, JudgedAt at, Set<String> keyUses, RevocationJudge revocation)
      throws TrustException {
    int anchorIndex = path.size() - 1;
    X509Certificate anchor = path.get(anchorIndex);
    if (isHospital()) {
      refuseIfWeak(anchor, AlgorithmFloor.keyWeakness(anchor));
      for (X509Certificate intermediate : path.subList(1, anchorIndex)) {
        checkStrength(intermediate);
        checkSanity(intermediate);
      }
      for (X509Certificate issuer : path.subList(1, path.size())) {
        checkDates(issuer, at);
        checkIssuerUse(issuer, keyUses);
      }
    }
    try {
      PathRules.requireHolds(path.subList(0, anchorIndex), anchor, at.time(), rules.policies());
    } catch (CertPathValidatorException e) {
      throw untrusted(failing(path, e), "It does not lead to a trusted anchor", e);
    }
    if (isHospital()) {
      checkWithAnchor(path, at.time());
    }
    Optional<Objection> objection = revocation.objection(path);
    if (objection.isPresent()) {
      throw because(objection.get());
    }
  }

  private static X509Certificate failing(List<X509Certificate> path, CertPathValidatorException e) {
    int index = e.getIndex();
    return index >= 0 && index < path.size() ? path.get(index) : path.get(0);
  }

  private static TrustException because(Objection objection) {
    return switch (objection.kind()) {
      case REVOKED ->
          because(
              Refusal.CERTIFICATE_REVOKED,
              objection.certificate(),
              "has been revoked by its issuer");
      case STALE ->
          because(
              Refusal.REVOCATION_STALE,
              objection.certificate(),
              "is not known to be unrevoked: what is known is too old");
      case UNKNOWN ->
          because(
              Refusal.REVOCATION_UNKNOWN,
              objection.certificate(),
              "is not known to be unrevoked: bring its issuer's revocation list or an OCSP"
                  + " response");
    };
  }

  /** What RFC 5280 asks of issuers and the JDK lets pass. */
  private void checkSanity(X509Certificate certificate) throws TrustException {
    BigInteger serial = certificate.getSerialNumber();
    if (serial.signum() <= 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      throw untrusted(certificate, "Its serial number is not positive or has over 20 bytes", null);
    }
    if (certificate.getVersion() != 3) {
      throw untrusted(certificate, "It is no certificate of version 3", null);
    }
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

  private void checkDates(X509Certificate certificate, JudgedAt at) throws TrustException {
    Optional<String> ended = at.endOf(certificate);
    if (ended.isPresent()) {
      throw because(purpose.expired, certificate, ended.get());
    }
    Optional<String> notBegun = at.beginOf(certificate);
    if (notBegun.isPresent()) {
      throw because(purpose.notYetValid, certificate, notBegun.get());
    }
  }

  private void checkLeafUse(X509Certificate leaf, Set<String> keyUses) throws TrustException {
    if (leaf.getBasicConstraints() >= 0) {
      throw because(purpose.wrongUse, leaf, "is an authority's, which only signs certificates");
    }
    boolean[] usage = leaf.getKeyUsage();
    if (purpose.signs() && usage != null && !usage[KEY_USAGE_DIGITAL_SIGNATURE]) {
      throw because(purpose.wrongUse, leaf, "has a key usage without digitalSignature");
    }
    List<String> uses = extendedUses(leaf);
    for (String keyUse : keyUses) {
      if (!uses.contains(keyUse)) {
        throw because(purpose.wrongUse, leaf, "has no extended key usage " + keyUse);
      }
    }
  }

  private void checkIssuerUse(X509Certificate issuer, Set<String> keyUses) throws TrustException {
    boolean[] usage = issuer.getKeyUsage();
    if (issuer.getBasicConstraints() < 0 || (usage != null && !usage[KEY_USAGE_CERTIFICATE_SIGN])) {
      throw because(purpose.untrusted, issuer, "may not issue certificates");
    }
    List<String> uses = extendedUses(issuer);
    if (!uses.isEmpty() && !uses.containsAll(keyUses) && !uses.contains(Purpose.ANY)) {
      throw because(
          purpose.wrongUse,
          issuer,
          "may not issue for extended key usage " + String.join(", ", new TreeSet<>(keyUses)));
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
      PathRules.requireHolds(path, anchor, at, PolicyRules.NONE);
    } catch (CertPathValidatorException e) {
      throw untrusted(path.get(0), "It breaks a constraint of its anchor", e);
    }
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
