// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.est.Life;
import io.pumpbridge.trust.keys.Generations;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.revocation.RevocationLists;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.wifi.WifiFiles;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Says the worst of what there is to say about keys, anchors and the clock. */
final class TrustHealth implements HealthCheck {
  private final OwnIdentity identity;
  private final Anchors server;
  private final Anchors signers;
  private final StatusKnowledge status;
  private final TrustedClock clock;
  private final Generations generations;
  private final WifiFiles wifi;

  TrustHealth(
      OwnIdentity identity,
      Anchors server,
      Anchors signers,
      StatusKnowledge status,
      TrustedClock clock,
      Generations generations,
      WifiFiles wifi) {
    this.wifi = wifi;
    this.identity = identity;
    this.generations = generations;
    this.server = server;
    this.signers = signers;
    this.status = status;
    this.clock = clock;
  }

  @Override
  public String part() {
    return "trust";
  }

  @Override
  public Health check() {
    ClockReading now = clock.read();
    Life life;
    Optional<Generations.Complaint> complaint;
    try {
      life = Life.of(identity.get().leaf());
      identity.requireUsable();
      server.load();
      signers.load();
      complaint = generations.complaint();
    } catch (TrustException refused) {
      return new Health(Level.CRITICAL, refused.code(), String.valueOf(refused.getMessage()));
    }
    Instant ends = life.ends();
    if (now.wall().isAfter(ends)) {
      return new Health(
          Level.CRITICAL,
          "certificate-ended",
          "This gateway's certificate ended on "
              + ends
              + ": enrol it anew with \"pump-bridge provision\" and a technician's one-time code.");
    }
    if (now.quality() == ClockQuality.FLOOR) {
      return new Health(
          Level.WARNING,
          "clock-at-floor",
          "This gateway's clock stands in the past: check its battery and its time service.");
    }
    return complaint
        .map(TrustHealth::refusedAt)
        .or(this::wifiTrouble)
        .or(() -> revocation(now.wall()))
        .or(() -> endsSoon(life, now.wall()))
        .orElse(Health.WELL);
  }

  /** Last of all: it has the mildest light. */
  private static Optional<Health> endsSoon(Life life, Instant now) {
    return now.isAfter(life.endsSoonFrom())
        ? Optional.of(
            new Health(
                Level.WARNING,
                "certificate-ends-soon",
                "This gateway's certificate ends on " + life.ends() + ": renew it before.",
                Optional.of(life.ends())))
        : Optional.empty();
  }

  private Optional<Health> wifiTrouble() {
    return wifi.failure().map(TrustHealth::warning);
  }

  /** Of something that is not as it is configured, and keeps nothing else from working. */
  static Health warning(TrustException why) {
    return new Health(Level.WARNING, why.code(), String.valueOf(why.getMessage()));
  }

  /** Of a clock that did so not long ago. */
  static Health jumped(ClockReading to) {
    return new Health(
        Level.WARNING,
        "clock-jumped",
        "This gateway's clock jumped by over a year, to "
            + to.wall()
            + ": look at its battery and its time service; the audit trail has both times.");
  }

  /** What of the lists needs somebody's hand: before it is too late, because then care stays. */
  private Optional<Health> revocation(Instant now) {
    ListFolder.Found found = status.lists();
    if (!found.unreadable().isEmpty()) {
      return Optional.of(
          new Health(Level.WARNING, "revocation-list-unreadable", found.unreadable().get(0)));
    }
    for (X509CRL list : RevocationLists.newest(found.lists(), now)) {
      Date next = list.getNextUpdate();
      if (next != null && now.isAfter(next.toInstant())) {
        return Optional.of(
            new Health(
                Level.WARNING,
                "revocation-list-stale",
                "The revocation list of "
                    + list.getIssuerX500Principal().getName()
                    + " should have been followed by another on "
                    + next.toInstant()
                    + ": bring the newest."));
      }
    }
    return Optional.empty();
  }

  private static Health refusedAt(Generations.Complaint complaint) {
    return new Health(
        Level.WARNING,
        "new-certificate-refused",
        complaint.server()
            + " refuses this gateway's new certificate; the one before helps out until "
            + complaint.previousEnds()
            + ": look into the server's log before that day.");
  }
}
