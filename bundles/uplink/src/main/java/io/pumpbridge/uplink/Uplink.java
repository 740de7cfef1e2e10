// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignatureVerifier;
import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import io.pumpbridge.uplink.mqtt.PahoConnector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link UplinkPlan} decides, and keeps the {@link Outflow} flowing. Everything
 * happens on one thread of its own; whoever has something to tell it leaves a note in its inbox.
 */
public final class Uplink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  /** How often time itself is an event. */
  private static final long TICK_MS = 1_000;

  /** While something to be sent waits for its time only. */
  private static final long SHORT_TICK_MS = 100;

  /** Of the 3 s that a stop may take, for farewell and for Paho's threads to end. */
  private static final Duration FAREWELL = Duration.ofMillis(2_300);

  private static final long JOIN_MS = 2_700;

  /** What it needs of others. */
  public record Ports(
      EventJournal journal,
      AuditTrail trail,
      SignatureVerifier signatures,
      DeviceIdentity identity,
      TrustedClock clock,
      Handlers handlers) {}

  private final Ports ports;
  private final Settings settings;
  private final Topics topics;
  private final Line line;
  private final Presence presence;
  private final Inventory inventory;
  private final UplinkPlan plan;
  private final Outflow outflow;
  private final Notices linkNotices;
  private final WayIn wayIn;
  private final NoteBox notes = new NoteBox();
  private final SteadyLoop loop = new SteadyLoop();
  private final Thread thread = new Thread(this::run, "uplink");

  private volatile UplinkHealth.Snapshot snapshot;

  /** Only the own thread touches it. */
  private ClockReading now;

  /** As the product runs it; a load program plays many. */
  public static Uplink over(
      Settings settings, Ports ports, Connection.Connector connector, Software software) {
    return new Uplink(settings, ports, connector, Timing.PRODUCT, software);
  }

  /** Calls the server over mutual TLS, under the gateway's own name. */
  public static Connection.Connector connector(
      Settings settings, DeviceIdentity identity, TlsContexts tls) {
    Topics topics = new Topics(settings.account(), identity.gatewayId());
    return new PahoConnector(
        new PahoConnector.Call(
            settings.host(), settings.port(), topics.gateway(), topics.subscription()),
        tls);
  }

  Uplink(
      Settings settings,
      Ports ports,
      Connection.Connector connector,
      Timing timing,
      Software software) {
    ClockReading at = ports.clock().read();
    this.now = at;
    this.settings = settings;
    this.ports = ports;
    this.line = new Line(connector);
    this.topics = new Topics(settings.account(), ports.identity().gatewayId());
    LifeMessages life = LifeMessages.here(topics, software.version(), settings.confirm(), at);
    this.presence = new Presence(life, timing.lookAgain());
    this.inventory = new Inventory(topics.gateway(), software.bundles(), ports.handlers());
    Backoff backoff =
        new Backoff(
            new SplittableRandom(), timing.backoffBase(), timing.backoffCap(), settings.spread());
    this.plan = new UplinkPlan(settings.server(), timing, backoff, at);
    this.outflow = new Outflow(ports.journal(), topics, settings, timing, at.monotonicMs());
    this.linkNotices = new Notices(ports.journal(), at.monotonicMs());
    this.snapshot = outflow.snapshot(plan.standing(), at.monotonicMs());
    this.wayIn =
        new WayIn(ports, settings, this::onJournalMoved, reply -> notes.leave(() -> hand(reply)));
  }

  public void start() {
    thread.start();
  }

  public Health health() {
    long nowMs = ports.clock().read().monotonicMs();
    return UplinkHealth.of(snapshot, thread.isAlive(), nowMs, settings.confirm());
  }

  /** Says good-bye if there is somebody to say it to; ends within 3 s whatever happens. */
  @Override
  public void close() {
    loop.stop();
    wayIn.close();
    notes.leave(() -> {}); // wakes it
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("try") // the subscription is held, not used
  private void run() {
    try (AutoCloseable ignored = ports.journal().onAppended(this::onJournalMoved)) {
      loop.run(this::turn, this::giveUp);
      leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // what close() of a subscription may declare
      log.error("the uplink ended in disorder", e);
    }
  }

  /** For all notes that have come, and for the turn after them. */
  private void readClock() {
    now = ports.clock().read();
  }

  private long calmMs() {
    boolean soon = plan.isConnected() && outflow.isWaitingForTime();
    return plan.calmMs(now.monotonicMs(), soon ? SHORT_TICK_MS : TICK_MS);
  }

  /** All that time and the last notes have made possible, and then the next notes. */
  private void turn() throws InterruptedException {
    ClockReading at = now;
    long nowMs = at.monotonicMs();
    outflow.refresh(nowMs);
    carryOut(plan.onTick(at, silenceMs(nowMs)), at);
    if (plan.isConnected()) {
      boolean idle = outflow.send(nowMs, line::publish);
      if (idle && presence.isAcknowledged()) {
        carryOut(plan.onProgress(at), at);
      }
      if (presence.isLookDue(nowMs)) {
        look(at);
      }
    }
    linkNotices.onTick(nowMs);
    wayIn.onTick(nowMs);
    snapshot = outflow.snapshot(plan.standing(), nowMs);
    notes.read(calmMs(), this::readClock);
  }

  /** What a failed turn was about is not known, so the connection goes. */
  private void giveUp() {
    readClock();
    Failure why = Failure.of("internal", "The uplink failed; see the gateway's log.");
    carryOut(plan.onEnded(now, why), now);
  }

  private long silenceMs(long nowMs) {
    return Math.max(outflow.silenceMs(nowMs), plan.isConnected() ? presence.silenceMs(nowMs) : 0);
  }

  private void carryOut(List<UplinkPlan.Effect> effects, ClockReading at) {
    for (UplinkPlan.Effect effect : effects) {
      if (effect instanceof UplinkPlan.Effect.Open) {
        wayIn.replies().restart();
        line.open(presence.lastWill(at), new Ear());
        look(at);
      } else if (effect instanceof UplinkPlan.Effect.Greet) {
        greet(at);
      } else if (effect instanceof UplinkPlan.Effect.Discard) {
        line.drop();
      } else if (effect instanceof UplinkPlan.Effect.Report report) {
        log.info("server link changed event={}", report.event());
        linkNotices.say(report.event(), at.monotonicMs());
      }
    }
  }

  private void greet(ClockReading at) {
    outflow.restart(at.monotonicMs());
    line.publish(presence.birth(at));
    look(at); // it may have changed since the call began, which can be long ago
  }

  /** Others are asked what is here, so it is done where commands are, and nobody waits for it. */
  private void look(ClockReading at) {
    presence.onLook(at.monotonicMs());
    wayIn.askHandlers(
        () -> {
          Bytes seen = inventory.take();
          notes.leave(() -> onSeen(seen));
        });
  }

  private void onSeen(Bytes seen) {
    if (presence.onSeen(seen) && plan.isConnected()) {
      line.publish(presence.birth(now));
    }
  }

  private void hand(Outgoing reply) {
    if (wayIn.replies().isOnItsWay(reply.id())) {
      line.publish(reply);
    }
  }

  private void leave() {
    Optional<Outgoing> farewell =
        plan.isConnected()
            ? Optional.of(presence.farewell(ports.clock().read()))
            : Optional.empty();
    line.leave(farewell, FAREWELL);
  }

  /** Called from anywhere: records have come or gone. */
  private void onJournalMoved() {
    if (outflow.onJournalMoved()) {
      notes.leave(() -> {});
    }
  }

  /** Hears of one connection; notes that come after it was dropped are nobody's. */
  private final class Ear implements Connection.Listener {

    @Override
    public void connected(LocalEnd end) {
      notes.leave(
          () ->
              onCurrent(
                  at -> {
                    presence.moveTo(end);
                    return plan.onConnected(at);
                  }));
    }

    @Override
    public void acknowledged(long id) {
      if (Replies.isReply(id)) {
        wayIn.replies().onWritten(id);
      } else {
        notes.leave(() -> onCurrent(at -> onAcknowledged(id, at)));
      }
    }

    @Override
    public void arrived(String topic, byte[] payload, boolean retained) {
      wayIn.arrived(topic, payload, retained);
    }

    @Override
    public void ended(Failure why) {
      notes.leave(() -> onCurrent(at -> plan.onEnded(at, why)));
    }

    private List<UplinkPlan.Effect> onAcknowledged(long id, ClockReading at) {
      if (id == LifeMessages.BIRTH_ID) {
        presence.onAcknowledged();
        return List.of();
      }
      return outflow.onAcknowledged(id, at.monotonicMs()) ? plan.onProgress(at) : List.of();
    }

    private void onCurrent(Function<ClockReading, List<UplinkPlan.Effect>> input) {
      if (line.isHeardBy(this)) {
        ClockReading at = now;
        carryOut(input.apply(at), at);
      }
    }
  }
}
