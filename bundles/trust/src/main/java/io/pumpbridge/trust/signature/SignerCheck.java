// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AlgorithmFloor;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.JudgedAt;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.DefaultCMSSignatureAlgorithmNameGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Judges one signature: who made it, in which role, and whether it holds. */
final class SignerCheck {
  /** How far a signer's clock may be ahead of ours. */
  static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

  /**
   * One signature that holds.
   *
   * @param path from the signer's certificate to the anchor
   */
  record Accepted(SignerRole role, List<X509Certificate> path) {
    Accepted {
      path = List.copyOf(path);
    }

    X509Certificate certificate() {
      return path.get(0);
    }

    String subject() {
      return Certificates.subjectOf(certificate());
    }
  }

  /**
   * A gateway's own that holds.
   *
   * @param path from the gateway's certificate to the anchor
   * @param at when it says that it was made
   */
  record Dated(List<X509Certificate> path, Instant at) {
    Dated {
      path = List.copyOf(path);
    }
  }

  private final ChainJudge judge;
  private final List<X509Certificate> carried;
  private final List<X509Certificate> anchors;
  private final Evidence evidence;
  private final ClockReading now;

  SignerCheck(
      ChainJudge judge,
      List<X509Certificate> carried,
      List<X509Certificate> anchors,
      Evidence evidence,
      ClockReading now) {
    this.judge = judge;
    this.carried = carried;
    this.anchors = anchors;
    this.evidence = evidence;
    this.now = now;
  }

  Accepted check(SignerInformation signer) throws TrustException {
    try {
      X509Certificate certificate = certificateOf(signer, carried);
      if (certificate.getSubjectX500Principal().getName().isEmpty()) {
        throw Refusal.SIGNER_UNNAMED.because("A signer's certificate names nobody.");
      }
      checkAlgorithms(signer, certificate);
      SignerRole role = roleOf(certificate);
      List<X509Certificate> others = new ArrayList<>(carried);
      others.remove(certificate);
      List<X509Certificate> path =
          judge.judge(
              certificate, others, anchors, JudgedAt.by(now), Set.of(role.keyPurpose()), evidence);
      requireHolds(signer, certificate);
      return new Accepted(role, path);
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      // As in Envelope: the parser's unchecked exceptions on hostile input all mean one thing.
      throw Refusal.MALFORMED.because("A signature on it cannot be read.", "", e);
    }
  }

  /**
   * A gateway's own signature: it has no role, but the use that its certificate has anyway.
   *
   * @return from the gateway's certificate to the anchor
   */
  List<X509Certificate> checkDevice(SignerInformation signer) throws TrustException {
    return checkDevice(signer, claimed -> JudgedAt.by(now)).path();
  }

  /**
   * The same as of the time that the signature names, which must be none that it cannot have been
   * made at; see {@code GatewaySignatures}.
   */
  Dated checkDeviceAsSigned(SignerInformation signer) throws TrustException {
    return checkDevice(signer, JudgedAt::asked);
  }

  private Dated checkDevice(SignerInformation signer, Function<Instant, JudgedAt> judgedAt)
      throws TrustException {
    try {
      X509Certificate certificate = certificateOf(signer, carried);
      String subject = Certificates.subjectOf(certificate);
      checkAlgorithms(signer, certificate);
      List<X509Certificate> others = new ArrayList<>(carried);
      others.remove(certificate);
      Instant claimed = SigningTime.of(signer, subject);
      List<X509Certificate> path =
          judge.judge(
              certificate,
              others,
              anchors,
              judgedAt.apply(claimed),
              Set.of(Purpose.CLIENT_AUTH),
              evidence);
      requireHolds(signer, certificate);
      return new Dated(path, claimed);
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      throw Refusal.MALFORMED.because("A signature on it cannot be read.", "", e);
    }
  }

  /** All that is asked once the certificate is believed. */
  private void requireHolds(SignerInformation signer, X509Certificate certificate)
      throws IOException, CertificateEncodingException, TrustException {
    checkSigningTime(signer, certificate);
    SigningCertificate.requireNamed(signer, certificate);
    if (!holds(signer, certificate)) {
      String subject = Certificates.subjectOf(certificate);
      throw Refusal.SIGNATURE_INVALID.because(
          "The signature of " + subject + " does not hold.", subject);
    }
  }

  /** The certificate that a signature names; whether it made the signature nobody has asked yet. */
  static X509Certificate claimed(SignerInformation signer, List<X509Certificate> carried)
      throws TrustException {
    try {
      return certificateOf(signer, carried);
    } catch (IOException | CertificateEncodingException | RuntimeException e) {
      throw Refusal.MALFORMED.because("A signature on it cannot be read.", "", e);
    }
  }

  private static X509Certificate certificateOf(
      SignerInformation signer, List<X509Certificate> carried)
      throws IOException, CertificateEncodingException, TrustException {
    List<X509Certificate> fitting = new ArrayList<>();
    for (X509Certificate certificate : carried) {
      X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());
      if (signer.getSID().match(holder) && isNamedExactly(signer, holder)) {
        fitting.add(certificate);
      }
    }
    if (fitting.size() != 1) {
      throw Envelope.malformed(
          fitting.isEmpty()
              ? "the certificate of a signer is not in it"
              : "a signer has two certificates in it");
    }
    return fitting.get(0);
  }

  /** The parser compares names without regard to case; whoever signs copies them. */
  private static boolean isNamedExactly(SignerInformation signer, X509CertificateHolder holder)
      throws IOException {
    X500Name issuer = signer.getSID().getIssuer();
    return issuer == null || Arrays.equals(issuer.getEncoded(), holder.getIssuer().getEncoded());
  }

  private static void checkAlgorithms(SignerInformation signer, X509Certificate certificate)
      throws TrustException {
    String subject = Certificates.subjectOf(certificate);
    AlgorithmIdentifier signature = signer.toASN1Structure().getDigestEncryptionAlgorithm();
    if (!SignatureMath.allows(signature, signer.getDigestAlgorithmID())) {
      throw Refusal.ALGORITHM_WEAK.because(
          "The signature of "
              + subject
              + " uses "
              + signature.getAlgorithm()
              + " with the digest "
              + signer.getDigestAlgOID()
              + "; ECDSA on P-256 or P-384, Ed25519 or RSA-PSS with SHA-256 or better is needed.",
          subject);
    }
    var weakness = AlgorithmFloor.signerKeyWeakness(certificate);
    if (weakness.isPresent()) {
      throw Refusal.ALGORITHM_WEAK.because(
          "The certificate of " + subject + " is too weak to sign: " + weakness.get() + ".",
          subject);
    }
  }

  static SignerRole roleOf(X509Certificate certificate) throws TrustException {
    String subject = Certificates.subjectOf(certificate);
    List<SignerRole> roles = new ArrayList<>();
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      for (SignerRole role : SignerRole.values()) {
        if (uses != null && uses.contains(role.keyPurpose())) {
          roles.add(role);
        }
      }
    } catch (CertificateParsingException e) {
      throw Refusal.KEY_PURPOSE.because(
          "The extended key usage of " + subject + " cannot be read.", subject, e);
    }
    if (roles.isEmpty()) {
      throw Refusal.KEY_PURPOSE.because(
          "The certificate of " + subject + " gives no role to sign anything here.", subject);
    }
    if (roles.size() > 1) {
      throw Refusal.ROLE_AMBIGUOUS.because(
          "The certificate of " + subject + " gives more than one role: one each is needed.",
          subject);
    }
    return roles.get(0);
  }

  private void checkSigningTime(SignerInformation signer, X509Certificate certificate)
      throws TrustException {
    String subject = Certificates.subjectOf(certificate);
    Instant signed = SigningTime.of(signer, subject);
    if (signed.isAfter(now.wall().plus(CLOCK_TOLERANCE))
        || signed.isBefore(certificate.getNotBefore().toInstant())
        || signed.isAfter(certificate.getNotAfter().toInstant())) {
      throw Refusal.SIGNING_TIME_IMPLAUSIBLE.because(
          subject
              + " says to have signed at "
              + signed
              + ", which is not within the certificate's dates, or in the future (it is "
              + now.wall()
              + ").",
          subject);
    }
  }

  private static boolean holds(SignerInformation signer, X509Certificate certificate)
      throws IOException, CertificateEncodingException {
    var verifier =
        new SignerInformationVerifier(
            new DefaultCMSSignatureAlgorithmNameGenerator(),
            new DefaultSignatureAlgorithmIdentifierFinder(),
            new SignatureMath(new X509CertificateHolder(certificate.getEncoded())),
            ContentDigest::calculator);
    try {
      return signer.verify(verifier);
    } catch (CMSException contentChangedOrWorse) {
      return false;
    }
  }
}
