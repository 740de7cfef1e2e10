// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what {@link UplinkPlan} decides, and keeps the {@link Outflow} flowing. Everything
 * happens on one thread of its own; whoever has something to tell it leaves a note in its inbox.
 */
public final class Uplink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  /** The largest window of acknowledgements, a queue of replies, and room to spare. */
  private static final int INBOX = 1_024;

  /** How often time itself is an event. */
  private static final long TICK_MS = 1_000;

  /** While something is about to run out, so that a wait of half a second is no whole one. */
  private static final long SHORT_TICK_MS = 100;

  /** Of the 3 s that a stop may take, for farewell and for Paho's threads to end. */
  private static final long FAREWELL_MS = 2_300;

  private static final long JOIN_MS = 2_700;

  /** What it needs of others. */
  public record Ports(
      EventJournal journal,
      SignatureVerifier signatures,
      DeviceIdentity identity,
      TrustedClock clock,
      Handlers handlers) {}

  /**
   * What of ours runs here.
   *
   * @param version what the birth names as ours
   * @param bundles versions by name
   */
  public record Software(String version, Supplier<Map<String, String>> bundles) {}

  private final Ports ports;
  private final Settings settings;
  private final Topics topics;
  private final Connection.Connector connector;
  private final LifeMessages life;
  private final Inventory inventory;
  private final UplinkPlan plan;
  private final Outflow outflow;
  private final Notices linkNotices;
  private final Notices doorNotices;
  private final CommandQueue commands = new CommandQueue();
  private final InboundDoor door;
  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX);
  private final Thread thread = new Thread(this::run, "uplink");

  private volatile boolean stopping;
  private volatile UplinkHealth.Snapshot snapshot;

  // Only the own thread touches these.
  private @Nullable Connection connection;
  private @Nullable Ear ear;
  private LocalEnd here = new LocalEnd("", "");
  private Optional<Bytes> newestInventory = Optional.empty();
  private long birthSentMs;
  private boolean birthAcknowledged;

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
    this.settings = settings;
    this.ports = ports;
    this.connector = connector;
    this.topics = new Topics(settings.account(), ports.identity().gatewayId());
    this.life =
        new LifeMessages(topics, software.version(), settings.confirm(), Uplink::property, at);
    this.inventory = new Inventory(topics.gateway(), software.bundles(), ports.handlers());
    Backoff backoff =
        new Backoff(
            new SplittableRandom(), timing.backoffBase(), timing.backoffCap(), settings.spread());
    this.plan = new UplinkPlan(settings.server(), timing, backoff, at);
    this.outflow = new Outflow(ports.journal(), topics, settings, timing, at.monotonicMs());
    this.linkNotices = new Notices(ports.journal(), at.monotonicMs());
    this.doorNotices = new Notices(ports.journal(), at.monotonicMs());
    this.snapshot = outflow.snapshot(plan.standing(), at.monotonicMs());
    Confirmations confirmations =
        new Confirmations(
            ports.journal(), ports.signatures(), topics.gateway(), this::onJournalMoved);
    CommandDesk desk = new CommandDesk(ports.journal(), ports.handlers(), confirmations);
    this.door = new InboundDoor(topics, desk, commands, doorNotices, ports.clock(), this::onReply);
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  public void start() {
    thread.start();
  }

  public Health health() {
    return UplinkHealth.of(snapshot, settings.confirm());
  }

  /** Says good-bye if there is somebody to say it to; ends within 3 s whatever happens. */
  @Override
  public void close() {
    stopping = true;
    commands.close();
    note(() -> {}); // wakes it
    try {
      thread.join(JOIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("try") // the subscription is held, not used
  private void run() {
    try (AutoCloseable ignored = ports.journal().onAppended(this::onJournalMoved)) {
      while (!stopping) {
        turn();
        Runnable note = inbox.poll(calmMs(), TimeUnit.MILLISECONDS);
        for (int count = 0; note != null && count < INBOX; count++) {
          note.run();
          note = inbox.poll();
        }
      }
      leave();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // what close() of a subscription may declare
      log.error("the uplink ended in disorder", e);
    }
  }

  private long calmMs() {
    boolean calm = plan.isConnected() && !outflow.isWaitingForTime();
    return plan.calmMs(ports.clock().read().monotonicMs(), calm ? TICK_MS : SHORT_TICK_MS);
  }

  private void turn() {
    ClockReading at = ports.clock().read();
    long now = at.monotonicMs();
    try {
      outflow.refresh(now);
      carryOut(plan.onTick(at, silenceMs(now)), at);
      if (plan.isConnected()) {
        boolean idle = outflow.send(now, this::publish);
        if (idle && birthAcknowledged) {
          carryOut(plan.onProgress(at), at);
        }
      }
      linkNotices.onTick(now);
      doorNotices.onTick(now);
      snapshot = outflow.snapshot(plan.standing(), now);
    } catch (RuntimeException e) {
      log.error("the uplink failed and begins anew", e);
      carryOut(
          plan.onEnded(at, Failure.of("internal", "The uplink failed; see the gateway's log.")),
          at);
    }
  }

  private long silenceMs(long now) {
    boolean birthWaits = plan.isConnected() && !birthAcknowledged;
    return Math.max(outflow.silenceMs(now), birthWaits ? now - birthSentMs : 0);
  }

  private void carryOut(List<UplinkPlan.Effect> effects, ClockReading at) {
    for (UplinkPlan.Effect effect : effects) {
      if (effect instanceof UplinkPlan.Effect.Open) {
        ear = new Ear();
        connection = connector.open(life.lastWill(at), ear);
        takeInventory();
      } else if (effect instanceof UplinkPlan.Effect.Greet) {
        greet(at);
      } else if (effect instanceof UplinkPlan.Effect.Discard) {
        discard();
      } else if (effect instanceof UplinkPlan.Effect.Report report) {
        log.info("server link changed event={}", report.event());
        linkNotices.say(report.event(), at.monotonicMs());
      }
    }
  }

  private void greet(ClockReading at) {
    outflow.restart(at.monotonicMs());
    bear(at);
    takeInventory(); // it may have changed since the call began, which can be long ago
  }

  private void bear(ClockReading at) {
    birthAcknowledged = false;
    birthSentMs = at.monotonicMs();
    publish(life.birth(at, here, newestInventory));
  }

  /** Others are asked for it, so it is done where commands are; the birth does not wait for it. */
  private void takeInventory() {
    commands.offer(
        0,
        () -> {
          Bytes taken = inventory.take();
          note(() -> onInventory(taken));
        });
  }

  /** If it is not what the birth has said, there is another birth, as Kura does it. */
  private void onInventory(Bytes taken) {
    boolean news = !newestInventory.equals(Optional.of(taken));
    newestInventory = Optional.of(taken);
    if (news && plan.isConnected()) {
      bear(ports.clock().read());
    }
  }

  private void discard() {
    Connection old = connection;
    connection = null;
    ear = null;
    if (old != null) {
      var unused = old.end(Optional.empty());
    }
  }

  private void publish(Outgoing message) {
    Connection current = connection;
    if (current != null) {
      current.publish(message);
    }
  }

  private void leave() {
    Connection current = connection;
    if (current == null) {
      return;
    }
    Optional<Outgoing> farewell =
        plan.isConnected() ? Optional.of(life.disconnect(ports.clock().read())) : Optional.empty();
    try {
      current.end(farewell).get(FAREWELL_MS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("the connection did not end in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called from anywhere: records have come or gone. */
  private void onJournalMoved() {
    if (outflow.onJournalMoved()) {
      note(() -> {});
    }
  }

  private void onReply(Outgoing reply) {
    note(() -> publish(reply));
  }

  private void note(Runnable note) {
    if (!inbox.offer(note)) {
      // Replies and acknowledgements are bounded below this; if it happens, silence ends the
      // connection and everything is sent again.
      log.warn("a note was lost, the inbox is full");
    }
  }

  /** Hears of one connection; notes that come after it was dropped are nobody's. */
  private final class Ear implements Connection.Listener {

    @Override
    public void connected(LocalEnd end) {
      note(
          () ->
              onCurrent(
                  at -> {
                    here = end;
                    return plan.onConnected(at);
                  }));
    }

    @Override
    public void acknowledged(long id) {
      note(() -> onCurrent(at -> onAcknowledged(id, at)));
    }

    @Override
    public void arrived(String topic, byte[] payload) {
      door.arrived(topic, payload);
    }

    @Override
    public void ended(Failure why) {
      note(() -> onCurrent(at -> plan.onEnded(at, why)));
    }

    private List<UplinkPlan.Effect> onAcknowledged(long id, ClockReading at) {
      if (id == LifeMessages.BIRTH_ID) {
        birthAcknowledged = true;
        return List.of();
      }
      return outflow.onAcknowledged(id, at.monotonicMs()) ? plan.onProgress(at) : List.of();
    }

    private void onCurrent(Function<ClockReading, List<UplinkPlan.Effect>> input) {
      if (ear == this) {
        ClockReading at = ports.clock().read();
        carryOut(input.apply(at), at);
      }
    }
  }
}
