// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.chain.Hearing;
import io.pumpbridge.trust.chain.JudgedAt;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Judges what an authority made of this gateway's request, on whichever way it came, before it
 * becomes the gateway's certificate.
 */
public final class CertificateIntake {
  private final GatewayName gateway;
  private final KeyVault vault;
  private final TrustedClock clock;
  private final Hearing hearing;
  private final ChainJudge judge = new ChainJudge(Purpose.DEVICE);

  /**
   * @param times hears when a certificate that is installed was signed
   */
  public CertificateIntake(
      GatewayName gateway, KeyVault vault, TrustedClock clock, SignedTimes times) {
    this.hearing = new Hearing(Purpose.DEVICE, times);
    this.gateway = gateway;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * Insists that it is for a key of this gateway, names this gateway, leads to an anchor, and is
   * good as a client's now.
   *
   * @param others whatever came with it, in any order
   * @return the path, leaf first, anchor last
   */
  public List<X509Certificate> judge(
      X509Certificate leaf, List<X509Certificate> others, List<X509Certificate> anchors)
      throws TrustException {
    String subject = Certificates.subjectOf(leaf);
    if (!vault.awaits(leaf.getPublicKey())) {
      throw Refusal.CERTIFICATE_NOT_OURS.because(
          "The certificate of "
              + subject
              + " is for another key than this gateway's: send this gateway's request to the"
              + " authority again, and put the gateway's certificate first in the file.",
          subject);
    }
    if (!gateway.isIn(leaf)) {
      throw Refusal.CERTIFICATE_WRONG_GATEWAY.because(
          "The certificate of "
              + subject
              + " does not name this gateway: its common name must be "
              + gateway.id()
              + " and it needs the alternative name "
              + gateway.uri()
              + ".",
          subject);
    }
    JudgedAt at =
        hearing.judgingTime(
            leaf, others, anchors, clock.read(), Purpose.CLIENT_AUTH, Evidence.NONE);
    return judge.judge(leaf, others, anchors, at, Set.of(Purpose.CLIENT_AUTH), Evidence.NONE);
  }

  /**
   * Makes it this gateway's.
   *
   * @param path as judged; the anchor stays out, whoever trusts it has it
   */
  public void install(List<X509Certificate> path) throws TrustException {
    vault.install(List.copyOf(path.subList(0, path.size() - 1)));
    Hearing.Heard heard = Hearing.heard(path, Evidence.NONE);
    hearing.times().heard(heard.said(), heard.anchor());
  }
}
