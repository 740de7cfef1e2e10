// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.uplink.UplinkPlan.Standing;
import io.pumpbridge.uplink.UplinkPlan.State;
import java.time.temporal.ChronoUnit;

/** What the uplink says of itself; pure. */
final class UplinkHealth {
  /** Four times the wait after which a record is sent again. */
  static final long UNCONFIRMED_WARNING_MS = 120_000;

  /** A turn is due every second; so long even a flash that stalls does not take for one. */
  static final long STILL_MAX_MS = 30_000;

  private UplinkHealth() {}

  /**
   * How everything stands at one moment.
   *
   * @param unconfirmedMs for how long the server has confirmed nothing of what the broker has
   * @param atMs which moment that is, on the monotonic clock
   * @param journalReadable whether the last attempt to read the journal or confirm in it went well
   */
  record Snapshot(Standing standing, long unconfirmedMs, boolean journalReadable, long atMs) {}

  /**
   * @param now how it stood after the newest turn; if that is long ago, it says nothing any more
   * @param alive whether there is a thread that may take another turn
   */
  static Health of(Snapshot now, boolean alive, long nowMs, Settings.Confirm confirm) {
    long stillMs = nowMs - now.atMs();
    if (!alive || stillMs > STILL_MAX_MS) {
      return new Health(
          Level.CRITICAL,
          "uplink-stopped",
          "The uplink has done nothing for "
              + stillMs / 1000
              + " s, so nothing is sent; the gateway's software is to be started again. Everything"
              + " is kept in the journal.");
    }
    if (!now.journalReadable()) {
      return new Health(
          Level.CRITICAL,
          "journal-unreadable",
          "Some records cannot be read from the journal, so they cannot be sent.");
    }
    Standing standing = now.standing();
    if (standing.state() != State.ONLINE) {
      return outOfReach(standing);
    }
    if (confirm == Settings.Confirm.BROKER) {
      return new Health(
          Level.WARNING,
          "confirm-broker",
          "Records are given up on the broker's word alone; whether the pump server stored them is"
              + " not known (confirm=broker).");
    }
    if (now.unconfirmedMs() > UNCONFIRMED_WARNING_MS) {
      return new Health(
          Level.WARNING,
          "server-does-not-confirm",
          "The broker takes the records, but the pump server has confirmed none of them for "
              + now.unconfirmedMs() / 1000
              + " s; they stay in the journal.");
    }
    return Health.WELL;
  }

  private static Health outOfReach(Standing standing) {
    boolean verdict = standing.failure().map(failure -> failure.verdict()).orElse(false);
    return new Health(
        verdict ? Level.CRITICAL : Level.WARNING,
        standing.failure().map(failure -> failure.code()).orElse("connecting"),
        "The pump server is out of reach since "
            + standing.since().truncatedTo(ChronoUnit.SECONDS)
            + ". "
            + standing.failure().map(failure -> failure.reason()).orElse("It is being called.")
            + " Everything is kept in the journal.");
  }
}
