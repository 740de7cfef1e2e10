// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineTime;
import io.pumpbridge.trust.est.EstEnrolment;
import io.pumpbridge.trust.est.RenewalLoop;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.SealingKeyFile;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.tls.MutualTls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All parts, put together over one state directory. */
record Trust(
    FlooredClock clock,
    OwnIdentity identity,
    GcmSealer sealer,
    CmsVerifier verifier,
    MutualTls tls,
    OfflineProvisioning provisioning,
    EstEnrolment enrolment,
    RenewalLoop renewal,
    TrustHealth health,
    ScheduledThreadPoolExecutor thread)
    implements AutoCloseable {

  static Trust start(Path state, Settings settings, EarlyTrail audit)
      throws IOException, TrustException {
    StateFolder folder = StateFolder.open(state);
    SecureRandom random = new SecureRandom();
    MachineTime machine = new MachineTime(MachineTime.SYSTEMD_MARK);
    FlooredClock clock = new FlooredClock(machine, folder, buildDate());
    GcmSealer sealer = new GcmSealer(SealingKeyFile.loadOrMake(folder, random), random);
    GatewayName gateway = new GatewayName(settings.gatewayId());
    IdentityStore store = new IdentityStore(folder, random);
    OwnIdentity identity = new OwnIdentity(gateway, settings.hospital(), store);
    AnchorFolder server = new AnchorFolder(settings.serverAnchors());
    AnchorFolder signers = new AnchorFolder(settings.signerAnchors());
    ScheduledThreadPoolExecutor thread = thread(clock);
    MutualTls tls = new MutualTls(identity, server, clock, thread, MutualTls.HANDSHAKE_LIMIT);
    EstEnrolment.Ground ground =
        new EstEnrolment.Ground(gateway, identity, store, server, tls, clock);
    EstEnrolment enrolment = new EstEnrolment(ground, settings.renewal(), thread);
    RenewalLoop renewal = new RenewalLoop(enrolment, settings.renewal(), ground, audit);
    renewal.start();
    return new Trust(
        clock,
        identity,
        sealer,
        new CmsVerifier(signers, clock),
        tls,
        new OfflineProvisioning(gateway, store, server, clock),
        enrolment,
        renewal,
        new TrustHealth(identity, server, signers, clock, tls.generations()),
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
    renewal.close();
    thread.shutdownNow();
    clock.persist();
  }
}
