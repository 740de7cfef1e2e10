// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.ChainRules;
import io.pumpbridge.trust.chain.Hearing;
import io.pumpbridge.trust.chain.Hearing.Heard;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.SignerCheck.Accepted;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.cms.SignerInformation;

/**
 * Accepts a file only if exactly the required roles signed it, each once, each by somebody else.
 * One signature that does not hold refuses all: whoever added it had a reason.
 */
public final class CmsVerifier implements SignatureVerifier {
  private final Anchors anchors;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final SignedTimes times;

  /** With a clock that signed times mean nothing to. */
  public CmsVerifier(Anchors anchors, StatusKnowledge status, TrustedClock clock) {
    this(anchors, status, clock, SignedTimes.ignoredBy(clock));
  }

  /**
   * @param times hears when accepted signers' certificates and the lists about them were signed,
   *     but not when the signers say that they signed
   */
  public CmsVerifier(
      Anchors anchors, StatusKnowledge status, TrustedClock clock, SignedTimes times) {
    this.times = times;
    this.anchors = anchors;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public SignedContent verify(Bytes signed, Set<SignerRole> required) throws TrustException {
    Envelope envelope = readFor(required, signed);
    SignerTrust trust =
        new SignerTrust(anchors.load(), anchors.withdrawals(), status.rules(), status.ofSigners());
    List<Accepted> accepted = judge(envelope, required, trust, clock.read());
    for (Accepted signer : accepted) {
      Heard heard = Hearing.heard(signer.path(), trust.evidence());
      times.heard(heard.said(), heard.anchor());
    }
    return content(envelope, accepted);
  }

  /** As {@link #verify(Bytes, Set)}, for whoever knows by whom and when. */
  public static SignedContent verify(
      Bytes signed, Set<SignerRole> required, SignerTrust trust, Instant at) throws TrustException {
    Envelope envelope = readFor(required, signed);
    ClockReading then = new ClockReading(at, ClockQuality.SYNCHRONISED, 0);
    return content(envelope, judge(envelope, required, trust, then));
  }

  private static SignedContent content(Envelope envelope, List<Accepted> accepted) {
    return new SignedContent(
        envelope.content(),
        accepted.stream().map(one -> new Signer(one.role(), one.subject())).toList());
  }

  private static Envelope readFor(Set<SignerRole> required, Bytes signed) throws TrustException {
    if (required.isEmpty()) {
      throw new IllegalArgumentException("at least one role must be required");
    }
    return Envelope.read(signed);
  }

  /** What stands in it, whoever wrote it: nothing of that is proven. */
  public static Bytes unverifiedContent(Bytes signed) throws TrustException {
    return Envelope.read(signed).content();
  }

  /**
   * Who says to have signed it, whoever wrote it: nothing of that is proven.
   *
   * @return at least one
   */
  public static List<Signer> unverifiedSigners(Bytes signed) throws TrustException {
    Envelope envelope = Envelope.read(signed);
    List<Signer> claimed = new ArrayList<>();
    for (SignerInformation signer : envelope.signers()) {
      X509Certificate certificate = SignerCheck.claimed(signer, envelope.certificates());
      claimed.add(new Signer(SignerCheck.roleOf(certificate), Certificates.subjectOf(certificate)));
    }
    claimed.sort(Comparator.comparing(Signer::role));
    return claimed;
  }

  /**
   * The role that a certificate gives.
   *
   * @throws TrustException {@code key-purpose} if none, {@code role-ambiguous} if several
   */
  public static SignerRole roleOf(X509Certificate certificate) throws TrustException {
    return SignerCheck.roleOf(certificate);
  }

  private static List<Accepted> judge(
      Envelope envelope, Set<SignerRole> required, SignerTrust trust, ClockReading now)
      throws TrustException {
    SignerCheck check =
        new SignerCheck(
            new ChainJudge(ChainRules.of(Purpose.SIGNER, trust.revocation())),
            envelope.certificates(),
            trust.anchors(),
            trust.evidence(),
            now);
    List<Accepted> accepted = new ArrayList<>();
    for (SignerInformation signer : envelope.signers()) {
      Accepted one = check.check(signer);
      trust.requireNotWithdrawn(one.path());
      accepted.add(one);
    }
    requireDifferentPeople(accepted);
    requireRoles(accepted, required);
    requireNoIdleCertificate(envelope.certificates(), accepted);
    accepted.sort(Comparator.comparing(Accepted::role));
    return accepted;
  }

  private static void requireDifferentPeople(List<Accepted> accepted) throws TrustException {
    List<Person> seen = new ArrayList<>();
    for (Accepted signer : accepted) {
      Person person = Person.from(signer.certificate());
      if (seen.stream().anyMatch(person::isSameAs)) {
        throw Refusal.SAME_SIGNER.because(
            signer.subject() + " signed more than once; each role needs another person.",
            signer.subject());
      }
      seen.add(person);
    }
  }

  private static void requireRoles(List<Accepted> accepted, Set<SignerRole> required)
      throws TrustException {
    Set<SignerRole> missing = new TreeSet<>(required);
    accepted.forEach(signer -> missing.remove(signer.role()));
    if (!missing.isEmpty()) {
      String names = String.join(" and ", missing.stream().map(SignerRole::wireName).toList());
      throw Refusal.ROLE_MISSING.because("Nobody signed this as " + names + ".");
    }
    Set<SignerRole> open = new TreeSet<>(required);
    for (Accepted signer : accepted) {
      if (!open.remove(signer.role())) {
        throw Refusal.SIGNER_UNEXPECTED.because(
            signer.subject()
                + " also signed as "
                + signer.role().wireName()
                + ", and nobody asked for that.",
            signer.subject());
      }
    }
  }

  private static void requireNoIdleCertificate(
      List<X509Certificate> carried, List<Accepted> accepted) throws TrustException {
    for (X509Certificate certificate : carried) {
      if (accepted.stream().noneMatch(signer -> signer.path().contains(certificate))) {
        String subject = Certificates.subjectOf(certificate);
        throw Refusal.CERTIFICATE_UNEXPECTED.because(
            "The certificate of " + subject + " is in the file, but no signer needs it.", subject);
      }
    }
  }
}
