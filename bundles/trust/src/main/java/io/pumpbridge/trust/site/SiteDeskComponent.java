// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SiteDesk;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.SignerTrust;
import io.pumpbridge.trust.site.SitePackage.Use;
import io.pumpbridge.trust.site.SiteRules.Accepted;
import io.pumpbridge.trust.site.SiteRules.Gateway;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Makes and judges site packages where a command asks for it by an empty configuration; an agent
 * never does. Immediate, so that whoever waits for it finds its port there.
 */
@Component(
    name = SiteDeskComponent.PID,
    service = SiteDesk.class,
    immediate = true,
    configurationPid = SiteDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SiteDeskComponent implements SiteDesk {
  static final String PID = "io.pumpbridge.trust.sitedesk";

  private final Clock clock;

  /** The desk's own clock: there is no gateway whose time could be trusted. */
  public SiteDeskComponent() {
    this(Clock.systemUTC());
  }

  SiteDeskComponent(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Map<String, Object> make(Map<String, Object> wish) throws TrustException {
    Instant now = clock.instant();
    try {
      Fields document = SiteDraft.write(Fields.from(wish), now);
      SitePackage site = SitePackageReader.read(document);
      SiteRules.requireUsable(site, unknownGateway(site.hospital()), now);
      return document.toTree();
    } catch (DocumentException e) {
      throw Refusal.SITE_MALFORMED.because(
          "The site package cannot be made: " + e.path() + " " + e.problem() + ".", "", e);
    }
  }

  @Override
  public Map<String, Object> judge(byte[] signed, byte[] inForce) {
    Bytes file = Bytes.of(signed);
    Instant now = clock.instant();
    try {
      Accepted accepted =
          inForce.length == 0 ? alone(file, now) : after(file, Bytes.of(inForce), now);
      return SiteReport.described("file", accepted.site(), now)
          .put("accept", true)
          .put("code", "ok")
          .put("reason", "The site package may come into force.")
          .put("signers", SiteEvents.signers(accepted.signers()))
          .put("install_code", SiteCode.of(file).printed())
          .build()
          .toTree();
    } catch (TrustException e) {
      return Fields.builder()
          .put("accept", false)
          .put("code", e.code())
          .put("reason", String.valueOf(e.getMessage()))
          .put("subject", e.subject())
          .build()
          .toTree();
    }
  }

  private static Accepted alone(Bytes file, Instant now) throws TrustException {
    Accepted accepted = SiteRules.byItself(file, now);
    SiteRules.requireUsable(accepted.site(), unknownGateway(accepted.site().hospital()), now);
    return accepted;
  }

  private static Accepted after(Bytes file, Bytes inForce, Instant now) throws TrustException {
    SitePackage before = SiteRules.stored(inForce);
    SignerTrust trust = new SignerTrust(before.anchors(Use.SIGNERS, now), before.withdrawals());
    return SiteRules.following(
        file, trust, Optional.of(before), unknownGateway(before.hospital()), now);
  }

  /** Of the hospital's; which certificate it has nobody here knows. */
  private static Gateway unknownGateway(String hospital) {
    return new Gateway(hospital, List.of(), List.of());
  }
}
