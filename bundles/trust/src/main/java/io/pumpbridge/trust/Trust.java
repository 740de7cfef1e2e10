// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineTime;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.SealingKeyFile;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.RevocationListHandler;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.MutualTls;
import io.pumpbridge.trust.watch.TrustWatch;
import io.pumpbridge.trust.watch.WatchedSealer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All parts, put together over one state directory. */
record Trust(
    FlooredClock clock,
    OwnIdentity identity,
    Sealer sealer,
    CmsVerifier verifier,
    MutualTls tls,
    OfflineProvisioning provisioning,
    TrustHealth health,
    RevocationListHandler revocationLists,
    ScheduledThreadPoolExecutor thread)
    implements AutoCloseable {

  /** How soon a change of keys or anchors is noticed that nobody told us of. */
  private static final long WATCH_S = 30;

  static Trust start(Path state, Settings settings, EarlyTrail audit)
      throws IOException, TrustException {
    StateFolder folder = StateFolder.open(state);
    SecureRandom random = new SecureRandom();
    MachineTime machine = new MachineTime(MachineTime.SYSTEMD_MARK);
    FlooredClock clock = new FlooredClock(machine, folder, buildDate());
    Sealer sealer =
        new WatchedSealer(new GcmSealer(SealingKeyFile.loadOrMake(folder, random), random), audit);
    GatewayName gateway = new GatewayName(settings.gatewayId());
    IdentityStore store = new IdentityStore(folder, random);
    OwnIdentity identity = new OwnIdentity(gateway, settings.hospital(), store);
    AnchorFolder server = new AnchorFolder(settings.serverAnchors());
    AnchorFolder signers = new AnchorFolder(settings.signerAnchors());
    StatusKnowledge status =
        new StatusKnowledge(
            settings.revocation(),
            new ListFolder(settings.revocationLists()),
            StateFolder.open(state.resolve("revocation")));
    ScheduledThreadPoolExecutor thread = thread(clock);
    TrustWatch watch = new TrustWatch(folder, store, server, signers, audit);
    var unused = thread.scheduleWithFixedDelay(watch::look, 0, WATCH_S, TimeUnit.SECONDS);
    MutualTls tls = new MutualTls(identity, server, status, clock, thread, MutualTls.HANDSHAKE_LIMIT);
    return new Trust(
        clock,
        identity,
        sealer,
        new CmsVerifier(signers, status, clock),
        tls,
        new OfflineProvisioning(gateway, store, server, clock),
        new TrustHealth(identity, server, signers, status, clock, tls.generations()),
        new RevocationListHandler(status.shelf(), List.of(server, signers), clock),
        thread);
  }

  /** One thread for what happens by itself: the floor of the clock, and late handshakes. */
  private static ScheduledThreadPoolExecutor thread(FlooredClock clock) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread worker = new Thread(task, "pump-bridge trust");
              worker.setDaemon(true);
              return worker;
            });
    // A finished handshake takes its alarm with it.
    thread.setRemoveOnCancelPolicy(true);
    long everyMs = FlooredClock.PERSIST_INTERVAL.toMillis();
    var unused = thread.scheduleWithFixedDelay(clock::persist, 0, everyMs, TimeUnit.MILLISECONDS);
    return thread;
  }

  private static Instant buildDate() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Trust.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IOException("build.properties is missing in this bundle");
      }
      build.load(in);
    }
    return Instant.parse(build.getProperty("built", ""));
  }

  @Override
  public void close() {
    thread.shutdownNow();
    clock.persist();
  }
}
