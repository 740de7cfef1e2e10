// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.model.audit.AuditSource;
import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.ClockDesk;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.Enrolment;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.Provisioning;
import io.pumpbridge.model.trust.Sealer;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.SitePackages;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.model.trust.TrustOverview;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.clock.FloorDesk;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.MachineClock;
import io.pumpbridge.trust.clock.MachineTime;
import io.pumpbridge.trust.escrow.EscrowCertificate;
import io.pumpbridge.trust.escrow.EscrowKeeper;
import io.pumpbridge.trust.escrow.EscrowedKey;
import io.pumpbridge.trust.est.EstEnrolment;
import io.pumpbridge.trust.est.RenewalLoop;
import io.pumpbridge.trust.est.RenewalNotes;
import io.pumpbridge.trust.keys.CertificateIntake;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.keys.TokenKeys;
import io.pumpbridge.trust.overview.KeyPlace;
import io.pumpbridge.trust.overview.Overview;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.GatewaySignature;
import io.pumpbridge.trust.status.RevocationListHandler;
import io.pumpbridge.trust.tls.MutualTls;
import io.pumpbridge.trust.watch.TrustWatch;
import io.pumpbridge.trust.wifi.WifiFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** All parts, put together over one state directory. */
record Trust(
    Foundation base,
    OwnKeys own,
    TrustedParties whom,
    MutualTls tls,
    EstEnrolment enrolment,
    RenewalLoop renewal,
    WifiFiles wifi,
    FloorDesk clockDesk,
    EscrowKeeper escrow,
    Settings settings)
    implements AutoCloseable {

  /** How long a server that has been revoked may still be connected. */
  private static final Duration JUDGE_ANEW = Duration.ofSeconds(60);

  /** Another process may install a certificate; the network takes the old one for a while. */
  private static final Duration WIFI_INTERVAL = Duration.ofSeconds(60);

  /** A certificate is brought or withdrawn by people; they look at health after a minute. */
  private static final Duration ESCROW_INTERVAL = Duration.ofSeconds(60);

  /** How soon a change of keys or anchors is noticed that nobody told us of. */
  private static final Duration WATCH = Duration.ofSeconds(30);

  /** How soon a clock that was set is noticed while nobody reads it. */
  private static final Duration CLOCK_LOOK = Duration.ofSeconds(10);

  static Trust start(Path state, Settings settings, EarlyTrail audit)
      throws IOException, TrustException {
    Instant built = buildDate();
    MachineClock machine = MachineTime.ofThisMachine();
    try {
      return start(state, settings, audit, machine, built);
    } catch (IOException | TrustException | RuntimeException e) {
      machine.close();
      throw e;
    }
  }

  /**
   * @param machine the machine's time; closed at the end
   * @param built it is certainly not earlier than this
   */
  static Trust start(
      Path state, Settings settings, EarlyTrail audit, MachineClock machine, Instant built)
      throws IOException, TrustException {
    Foundation base = Foundation.lay(state, audit, machine, built);
    OwnKeys own = OwnKeys.open(base, settings);
    TrustedParties whom = TrustedParties.open(state, base, own, settings);
    Trust trust = connect(base, own, whom, settings);
    trust.run();
    return trust;
  }

  /** What speaks to others, or lets somebody else do so in this gateway's name. */
  private static Trust connect(
      Foundation base, OwnKeys own, TrustedParties whom, Settings settings) {
    FlooredClock clock = base.clock();
    var thread = base.thread().executor();
    MutualTls tls =
        new MutualTls(
            own.identity(),
            whom.server(),
            whom.status(),
            clock,
            clock,
            thread,
            MutualTls.HANDSHAKE_LIMIT);
    EstEnrolment.Ground ground =
        new EstEnrolment.Ground(
            own.gateway(),
            own.identity(),
            own.vault(),
            whom.server(),
            whom.serversByHand(),
            whom.status().shelf(),
            tls,
            clock,
            clock,
            new RenewalNotes(base.folder()));
    EstEnrolment enrolment = new EstEnrolment(ground, settings.renewal(), thread);
    RenewalLoop renewal = new RenewalLoop(enrolment, settings.renewal(), ground, base.audit());
    KeySettings keys = settings.keys();
    AnchorFolder networks = new AnchorFolder(settings.wifiAnchors());
    WifiFiles wifi =
        new WifiFiles(keys.wifi(), keys.token(), own.identity(), networks, base.folder());
    FloorDesk clockDesk = new FloorDesk(clock, base.audit());
    EscrowKeeper escrow = escrow(base, own, whom, settings);
    return new Trust(base, own, whom, tls, enrolment, renewal, wifi, clockDesk, escrow, settings);
  }

  private static EscrowKeeper escrow(
      Foundation base, OwnKeys own, TrustedParties whom, Settings settings) {
    FlooredClock clock = base.clock();
    return new EscrowKeeper(
        settings
            .escrow()
            .map(file -> new EscrowCertificate(file, whom.signers(), whom.status(), clock, clock)),
        new EscrowedKey(own.gateway().id(), base.sealingKey()),
        base.folder(),
        base.audit(),
        base.random());
  }

  /** From here on things happen by themselves. */
  private void run() {
    TrustWatch watch =
        new TrustWatch(base.folder(), own.vault(), whom.server(), whom.signers(), base.audit());
    clockDesk.tellWaiting();
    OwnThread thread = base.thread();
    thread.every(FlooredClock.PERSIST_INTERVAL, clock()::persist);
    thread.every(CLOCK_LOOK, clock()::read);
    thread.every(WATCH, watch::look);
    thread.every(JUDGE_ANEW, tls::judgeAnew);
    thread.every(WIFI_INTERVAL, wifi::refresh);
    thread.every(ESCROW_INTERVAL, escrow::refresh);
    renewal.start();
  }

  /**
   * All that others may meet, in an order in which they can begin; they end the other way round.
   */
  List<Port<?>> ports() {
    return List.of(
        new Port<>(TrustedClock.class, clock()),
        new Port<>(DeviceIdentity.class, identity()),
        new Port<>(Sealer.class, sealer()),
        new Port<>(AuditSource.class, base.audit()),
        new Port<>(SignatureVerifier.class, verifier()),
        new Port<>(TlsContexts.class, tls),
        new Port<>(Provisioning.class, provisioning()),
        new Port<>(Enrolment.class, enrolment),
        new Port<>(OwnSignature.class, signature()),
        new Port<>(SitePackages.class, whom.site()),
        new Port<>(ClockDesk.class, clockDesk),
        new Port<>(TrustOverview.class, overview()),
        new Port<>(CommandHandler.class, whom.site().command()),
        new Port<>(CommandHandler.class, revocationLists()),
        new Port<>(HealthCheck.class, health()));
  }

  FlooredClock clock() {
    return base.clock();
  }

  OwnIdentity identity() {
    return own.identity();
  }

  Sealer sealer() {
    return base.sealer();
  }

  CmsVerifier verifier() {
    return new CmsVerifier(whom.signers(), whom.status(), clock(), clock());
  }

  OfflineProvisioning provisioning() {
    return new OfflineProvisioning(
        own.gateway(),
        own.vault(),
        whom.server(),
        new CertificateIntake(own.gateway(), own.vault(), clock(), clock()));
  }

  private GatewaySignature signature() {
    return new GatewaySignature(identity(), whom.server(), whom.status(), clock());
  }

  private RevocationListHandler revocationLists() {
    return new RevocationListHandler(
        whom.status().shelf(), List.of(whom.server(), whom.signers()), clock(), clock());
  }

  HealthCheck health() {
    TrustHealth mine =
        new TrustHealth(
            identity(),
            whom.server(),
            whom.signers(),
            whom.status(),
            clock(),
            tls.generations(),
            wifi);
    HealthCheck andEscrow =
        new HealthWithWarning(mine, () -> escrow.failure().map(TrustHealth::warning));
    return new HealthWithWarning(andEscrow, () -> clock().jumped().map(TrustHealth::jumped));
  }

  Overview overview() {
    KeySettings keys = settings.keys();
    Overview.Own mine =
        new Overview.Own(
            identity(),
            own.vault(),
            tls.generations(),
            keys.token()
                .<KeyPlace>map(token -> new KeyPlace.InToken(token.library(), token.slot()))
                .orElseGet(() -> new KeyPlace.InFile(base.folder().path(IdentityStore.FILE))));
    Overview.Whom theirs =
        new Overview.Whom(
            whom.site(),
            keys.wifi().map(network -> new AnchorFolder(settings.wifiAnchors())),
            wifi,
            whom.status(),
            settings.revocationLists());
    return new Overview(mine, renewal, theirs, clock(), health());
  }

  /** On which things happen by themselves. */
  ScheduledThreadPoolExecutor thread() {
    return base.thread().executor();
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
    base.thread().close();
    own.token().ifPresent(TokenKeys::close);
    clock().persist();
    base.machine().close();
  }
}
