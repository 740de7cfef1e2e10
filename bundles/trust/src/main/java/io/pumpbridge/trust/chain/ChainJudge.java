// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainRules.Profile;
import io.pumpbridge.trust.path.PathFinder;
import io.pumpbridge.trust.path.PathRules;
import io.pumpbridge.trust.path.SignatureWork;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationJudge;
import io.pumpbridge.trust.revocation.RevocationJudge.Objection;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a chain: RFC 5280 path validation (6.1), and on top what it leaves open: what each
 * certificate is by itself ({@link CertificateCheck}), what it may be used for ({@link UseCheck}),
 * the anchor's own dates and constraints ({@link AnchorCheck}), and revocation (6.3).
 */
public final class ChainJudge {
  private static final int MAX_PRESENTED = 16;

  private final ChainRules rules;
  private final ChainRefusals refusals;
  private final CertificateCheck each;

  /** By whom nothing is asked of revocation. */
  public ChainJudge(Purpose purpose) {
    this(ChainRules.of(purpose, RevocationRules.OFF));
  }

  public ChainJudge(ChainRules rules) {
    this.rules = rules;
    this.refusals = new ChainRefusals(rules.purpose());
    this.each = new CertificateCheck(refusals);
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
    UseCheck uses = new UseCheck(refusals, keyUses);
    checkPresented(leaf, others, at, uses);
    SignatureWork work = new SignatureWork(key -> AlgorithmFloor.keyWeakness(key).isEmpty());
    List<List<X509Certificate>> paths = paths(leaf, others, anchors, work);
    if (paths.isEmpty() && work.isExhausted()) {
      throw refusals.untrusted(leaf, "It would take too many signatures to find out who issued it");
    }
    if (paths.isEmpty()) {
      throw noPath(leaf, others, anchors, at);
    }
    RevocationJudge revocation = revocation(leaf, others, anchors, at.time(), evidence);
    return firstThatHolds(paths, at, uses, revocation);
  }

  /** What can be said before anybody knows a path. */
  private void checkPresented(
      X509Certificate leaf, List<X509Certificate> others, JudgedAt at, UseCheck uses)
      throws TrustException {
    if (others.size() > MAX_PRESENTED) {
      throw refusals.untrusted(leaf, "More than " + MAX_PRESENTED + " certificates came with it");
    }
    each.requireWithinLimits(leaf);
    for (X509Certificate other : others) {
      each.requireWithinLimits(other);
    }
    if (isHospital()) {
      each.requireStrong(leaf);
      each.requireInForce(leaf, at);
      each.requireSane(leaf);
    }
    if (rules.purpose() != Purpose.PATH) {
      uses.requireLeaf(leaf);
    }
  }

  /**
   * @throws TrustException what the first breaks by, if none holds
   */
  private List<X509Certificate> firstThatHolds(
      List<List<X509Certificate>> paths, JudgedAt at, UseCheck uses, RevocationJudge revocation)
      throws TrustException {
    TrustException first = null;
    for (List<X509Certificate> path : paths) {
      try {
        checkPath(path, at, uses, revocation);
        return path;
      } catch (TrustException e) {
        first = first == null ? e : first;
      }
    }
    throw Objects.requireNonNull(first, "there is a path");
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
      return refusals.untrusted(leaf, "It stands among the anchors itself and nobody issued it");
    }
    for (X509Certificate other : isHospital() ? others : List.<X509Certificate>of()) {
      each.requireStrong(other);
      each.requireInForce(other, at);
    }
    return refusals.untrusted(leaf, "It does not lead to a trusted anchor");
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
    Evidence believable = isHospital() ? AlgorithmFloor.strongOf(evidence) : evidence;
    if (isHospital()) { // who signs lists is held to the floor as who signs certificates is
      pool.removeIf(one -> !anchors.contains(one) && AlgorithmFloor.weakness(one).isPresent());
    }
    return new RevocationJudge(
        rules.revocation(), believable, pool, at, new ResponderKeys(isHospital()));
  }

  private void checkPath(
      List<X509Certificate> path, JudgedAt at, UseCheck uses, RevocationJudge revocation)
      throws TrustException {
    int anchorIndex = path.size() - 1;
    X509Certificate anchor = path.get(anchorIndex);
    if (isHospital()) {
      each.requireStrongKey(anchor);
      for (X509Certificate intermediate : path.subList(1, anchorIndex)) {
        each.requireStrong(intermediate);
        each.requireSane(intermediate);
      }
      for (X509Certificate issuer : path.subList(1, path.size())) {
        each.requireInForce(issuer, at);
        uses.requireIssuer(issuer);
      }
    }
    try {
      PathRules.requireHolds(path.subList(0, anchorIndex), anchor, at.time(), rules.policies());
    } catch (CertPathValidatorException e) {
      throw refusals.untrusted(failing(path, e), "It does not lead to a trusted anchor", e);
    }
    if (isHospital()) {
      new AnchorCheck(refusals).requireKept(path, at.time());
    }
    Optional<Objection> objection = revocation.objection(path);
    if (objection.isPresent()) {
      throw ChainRefusals.because(objection.get());
    }
  }

  private static X509Certificate failing(List<X509Certificate> path, CertPathValidatorException e) {
    int index = e.getIndex();
    return index >= 0 && index < path.size() ? path.get(index) : path.get(0);
  }
}
