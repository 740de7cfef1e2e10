// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.MutualTls;
import io.pumpbridge.uplink.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What all gateways of a site share: whom they trust, the time, where the server is, and, as they
 * are only played, this machine.
 */
final class Site implements AutoCloseable {
  static final String ACCOUNT = "hospital";

  private final DemoAuthority authority;
  private final Settings uplink;
  private final Turns turns;
  private final Anchors servers;
  private final CmsVerifier signatures;
  private final StatusKnowledge status;
  private final TrustedClock clock = new MachineClock();
  private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);

  /** Judges as a gateway that was just set up does: by hand-made anchors, revocation required. */
  static Site open(DemoAuthority authority, Path folder, Settings uplink, Turns turns)
      throws PumpServerException, IOException {
    Path anchors = folder.resolve("anchors");
    authority.writeAnchors(anchors);
    StatusKnowledge status =
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(anchors.resolve("revocation")),
            StateFolder.open(folder.resolve("revocation")));
    return new Site(authority, anchors, status, uplink, turns);
  }

  private Site(
      DemoAuthority authority, Path anchors, StatusKnowledge status, Settings uplink, Turns turns) {
    this.authority = authority;
    this.uplink = uplink;
    this.turns = turns;
    this.status = status;
    this.servers = new AnchorFolder(anchors.resolve("server"));
    this.signatures = new CmsVerifier(new AnchorFolder(anchors.resolve("signers")), status, clock);
  }

  Settings uplink() {
    return uplink;
  }

  Turns turns() {
    return turns;
  }

  CmsVerifier signatures() {
    return signatures;
  }

  TrustedClock clock() {
    return clock;
  }

  /** A gateway's own key and certificate, made now. */
  OwnIdentity identity(String gateway) throws PumpServerException {
    Identity made = authority.playedGateway(gateway);
    return new OwnIdentity(
        new GatewayName(gateway),
        ACCOUNT,
        new HeldKey(new KeyVault.Identity(made.key(), made.chain())));
  }

  MutualTls tls(OwnIdentity identity) {
    return new MutualTls(identity, servers, status, clock, watchdog, MutualTls.HANDSHAKE_LIMIT);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
  }

  /** The machine's, taken for good. */
  private static final class MachineClock implements TrustedClock {
    private static final long NS_PER_MS = 1_000_000;

    private final Clock wall = Clock.systemUTC();
    private final long startNs = System.nanoTime();

    @Override
    public ClockReading read() {
      long monotonicMs = (System.nanoTime() - startNs) / NS_PER_MS;
      return new ClockReading(wall.instant(), ClockQuality.SYNCHRONISED, monotonicMs);
    }
  }
}
