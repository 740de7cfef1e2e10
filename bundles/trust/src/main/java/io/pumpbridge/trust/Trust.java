// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineTime;
import io.pumpbridge.trust.est.EstEnrolment;
import io.pumpbridge.trust.est.RenewalLoop;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.SealingKeyFile;
import io.pumpbridge.trust.keys.TokenKeys;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.GatewaySignature;
import io.pumpbridge.trust.site.Site;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.RevocationListHandler;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.tls.MutualTls;
import io.pumpbridge.trust.watch.TrustWatch;
import io.pumpbridge.trust.watch.WatchedSealer;
import io.pumpbridge.trust.wifi.WifiFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
    GatewaySignature signature,
    EstEnrolment enrolment,
    RenewalLoop renewal,
    TrustHealth health,
    RevocationListHandler revocationLists,
    Site site,
    ScheduledThreadPoolExecutor thread,
    Optional<TokenKeys> token)
    implements AutoCloseable {

  /** How long a server that has been revoked may still be connected. */
  private static final long JUDGE_ANEW_S = 60;

  /** Another process may install a certificate; the network takes the old one for a while. */
  private static final Duration WIFI_INTERVAL = Duration.ofSeconds(60);

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
    KeySettings keys = settings.keys();
    Optional<TokenKeys> token =
        keys.token().map(at -> TokenKeys.in(at, folder, gateway.id(), keys.curve(), random));
    KeyVault vault =
        token.isPresent() ? token.get().vault() : new IdentityStore(folder, keys.curve(), random);
    OwnIdentity identity = new OwnIdentity(gateway, settings.hospital(), vault);
    AnchorFolder networks = new AnchorFolder(settings.wifiAnchors());
    WifiFiles wifi = new WifiFiles(keys.wifi(), keys.token(), identity, networks, folder);
    StatusKnowledge status =
        new StatusKnowledge(
            settings.revocation(),
            new ListFolder(settings.revocationLists()),
            StateFolder.open(state.resolve("revocation")));
    AnchorFolder byHand = new AnchorFolder(settings.serverAnchors());
    Site site =
        Site.open(
            settings.hospital(),
            new Site.ByHand(byHand, new AnchorFolder(settings.signerAnchors())),
            () -> vault.find().map(KeyVault.Identity::chain).orElse(List.of()),
            new Site.Surroundings(folder, sealer, clock, status, audit));
    Anchors server = site.serverAnchors();
    Anchors signers = site.signerAnchors();
    ScheduledThreadPoolExecutor thread = thread(clock, wifi);
    MutualTls tls =
        new MutualTls(identity, server, status, clock, thread, MutualTls.HANDSHAKE_LIMIT);
    var unused =
        thread.scheduleWithFixedDelay(tls::judgeAnew, JUDGE_ANEW_S, JUDGE_ANEW_S, TimeUnit.SECONDS);
    TrustWatch watch = new TrustWatch(folder, vault, server, signers, audit);
    var unusedAsWell = thread.scheduleWithFixedDelay(watch::look, 0, WATCH_S, TimeUnit.SECONDS);
    EstEnrolment.Ground ground =
        new EstEnrolment.Ground(gateway, identity, vault, server, byHand, tls, clock);
    EstEnrolment enrolment = new EstEnrolment(ground, settings.renewal(), thread);
    RenewalLoop renewal = new RenewalLoop(enrolment, settings.renewal(), ground, audit);
    renewal.start();
    return new Trust(
        clock,
        identity,
        sealer,
        new CmsVerifier(signers, status, clock),
        tls,
        new OfflineProvisioning(gateway, vault, server, clock),
        new GatewaySignature(identity, server, status, clock),
        enrolment,
        renewal,
        new TrustHealth(identity, server, signers, status, clock, tls.generations(), wifi),
        new RevocationListHandler(status.shelf(), List.of(server, signers), clock),
        site,
        thread,
        token);
  }

  /** One thread for what happens by itself: the floor of the clock, and late handshakes. */
  private static ScheduledThreadPoolExecutor thread(FlooredClock clock, WifiFiles wifi) {
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
    long lookMs = WIFI_INTERVAL.toMillis();
    var unusedToo = thread.scheduleWithFixedDelay(wifi::refresh, 0, lookMs, TimeUnit.MILLISECONDS);
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
    token.ifPresent(TokenKeys::close);
    clock.persist();
  }
}
