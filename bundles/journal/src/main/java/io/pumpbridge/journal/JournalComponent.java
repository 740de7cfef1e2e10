// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.audit.AuditSource;
import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.audit.ConfigurationRefusal;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalFarewell;
import io.pumpbridge.model.journal.RunningJournal;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.OwnSignature;
import io.pumpbridge.model.trust.Sealer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Puts the journal into the registry; all it knows is where the state directory is. */
@Component(
    name = JournalComponent.PID,
    configurationPid = JournalComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {
      EventJournal.class,
      AuditTrail.class,
      AuditFeed.class,
      JournalFarewell.class,
      RunningJournal.class,
      HealthCheck.class
    })
@Designate(ocd = JournalComponent.Config.class)
public final class JournalComponent extends SqliteEventJournal
    implements AuditTrail, AuditFeed, JournalFarewell, RunningJournal {
  static final String PID = "io.pumpbridge.journal";

  private static final String STATE = "io.pumpbridge.state";

  /** What a hospital may choose. */
  @ObjectClassDefinition(
      id = PID,
      name = "Event journal",
      description = "Keeps every event on the gateway's disk until the pump server has it")
  @interface Config {
    @AttributeDefinition(
        name = "Size limit",
        description = "Megabytes that the journal may occupy",
        min = "16",
        max = "4096",
        required = false)
    int max_megabytes() default 256;

    @AttributeDefinition(
        name = "Telemetry commit",
        description = "Milliseconds that samples may wait for the disk; alarms never wait",
        min = "100",
        max = "60000",
        required = false)
    int telemetry_commit_ms() default 5_000;

    @AttributeDefinition(
        name = "Audit's part",
        description =
            "Percent of the room that the audit lane has for itself: it takes no more, and nobody"
                + " takes it away",
        min = "5",
        max = "50",
        required = false)
    int audit_percent() default 12;
  }

  private final AuditLane audit;
  private final AuditFeed feed;
  private final GapVoucher voucher;

  /** Six parameters, because DS injects each service by itself. */
  @Activate
  public JournalComponent(
      @Reference TrustedClock clock,
      @Reference Sealer sealer,
      @Reference DeviceIdentity identity,
      @Reference OwnSignature signature,
      BundleContext context,
      Config config) {
    super(clock, sealer, identity.gatewayId(), directory(context), settings(config));
    this.feed = auditFeed();
    this.audit = new AuditLane(this, clock);
    this.voucher = new GapVoucher(this, signature, () -> certificateCounts(identity, clock));
    audit.start();
    voucher.start();
  }

  /** The journal needs them, so they cannot wait for it: it goes to them. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeSource")
  void addSource(AuditSource source) {
    source.tellTo(audit);
  }

  void removeSource(AuditSource source) {
    source.stopTelling(audit);
  }

  @Override
  public CompletableFuture<Void> keep(Event event) {
    return audit.keep(event);
  }

  @Override
  public void refuse(Event event) {
    audit.refuse(event);
  }

  @Override
  public void follow() throws JournalException {
    feed.follow();
  }

  @Override
  public void unfollow() throws JournalException {
    feed.unfollow();
  }

  @Override
  public List<Position> positions() {
    return feed.positions();
  }

  @Override
  public List<EventRecord> readHeld(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    return feed.readHeld(stream, afterSequence, maxCount);
  }

  @Override
  public void pass(StreamId stream, long upTo) throws JournalException {
    feed.pass(stream, upTo);
  }

  @Override
  public void say(String name, Map<String, Object> details) throws JournalException {
    Farewell.say(this, name, details);
  }

  /** Throws if the new settings are out of range; the old ones then stay. */
  @Modified
  void modified(Config config) {
    try {
      adjust(settings(config));
    } catch (IllegalArgumentException e) {
      audit.refuse(ConfigurationRefusal.of(PID, e));
      throw e;
    }
  }

  @Deactivate
  void deactivate() {
    voucher.close();
    audit.close();
    close();
  }

  /** Without one yet nothing is signed anyway. */
  private static boolean certificateCounts(DeviceIdentity identity, TrustedClock clock) {
    return identity.certificateEnds().map(ends -> !clock.read().wall().isAfter(ends)).orElse(true);
  }

  private static Settings settings(Config config) {
    return new Settings(
        config.max_megabytes(), config.telemetry_commit_ms(), config.audit_percent());
  }

  private static Path directory(BundleContext context) {
    String state = context.getProperty(STATE);
    if (state == null) {
      throw new IllegalStateException("the framework property " + STATE + " is not set");
    }
    return Path.of(state, "journal");
  }
}
