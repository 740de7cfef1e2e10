// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpDesk;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one loop per port and the gateway's own board. Light and sound change before anything is
 * written; the journal is told beside them and never waited for.
 */
final class Gateway implements AutoCloseable, PortWatch.Reports {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /** New ports are looked for this often. */
  private static final long LOOK_MS = 500;

  /** The services it stands on. */
  record Services(
      LinkWatcher links, DoseJudge judge, EventJournal journal, Board board, TrustedClock clock) {}

  private final Services services;
  private final Chronicle chronicle;
  private final Settings settings;
  private final List<PumpDriver> drivers = new CopyOnWriteArrayList<>();
  private final OtherParts others = new OtherParts(this::nowMs, this::showBoard);
  private final Ports ports = new Ports(this::begin);
  private final PumpNews news;
  private final KnownPumpsFile knownFile;
  private volatile KnownPumps known;
  private KnownPumps written;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread supervisor = new Thread(this::supervise, "gateway-supervisor");
  private final TamperWatch tamper;
  private Fields software = Fields.builder().build();

  /**
   * @param knownFile where it is kept which pump was where
   */
  Gateway(Services services, Settings settings, KnownPumpsFile knownFile) {
    this.services = services;
    this.chronicle = new Chronicle(services.journal());
    this.settings = settings;
    this.news = new PumpNews(this::nowMs);
    this.knownFile = knownFile;
    this.written = knownFile.read();
    this.known = written;
    this.tamper = new TamperWatch(services.board(), this::append);
  }

  void start() {
    start(Fields.builder().build());
  }

  /**
   * Begins.
   *
   * @param versions of what runs here; told at the start and at the end
   */
  void start(Fields versions) {
    software = versions;
    append(unknown("the bridge has started"));
    append(Event.of(EventName.BRIDGE_STARTED, software));
    tamper.start();
    others.start();
    supervisor.start();
  }

  void addDriver(PumpDriver driver) {
    drivers.add(driver);
  }

  void removeDriver(PumpDriver driver) {
    drivers.remove(driver);
  }

  void addCheck(HealthCheck check) {
    others.add(check);
  }

  void removeCheck(HealthCheck check) {
    others.remove(check);
  }

  /** In the order of their paths. */
  List<PortState> ports() {
    return ports.states();
  }

  /** Sets pumps for orders. */
  PumpProgrammer programmer() {
    return new Programmer(ports::states, ports::programmes, () -> List.copyOf(drivers));
  }

  /** What is heard, for people at the command line. */
  PumpDesk desk() {
    return news;
  }

  private long nowMs() {
    return services.clock().read().monotonicMs();
  }

  /** Events that the journal could not take; each was logged. */
  long eventsLost() {
    return chronicle.eventsLost();
  }

  Health health() {
    if (eventsLost() > 0) {
      return new Health(
          Level.CRITICAL,
          "events-lost",
          eventsLost() + " events could not be journaled; look at the journal's health.");
    }
    List<PortId> lost = ports().stream().filter(PortState::isLost).map(PortState::port).toList();
    return lost.isEmpty()
        ? Health.WELL
        : new Health(
            Level.WARNING,
            "pump-lost",
            "No pump answers any more on " + lost + "; check its cable and whether it is on.");
  }

  @Override
  public void say(PortState state, List<Event> events) {
    showBoard();
    events.forEach(this::append);
  }

  @Override
  public synchronized void identified(PortId port, PumpIdentity pump) {
    known = known.with(port, services.links().adapter(port), pump);
  }

  private void append(Event event) {
    chronicle.append(event);
  }

  /**
   * Of all that was ever told to stand, also by an earlier run, of which nothing is kept but the
   * records: what stands is told again, and of the rest nobody knows.
   */
  private static Event unknown(String reason) {
    return Event.of(EventName.ALERTS_UNKNOWN, Fields.builder().put("reason", reason).build());
  }

  private void supervise() {
    try {
      do {
        look();
      } while (!stopped.await(LOOK_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      ports.look(services.links().present());
      showBoard();
      tellEpoch();
      keepKnown();
    } catch (RuntimeException | Error e) {
      // A bug elsewhere, or a moment without memory or threads, must not keep the next pump from
      // being found, nor leave the light as it was.
      log.error("looking for ports failed", e);
    }
  }

  /** What stands was told in an epoch that has ended, and perhaps lost with it. */
  private void tellEpoch() {
    if (chronicle.takeEpochBegan()) {
      append(unknown("a new epoch of the journal has begun"));
      ports.again();
    }
  }

  /** Beside the ports' threads, which never wait for the disk. */
  private void keepKnown() {
    KnownPumps now = known;
    if (!now.equals(written)) {
      knownFile.write(now);
      written = now;
    }
  }

  private Ports.Port begin(PortId id) {
    PortWatch watch = new PortWatch(id, services.judge(), settings, this, ports);
    PortListener told = news.port(id);
    PortLoop loop =
        new PortLoop(
            id,
            new PortLoop.Surroundings(
                services.links(),
                () -> drivers,
                this::nowMs,
                () -> known.protocol(id, services.links().adapter(id))),
            new PumpNews.Both(watch, told));
    return new Ports.Port(loop, watch, () -> news.forget(told));
  }

  /** The most urgent thing of all decides; safe to call from any port's thread. */
  private synchronized void showBoard() {
    AdvisoryWatch.Level level = AdvisoryWatch.Level.NONE;
    boolean lost = false;
    for (PortState state : ports.states()) {
      lost |= state.isLost();
      level = state.level().compareTo(level) > 0 ? state.level() : level;
    }
    if (level != AdvisoryWatch.Level.NONE) {
      services.board().show(level.light(), level.sound());
    } else {
      showQuietLight(lost);
    }
  }

  /** Nothing, before all parts have said for the first time how they are. */
  private void showQuietLight(boolean lost) {
    Optional<List<Health>> parts = others.health();
    if (parts.isPresent()) {
      Instant now = services.clock().read().wall();
      services.board().show(QuietLight.of(parts.get(), lost, now), Sound.NONE);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    tamper.close();
    others.close();
    ports.close();
    Ports.join(supervisor);
    keepKnown();
    append(Event.of(EventName.BRIDGE_STOPPED, software));
  }
}
