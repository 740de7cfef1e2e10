// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.SignerTrust;
import io.pumpbridge.trust.site.SitePackage.Use;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a site package may come into force; pure, and told the time.
 *
 * <p>Author and approver are two roles and not one role twice: so the verifier's rule for drug
 * libraries holds here unchanged, and nobody can approve what he wrote with a second certificate.
 *
 * <p>No package may lock the gateway out. Its signers must be trusted by its own anchors too, so an
 * authority of signers is changed in two steps: first one package, signed as before, names old and
 * new; then another, signed by people below the new one, drops the old. And if this gateway's own
 * certificate leads to the anchors now, it must lead to the new ones as well, unless the package
 * says {@code reissue} in so many words, as it must when a root's key was stolen.
 */
final class SiteRules {
  static final Set<SignerRole> ROLES = Set.of(SignerRole.SITE_AUTHOR, SignerRole.SITE_APPROVER);

  /** What {@code StateFolder} reads; 32 anchors and 500 withdrawals take half of it. */
  static final int MAX_BYTES = 256 * 1024;

  /** How far the hospital's clock may be ahead of ours, as for signing times. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final int CERTIFICATE_SIGN = 5;

  /**
   * The gateway that it is for.
   *
   * @param ownChain of its certificate, leaf first; empty if it has none yet
   * @param serverAnchors those in force; empty if there are none
   */
  record Gateway(
      String hospital, List<X509Certificate> ownChain, List<X509Certificate> serverAnchors) {
    Gateway {
      ownChain = List.copyOf(ownChain);
      serverAnchors = List.copyOf(serverAnchors);
    }
  }

  /** A package that may come into force, and who signed it. */
  record Accepted(SitePackage site, List<Signer> signers) {
    Accepted {
      signers = List.copyOf(signers);
    }
  }

  private SiteRules() {}

  /** One that follows on what the gateway trusts already. */
  static Accepted following(
      Bytes signed, SignerTrust trust, Optional<SitePackage> inForce, Gateway gateway, Instant now)
      throws TrustException {
    requireSize(signed);
    SignedContent content = CmsVerifier.verify(signed, ROLES, trust, now);
    SitePackage site = read(content.content());
    if (inForce.isPresent()) {
      requireFollows(site, inForce.get());
    }
    requireUsable(site, gateway, now);
    requireOwnSigners(signed, site, now);
    return new Accepted(site, content.signers());
  }

  /** The first one, for which somebody vouches by its code. */
  static Accepted first(Bytes signed, SiteCode code, Gateway gateway, Instant now)
      throws TrustException {
    requireSize(signed);
    if (!SiteCode.of(signed).equals(code)) {
      throw Refusal.SITE_CODE_OTHER_PACKAGE.because(
          "The code is typed well, but belongs to another file: ask the desk which file and which"
              + " code go together; if they do, this file was changed on its way.");
    }
    Accepted accepted = byItself(signed, now);
    requireUsable(accepted.site(), gateway, now);
    return accepted;
  }

  /**
   * By its own anchors, as of a time: it proves that the file is whole, not that it is ours. What
   * issuers say of its signers is asked when it comes in by signatures, and not again: a revoked
   * administrator must not take the hospital's anchors along, and who vouches by a code vouches for
   * the very bytes.
   */
  static Accepted byItself(Bytes signed, Instant at) throws TrustException {
    requireSize(signed);
    SitePackage site = read(CmsVerifier.unverifiedContent(signed));
    SignerTrust own = new SignerTrust(site.anchors(Use.SIGNERS, at), site.withdrawals());
    SignedContent content = CmsVerifier.verify(signed, ROLES, own, at);
    return new Accepted(site, content.signers());
  }

  /** What one says that a gateway is known to have in force; nothing is verified. */
  static SitePackage stored(Bytes signed) throws TrustException {
    requireSize(signed);
    return read(CmsVerifier.unverifiedContent(signed));
  }

  private static void requireSize(Bytes signed) throws TrustException {
    if (signed.length() > MAX_BYTES) {
      throw Refusal.TOO_LARGE.because(
          "The site package has " + signed.length() + " bytes, at most " + MAX_BYTES + " go.");
    }
  }

  private static SitePackage read(Bytes content) throws TrustException {
    try {
      return SitePackageReader.read(content);
    } catch (DocumentException e) {
      throw Refusal.SITE_MALFORMED.because(
          "The site package is wrong at " + e.path() + ": " + e.problem() + ".", "", e);
    }
  }

  private static void requireFollows(SitePackage site, SitePackage inForce) throws TrustException {
    if (site.number() <= inForce.number()) {
      throw Refusal.SITE_NOT_NEWER.because(
          "Site package "
              + site.number()
              + " is not newer than number "
              + inForce.number()
              + ", which is in force.");
    }
    Set<Withdrawal> forgotten = new HashSet<>(inForce.withdrawn());
    forgotten.removeAll(site.withdrawn());
    if (!forgotten.isEmpty()) {
      throw Refusal.SITE_WITHDRAWAL_MISSING.because(
          "Site package "
              + site.number()
              + " leaves out "
              + forgotten.size()
              + " withdrawn certificates of number "
              + inForce.number()
              + ": what is withdrawn stays so; whoever may sign again gets a new certificate.");
    }
  }

  /** Everything that does not ask who signed. */
  static void requireUsable(SitePackage site, Gateway gateway, Instant now) throws TrustException {
    if (!site.hospital().equals(gateway.hospital())) {
      throw Refusal.SITE_OTHER_HOSPITAL.because(
          "The site package is for the hospital "
              + site.hospital()
              + ", and this gateway belongs to "
              + gateway.hospital()
              + ".");
    }
    if (site.issuedAt().isAfter(now.plus(AHEAD))) {
      throw Refusal.SITE_DATED_AHEAD.because(
          "The site package is dated "
              + site.issuedAt()
              + ", and it is "
              + now
              + ": look at the date in it, and at this gateway's clock.");
    }
    for (Use use : Use.values()) {
      requireAnchors(site.listed(use), use, now);
    }
    requireOwnCertificate(site, gateway, now);
  }

  private static void requireAnchors(List<SiteAnchor> anchors, Use use, Instant now)
      throws TrustException {
    for (SiteAnchor anchor : anchors) {
      requireAuthority(anchor.certificate());
    }
    if (anchors.stream().noneMatch(anchor -> anchor.carriesAt(now))) {
      throw Refusal.SITE_ANCHOR_UNUSABLE.because(
          "No anchor in anchors."
              + use.name().toLowerCase(Locale.ROOT)
              + " both stays (has no until) and is within its own dates on "
              + now
              + ".");
    }
  }

  private static void requireAuthority(X509Certificate certificate) throws TrustException {
    String subject = Certificates.subjectOf(certificate);
    boolean[] usage = certificate.getKeyUsage();
    if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[CERTIFICATE_SIGN])) {
      throw Refusal.SITE_ANCHOR_UNUSABLE.because(
          subject + " is among the anchors and is no certificate authority.", subject);
    }
    Optional<String> weakness = AlgorithmFloor.keyWeakness(certificate);
    if (weakness.isPresent()) {
      throw Refusal.SITE_ANCHOR_UNUSABLE.because(
          subject + " is among the anchors and too weak: " + weakness.get() + ".", subject);
    }
  }

  private static void requireOwnCertificate(SitePackage site, Gateway gateway, Instant now)
      throws TrustException {
    // What does not lead to an anchor today cannot be lost.
    if (site.reissue()
        || gateway.ownChain().isEmpty()
        || !leadsTo(gateway.ownChain(), gateway.serverAnchors(), now)) {
      return;
    }
    if (!leadsTo(gateway.ownChain(), site.anchors(Use.SERVER, now), now)) {
      String subject = Certificates.subjectOf(gateway.ownChain().get(0));
      throw Refusal.SITE_LOCKS_OUT.because(
          "By site package "
              + site.number()
              + " this gateway's own certificate would count no more: keep its root until the"
              + " gateway has a certificate below the new one, or say reissue in the package.",
          subject);
    }
  }

  private static boolean leadsTo(
      List<X509Certificate> chain, List<X509Certificate> anchors, Instant now) {
    try {
      var unused =
          new ChainJudge(ChainRules.of(Purpose.DEVICE, RevocationRules.OFF))
              .judge(
                  chain.get(0),
                  chain.subList(1, chain.size()),
                  anchors,
                  now,
                  Set.of(Purpose.CLIENT_AUTH),
                  Evidence.NONE);
      return true;
    } catch (TrustException no) {
      return false;
    }
  }

  private static void requireOwnSigners(Bytes signed, SitePackage site, Instant now)
      throws TrustException {
    try {
      var unused = byItself(signed, now);
    } catch (TrustException e) {
      throw Refusal.SITE_LOCKS_OUT.because(
          "By site package "
              + site.number()
              + " its own signers would count no more ("
              + e.code()
              + "): name the new authority beside the old first, then have people below the new"
              + " one drop the old.",
          e.subject(),
          e);
    }
  }
}
