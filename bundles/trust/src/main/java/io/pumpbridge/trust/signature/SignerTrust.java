// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whose signatures count: those of certificates below these anchors that nobody withdrew.
 *
 * @param revocation what must be known of each
 * @param evidence what is known
 */
public record SignerTrust(
    List<X509Certificate> anchors,
    Withdrawals withdrawals,
    RevocationRules revocation,
    Evidence evidence) {
  public SignerTrust {
    anchors = List.copyOf(anchors);
  }

  /** Where nobody asks what issuers say of their certificates. */
  public SignerTrust(List<X509Certificate> anchors, Withdrawals withdrawals) {
    this(anchors, withdrawals, RevocationRules.OFF, Evidence.NONE);
  }

  /** A withdrawn authority takes all below it along. */
  void requireNotWithdrawn(List<X509Certificate> path) throws TrustException {
    for (X509Certificate certificate : path) {
      if (withdrawals.cover(certificate)) {
        String subject = Certificates.subjectOf(certificate);
        throw Refusal.SIGNER_WITHDRAWN.because(
            "The hospital has withdrawn the certificate of " + subject + ".", subject);
      }
    }
  }
}
