// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.trust.Provisioning;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.keys.CertificateIntake;
import io.pumpbridge.trust.keys.DeviceKeys;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Identity by files: a request goes out, a certificate comes in, and is judged before it counts.
 */
final class OfflineProvisioning implements Provisioning {
  private static final int MAX_PEM_CHARACTERS = 128 * 1024;

  private final GatewayName gateway;
  private final KeyVault vault;
  private final Anchors anchors;
  private final CertificateIntake intake;

  OfflineProvisioning(
      GatewayName gateway, KeyVault vault, Anchors anchors, CertificateIntake intake) {
    this.gateway = gateway;
    this.vault = vault;
    this.anchors = anchors;
    this.intake = intake;
  }

  @Override
  public String request() throws TrustException {
    KeyVault.WaitingKey key = vault.waiting();
    return DeviceKeys.request(gateway, key.key(), key.publicKey());
  }

  @Override
  public void install(String pem) throws TrustException {
    List<X509Certificate> sent = read(pem);
    intake.install(intake.judge(sent.get(0), sent.subList(1, sent.size()), anchors.load()));
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
