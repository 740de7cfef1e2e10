// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.Anchors;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.clock.FloorDesk;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineTime;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.est.EstEnrolment;
import io.pumpbridge.trust.est.RenewalLoop;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.CertificateIntake;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    HealthCheck health,
    FloorDesk clockDesk,
    RevocationListHandler revocationLists,
    Site site,
    ScheduledThreadPoolExecutor thread,
    Optional<TokenKeys> token)
    implements AutoCloseable {

  /** How long a server that has been revoked may still be connected. */
  private static final Duration JUDGE_ANEW = Duration.ofSeconds(60);

  /** Another process may install a certificate; the network takes the old one for a while. */
  private static final Duration WIFI_INTERVAL = Duration.ofSeconds(60);

  /** How soon a change of keys or anchors is noticed that nobody told us of. */
  private static final Duration WATCH = Duration.ofSeconds(30);

  /** How soon a clock that was set is noticed while nobody reads it. */
  private static final Duration CLOCK_LOOK = Duration.ofSeconds(10);

  /** One write to a slow card; the agent has five seconds to end. */
  private static final Duration END_LIMIT = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Trust.class);

  static Trust start(Path state, Settings settings, EarlyTrail audit)
      throws IOException, TrustException {
    return start(state, settings, audit, MachineTime.ofThisMachine(), buildDate());
  }

  /**
   * @param machine the machine's time
   * @param built it is certainly not earlier than this
   */
  static Trust start(
      Path state, Settings settings, EarlyTrail audit, Supplier<RawTime> machine, Instant built)
      throws IOException, TrustException {
    StateFolder folder = StateFolder.open(state);
    SecureRandom random = new SecureRandom();
    ScheduledThreadPoolExecutor thread = newThread();
    // Not told by whoever reads the clock: that may be the journal, while it holds its own lock.
    FlooredClock clock =
        new FlooredClock(
            machine, folder, built, change -> later(thread, () -> audit.record(change)));
    Sealer sealer =
        new WatchedSealer(new GcmSealer(SealingKeyFile.loadOrMake(folder, random), random), audit);
    GatewayName gateway = new GatewayName(settings.gatewayId());
    KeySettings keys = settings.keys();
    Optional<TokenKeys> token =
        keys.token().map(at -> TokenKeys.in(at, folder, gateway.id(), keys.curve(), random));
    KeyVault vault =
        token.isPresent() ? token.get().vault() : new IdentityStore(folder, keys.curve(), random);
    OwnIdentity identity = new OwnIdentity(gateway, settings.hospital(), vault);
    StatusKnowledge status = status(state, settings);
    AnchorFolder byHand = new AnchorFolder(settings.serverAnchors());
    Site site =
        Site.open(
            settings.hospital(),
            new Site.ByHand(byHand, new AnchorFolder(settings.signerAnchors())),
            () -> vault.find().map(KeyVault.Identity::chain).orElse(List.of()),
            new Site.Surroundings(folder, sealer, clock, status, audit));
    Anchors server = site.serverAnchors();
    Anchors signers = site.signerAnchors();
    AnchorFolder networks = new AnchorFolder(settings.wifiAnchors());
    WifiFiles wifi = new WifiFiles(keys.wifi(), keys.token(), identity, networks, folder);
    MutualTls tls =
        new MutualTls(identity, server, status, clock, clock, thread, MutualTls.HANDSHAKE_LIMIT);
    EstEnrolment.Ground ground =
        new EstEnrolment.Ground(gateway, identity, vault, server, byHand, tls, clock, clock);
    EstEnrolment enrolment = new EstEnrolment(ground, settings.renewal(), thread);
    Trust trust =
        new Trust(
            clock,
            identity,
            sealer,
            new CmsVerifier(signers, status, clock, clock),
            tls,
            new OfflineProvisioning(
                gateway, vault, server, new CertificateIntake(gateway, vault, clock, clock)),
            new GatewaySignature(identity, server, status, clock),
            enrolment,
            new RenewalLoop(enrolment, settings.renewal(), ground, audit),
            new ClockHealth(
                clock,
                new TrustHealth(identity, server, signers, status, clock, tls.generations(), wifi)),
            new FloorDesk(clock, audit),
            new RevocationListHandler(status.shelf(), List.of(server, signers), clock),
            site,
            thread,
            token);
    trust.run(new TrustWatch(folder, vault, server, signers, audit), wifi);
    return trust;
  }

  private static StatusKnowledge status(Path state, Settings settings) throws IOException {
    return new StatusKnowledge(
        settings.revocation(),
        new ListFolder(settings.revocationLists()),
        StateFolder.open(state.resolve("revocation")));
  }

  /** From here on things happen by themselves. */
  private void run(TrustWatch watch, WifiFiles wifi) {
    clockDesk.tellWaiting();
    every(FlooredClock.PERSIST_INTERVAL, clock::persist);
    every(CLOCK_LOOK, clock::read);
    every(WATCH, watch::look);
    every(JUDGE_ANEW, tls::judgeAnew);
    every(WIFI_INTERVAL, wifi::refresh);
    renewal.start();
  }

  /** One thread for what happens by itself: the floor of the clock, and late handshakes. */
  private static ScheduledThreadPoolExecutor newThread() {
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
    return thread;
  }

  private void every(Duration interval, Runnable work) {
    var unused = thread.scheduleWithFixedDelay(work, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void later(ScheduledThreadPoolExecutor thread, Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException stopped) {
      log.info("the clock changed after trust has stopped");
    }
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
    endThread();
    token.ifPresent(TokenKeys::close);
    clock.persist();
  }

  /** Whoever comes next in this directory, be it a wipe, must find nobody writing there. */
  private void endThread() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("a piece of work does not end limit_ms={}", END_LIMIT.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
