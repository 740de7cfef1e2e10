// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.Provisioning;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.chain.Hearing;
import io.pumpbridge.trust.chain.JudgedAt;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.keys.DeviceKeys;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.Evidence;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Identity by files: a request goes out, a certificate comes in, and is judged before it counts.
 */
final class OfflineProvisioning implements Provisioning {
  private static final int MAX_PEM_CHARACTERS = 128 * 1024;

  private final GatewayName gateway;
  private final KeyVault vault;
  private final AnchorFolder anchors;
  private final TrustedClock clock;
  private final Hearing hearing;

  /** What the others must know of us is theirs to know. */
  private final ChainJudge judge = new ChainJudge(Purpose.DEVICE);

  OfflineProvisioning(
      GatewayName gateway, KeyVault vault, AnchorFolder anchors, TrustedClock clock) {
    this(gateway, vault, anchors, clock, SignedTimes.ignoredBy(clock));
  }

  /**
   * @param times hears when a certificate that is installed was signed
   */
  OfflineProvisioning(
      GatewayName gateway,
      KeyVault vault,
      AnchorFolder anchors,
      TrustedClock clock,
      SignedTimes times) {
    this.hearing = new Hearing(Purpose.DEVICE, times);
    this.gateway = gateway;
    this.vault = vault;
    this.anchors = anchors;
    this.clock = clock;
  }

  @Override
  public String request() throws TrustException {
    KeyVault.WaitingKey key = vault.waiting();
    return DeviceKeys.request(gateway, key.key(), key.publicKey());
  }

  @Override
  public void install(String pem) throws TrustException {
    List<X509Certificate> sent = read(pem);
    X509Certificate leaf = sent.get(0);
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
    List<X509Certificate> path = judged(leaf, sent.subList(1, sent.size()));
    // The anchor stays out: whoever trusts it has it.
    vault.install(new ArrayList<>(path.subList(0, path.size() - 1)));
    Hearing.Heard heard = Hearing.heard(path, Evidence.NONE);
    hearing.times().heard(heard.said(), heard.anchor());
  }

  private List<X509Certificate> judged(X509Certificate leaf, List<X509Certificate> others)
      throws TrustException {
    List<X509Certificate> trusted = anchors.load();
    JudgedAt at =
        hearing.judgingTime(
            leaf, others, trusted, clock.read(), Purpose.CLIENT_AUTH, Evidence.NONE);
    return judge.judge(leaf, others, trusted, at, Set.of(Purpose.CLIENT_AUTH), Evidence.NONE);
  }

  private static List<X509Certificate> read(String pem) throws TrustException {
    if (pem.length() > MAX_PEM_CHARACTERS) {
      throw Refusal.CERTIFICATE_UNREADABLE.because(
          "The file is larger than "
              + MAX_PEM_CHARACTERS
              + " characters: send the certificate only.");
    }
    try {
      return Certificates.fromPem(pem);
    } catch (CertificateException e) {
      throw Refusal.CERTIFICATE_UNREADABLE.because(
          "This is no certificate in PEM: " + e.getMessage() + ".", "", e);
    }
  }
}
