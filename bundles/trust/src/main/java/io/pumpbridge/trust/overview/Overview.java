// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.overview;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.model.trust.TrustOverview;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.clock.ClockState;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.est.RenewalLoop;
import io.pumpbridge.trust.keys.Generations;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.site.Site;
import io.pumpbridge.trust.site.SiteStanding;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.wifi.WifiFiles;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what a {@link TrustReport} needs, anew at each question. Any number of threads; reads
 * files, makes and changes nothing.
 */
public final class Overview implements TrustOverview {
  private final Own own;
  private final RenewalLoop renewal;
  private final Whom whom;
  private final FlooredClock clock;
  private final HealthCheck health;

  /** Who this gateway is. */
  public record Own(
      OwnIdentity identity, KeyVault vault, Generations generations, KeyPlace place) {}

  /**
   * Whom it trusts.
   *
   * @param networks authorities of the Wi-Fi network; empty if there is none
   * @param lists where people put revocation lists
   */
  public record Whom(
      Site site, Optional<Anchors> networks, WifiFiles wifi, StatusKnowledge status, Path lists) {}

  public Overview(Own own, RenewalLoop renewal, Whom whom, FlooredClock clock, HealthCheck health) {
    this.own = own;
    this.renewal = renewal;
    this.whom = whom;
    this.clock = clock;
    this.health = health;
  }

  @Override
  public Map<String, Object> showTrust() {
    return report().told().toTree();
  }

  @Override
  public Map<String, Object> trustInBrief() {
    return report().inBrief().toTree();
  }

  private TrustReport report() {
    ClockState time = clock.state();
    Instant now = time.shown().wall();
    SiteStanding site = whom.site().standing();
    List<X509Certificate> servers = site.server().countingAt(now);
    List<X509Certificate> signers = site.signers().countingAt(now);
    List<X509Certificate> witnesses = new ArrayList<>(servers);
    witnesses.addAll(signers);
    IdentitySection identity = identity();
    return new TrustReport(
        own.identity().gatewayId(),
        own.identity().hospital(),
        identity,
        new RenewalSection(
            renewal.settings(),
            renewal.nextAttempt(),
            renewal.lastAttempt(),
            identity.inUse().map(leaf -> leaf.getNotBefore().toInstant())),
        new TrustedSection(site, whom.networks().map(SiteStanding.Side::of), whom.wifi().failure()),
        new RevocationSection(
            whom.status().rules(),
            whom.status().lists(),
            servers,
            signers,
            whom.status().keptResponses(),
            whom.lists()),
        new ClockSection(time, clock.jumped(), witnesses),
        health.check());
  }

  private IdentitySection identity() {
    return new IdentitySection(
        own.place(),
        found(() -> own.vault().find().map(KeyVault.Identity::leaf)),
        found(() -> own.vault().previous().map(KeyVault.Identity::leaf)),
        found(() -> own.vault().findWaiting()),
        trouble(),
        found(() -> own.generations().complaint()));
  }

  /** What may be damaged. */
  private interface Read<T> {
    Optional<T> read() throws TrustException;
  }

  /** What is damaged is said once, as {@link #trouble}. */
  private static <T> Optional<T> found(Read<T> read) {
    try {
      return read.read();
    } catch (TrustException damaged) {
      return Optional.empty();
    }
  }

  private Optional<TrustException> trouble() {
    try {
      var unused = own.identity().get();
      own.identity().requireUsable();
      return Optional.empty();
    } catch (TrustException why) {
      return Optional.of(why);
    }
  }
}
