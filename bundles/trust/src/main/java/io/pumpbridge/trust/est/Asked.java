// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.CertificateIntake;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.KeyVault.WaitingKey;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an EST server was asked for, and what its reply is held against.
 *
 * @param before the identity until now
 * @param trusted the anchors
 * @param authorities what the server calls its own; they fill gaps and are never anchors
 */
record Asked(
    WaitingKey key,
    Optional<Identity> before,
    List<X509Certificate> trusted,
    List<X509Certificate> authorities) {

  /** What becomes of the reply; what was issued is installed, if all of it holds. */
  Outcome outcome(EstReply reply, CertificateIntake intake) throws TrustException {
    if (reply instanceof EstReply.Later later) {
      return new Outcome.Pending(later.pause());
    }
    if (reply instanceof EstReply.Refused refused) {
      return new Outcome.Refused(refused.why(), refused.pause());
    }
    return take(((EstReply.Issued) reply).certificates(), intake);
  }

  private Outcome take(List<X509Certificate> sent, CertificateIntake intake) throws TrustException {
    X509Certificate leaf =
        sent.stream()
            .filter(this::isOfOurKey)
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.CERTIFICATE_NOT_OURS.because(
                        "The EST server sent no certificate for the key that it was asked for."));
    Optional<X509Certificate> present = before.map(Identity::leaf);
    if (present.isPresent() && CertsOnly.same(present.get(), leaf)) {
      throw Refusal.EST_CERTIFICATE_UNEXPECTED.because(
          "The EST server sent the certificate that this gateway already has.");
    }
    List<X509Certificate> others = new ArrayList<>();
    addOthers(sent, leaf, others);
    addOthers(authorities, leaf, others);
    List<X509Certificate> path = intake.judge(leaf, others, trusted);
    for (X509Certificate one : sent) {
      if (!path.contains(one)) {
        throw Refusal.EST_CERTIFICATE_UNEXPECTED.because(
            "The EST server sent a certificate that this gateway's does not need, of "
                + one.getSubjectX500Principal().getName()
                + ".");
      }
    }
    intake.install(path);
    boolean newKey = present.filter(this::isOfOurKey).isEmpty();
    return new Outcome.Installed(leaf, present.map(Asked::endOf), newKey);
  }

  private boolean isOfOurKey(X509Certificate certificate) {
    return Arrays.equals(key.publicKey().getEncoded(), certificate.getPublicKey().getEncoded());
  }

  private static void addOthers(
      List<X509Certificate> from, X509Certificate leaf, List<X509Certificate> to) {
    for (X509Certificate one : from) {
      if (!leaf.equals(one) && !to.contains(one)) {
        to.add(one);
      }
    }
  }

  private static Instant endOf(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }
}
