// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.revocation;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;

/**
 * What OCSP responses say of one certificate (RFC 6960, 3.2). A response is signed by the issuer
 * itself, or by somebody to whom the issuer has given just that work (4.2.2.2).
 *
 * @param responses DER, as a server staples them or a responder sends them
 * @param at the time for which is asked
 * @param stale how long after its next update a response still counts; empty without an end
 * @param verifiers makes a verifier for a certificate's key
 */
record ResponseCheck(
    List<Bytes> responses, Instant at, Optional<Duration> stale, Verifiers verifiers) {

  /** How far a responder's clock may be ahead of ours. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  /** One signed, and while its key changes two; each may cost a verification. */
  private static final int MAX_DELEGATES = 4;

  /** A response about one certificate, with its signers' certificates, has some 2 kB. */
  private static final int MAX_RESPONSE_BYTES = 64 * 1024;

  /** How long a response counts that does not say when the next one comes. */
  private static final Duration FRESH = Duration.ofDays(1);

  /** What a delegate's certificate may call critical (RFC 5280, 4.2): what is looked at here. */
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          Extension.basicConstraints,
          Extension.keyUsage,
          Extension.extendedKeyUsage,
          OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);

  private static final JcaX509CertificateConverter CONVERTER =
      new JcaX509CertificateConverter().setProvider("SUN");

  private static final DigestCalculatorProvider DIGESTS = new BcDigestCalculatorProvider();

  /**
   * A response that says "revoked" beats any that says "good".
   *
   * @param standing whether a delegate without the issuer's word that its own revocation need not
   *     be looked for is known not to be revoked
   */
  Status of(
      X509Certificate certificate, X509Certificate issuer, Predicate<X509Certificate> standing) {
    Status best = Status.UNKNOWN;
    for (Bytes response : responses) {
      Status said = of(certificate, issuer, response, standing);
      if (said == Status.REVOKED) {
        return said;
      }
      best = both(best, said);
    }
    return best;
  }

  /**
   * When a response was signed; empty if not by the issuer, nor by a delegate without a need to
   * look whether he has been revoked.
   */
  static Optional<Instant> producedAt(Bytes response, X509Certificate issuer, Verifiers verifiers) {
    try {
      if (!(new OCSPResp(response.toArray()).getResponseObject() instanceof BasicOCSPResp basic)) {
        return Optional.empty();
      }
      Instant produced = basic.getProducedAt().toInstant();
      ResponseCheck then =
          new ResponseCheck(List.of(response), produced, Optional.empty(), verifiers);
      boolean signed =
          then.isSigned(basic, new X509CertificateHolder(issuer.getEncoded()), delegate -> false);
      return signed ? Optional.of(produced) : Optional.empty();
    } catch (IOException
        | OCSPException
        | OperatorCreationException
        | CertException
        | CertificateException
        | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private Status of(
      X509Certificate certificate,
      X509Certificate issuer,
      Bytes response,
      Predicate<X509Certificate> standing) {
    try {
      if (response.length() > MAX_RESPONSE_BYTES) {
        return Status.UNKNOWN;
      }
      OCSPResp whole = new OCSPResp(response.toArray());
      if (whole.getStatus() != OCSPResp.SUCCESSFUL
          || !(whole.getResponseObject() instanceof BasicOCSPResp basic)) {
        return Status.UNKNOWN;
      }
      X509CertificateHolder by = new X509CertificateHolder(issuer.getEncoded());
      return isSigned(basic, by, standing) ? said(basic, certificate, by) : Status.UNKNOWN;
    } catch (IOException
        | OCSPException
        | OperatorCreationException
        | CertException
        | CertificateException
        | RuntimeException unreadable) {
      // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
      return Status.UNKNOWN;
    }
  }

  private boolean isSigned(
      BasicOCSPResp response, X509CertificateHolder issuer, Predicate<X509Certificate> standing)
      throws OperatorCreationException, CertException, IOException, CertificateException {
    List<X509CertificateHolder> signers = new ArrayList<>(List.of(issuer));
    for (X509CertificateHolder delegate :
        Arrays.stream(response.getCerts()).limit(MAX_DELEGATES).toList()) {
      if (isDelegate(delegate, issuer, standing)) {
        signers.add(delegate);
      }
    }
    return signers.stream().anyMatch(signer -> isSignedBy(response, signer));
  }

  /** A key that does not go with the signature, or is too weak, leaves the others standing. */
  private boolean isSignedBy(BasicOCSPResp response, X509CertificateHolder signer) {
    try {
      return response.isSignatureValid(verifiers.of(signer));
    } catch (OCSPException | OperatorCreationException | RuntimeException notHis) {
      return false;
    }
  }

  /**
   * Issued by the issuer itself for this work, and not revoked: by the issuer's word that nobody
   * need look for that (4.2.2.2.1), or by a list.
   */
  private boolean isDelegate(
      X509CertificateHolder delegate,
      X509CertificateHolder issuer,
      Predicate<X509Certificate> standing)
      throws OperatorCreationException, CertException, CertificateException, IOException {
    ExtendedKeyUsage uses = ExtendedKeyUsage.fromExtensions(delegate.getExtensions());
    KeyUsage usage = KeyUsage.fromExtensions(delegate.getExtensions());
    return delegate.getIssuer().equals(issuer.getSubject())
        && delegate.isValidOn(Date.from(at))
        && uses != null
        && uses.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
        && (usage == null || usage.hasUsages(KeyUsage.digitalSignature))
        && delegate.isSignatureValid(verifiers.of(issuer))
        && UNDERSTOOD.containsAll(delegate.getCriticalExtensionOIDs())
        && (delegate.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck) != null
            || standing.test(CONVERTER.getCertificate(delegate)));
  }

  private Status said(
      BasicOCSPResp response, X509Certificate certificate, X509CertificateHolder issuer)
      throws OCSPException {
    Status best = Status.UNKNOWN;
    for (SingleResp single : response.getResponses()) {
      CertificateID id = single.getCertID();
      if (id.getSerialNumber().equals(certificate.getSerialNumber())
          && id.matchesIssuer(issuer, DIGESTS)
          && !single.getThisUpdate().toInstant().isAfter(at.plus(CLOCK_TOLERANCE))) {
        best = both(best, said(single));
      }
    }
    return best;
  }

  /** Of two that are said of one certificate: that it is revoked, or else what is known best. */
  private static Status both(Status before, Status said) {
    if (before == Status.REVOKED || said == Status.REVOKED) {
      return Status.REVOKED;
    }
    return before == Status.GOOD || said == Status.UNKNOWN ? before : said;
  }

  private Status said(SingleResp single) {
    CertificateStatus status = single.getCertStatus();
    if (status instanceof RevokedStatus) {
      return Status.REVOKED;
    }
    if (status != CertificateStatus.GOOD) {
      return Status.UNKNOWN;
    }
    // Without a next update newer information is available all the time (4.2.2.1).
    Instant ends =
        single.getNextUpdate() == null
            ? single.getThisUpdate().toInstant().plus(FRESH)
            : single.getNextUpdate().toInstant();
    return stale.isEmpty() || !at.isAfter(ends.plus(stale.get())) ? Status.GOOD : Status.STALE;
  }
}
