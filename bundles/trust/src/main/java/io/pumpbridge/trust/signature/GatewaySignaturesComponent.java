// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.model.trust.GatewaySignatures;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Verifies what gateways have signed, where a command asks for it by an empty configuration; an
 * agent never does. Immediate, so that whoever waits for it finds its port there.
 */
@Component(
    name = GatewaySignaturesComponent.PID,
    service = GatewaySignatures.class,
    immediate = true,
    configurationPid = GatewaySignaturesComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GatewaySignaturesComponent implements GatewaySignatures {
  static final String PID = "io.pumpbridge.trust.gatewaysignatures";

  private final Clock clock;

  /** The desk's own clock: of it is only asked what lies in the future. */
  @Activate
  public GatewaySignaturesComponent() {
    this(Clock.systemUTC());
  }

  GatewaySignaturesComponent(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Verifier below(List<String> pems) throws TrustException {
    List<X509Certificate> anchors = new ArrayList<>();
    for (String pem : pems) {
      anchors.addAll(read(pem));
    }
    if (anchors.isEmpty()) {
      throw Refusal.NO_ANCHORS.because("No authority is named whose gateways are believed.");
    }
    return signed -> GatewaySignature.verifyAsSigned(signed, anchors, clock.instant());
  }

  private static List<X509Certificate> read(String pem) throws TrustException {
    List<X509Certificate> anchors;
    try {
      anchors = Certificates.fromPem(pem);
    } catch (CertificateException e) {
      throw Refusal.ANCHORS_UNREADABLE.because(
          "The anchors cannot be read as certificates in PEM: " + e.getMessage() + ".", "", e);
    }
    for (X509Certificate anchor : anchors) {
      if (anchor.getBasicConstraints() < 0) {
        String subject = Certificates.subjectOf(anchor);
        throw Refusal.ANCHORS_UNREADABLE.because(
            "Among the anchors is " + subject + ", which is no certificate authority.", subject);
      }
    }
    return anchors;
  }
}
