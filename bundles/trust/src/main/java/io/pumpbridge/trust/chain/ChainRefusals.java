// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationJudge.Objection;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** How chains are refused: the code by what they are for, the sentence with whose fault it is. */
record ChainRefusals(Purpose purpose) {

  TrustException untrusted(X509Certificate certificate, String what) {
    return untrusted(certificate, what, null);
  }

  /**
   * @param why is said too, if it has words
   */
  TrustException untrusted(X509Certificate certificate, String what, @Nullable Exception why) {
    String subject = Certificates.subjectOf(certificate);
    String detail = why == null || why.getMessage() == null ? "" : " (" + why.getMessage() + ")";
    String sentence = "The certificate of " + subject + " is not trusted. " + what + detail + ".";
    return why == null
        ? purpose.untrusted.because(sentence, subject)
        : purpose.untrusted.because(sentence, subject, why);
  }

  /**
   * @param predicate what is wrong with it, to follow its name
   */
  static TrustException because(Refusal refusal, X509Certificate certificate, String predicate) {
    String subject = Certificates.subjectOf(certificate);
    return refusal.because("The certificate of " + subject + " " + predicate + ".", subject);
  }

  static TrustException because(Objection objection) {
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
}
