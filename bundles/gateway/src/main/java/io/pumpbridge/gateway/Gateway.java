// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board;
import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.board.Board.Sound;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.driver.PumpDriver;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one loop per port and the gateway's own board. Light and sound change before anything is
 * written; the journal is told beside them and never waited for.
 */
final class Gateway implements AutoCloseable, PortWatch.Reports {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /** New ports and other parts' health are looked at this often. */
  private static final long LOOK_MS = 500;

  /** A gateway has one to four pumps; more ports than this are a mistake of configuration. */
  private static final int MAX_PORTS = 16;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** The services it stands on. */
  record Services(
      LinkWatcher links, DoseJudge judge, EventJournal journal, Board board, TrustedClock clock) {}

  /** One port: its thread, what it hears, and what is known of its pumps. */
  private record Port(PortLoop loop, PortWatch watch, Thread thread) {}

  private final Services services;
  private final Settings settings;
  private final List<PumpDriver> drivers = new CopyOnWriteArrayList<>();
  private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
  private final Map<PortId, Port> ports = new ConcurrentHashMap<>();
  private final PumpNews news;
  private final KnownPumpsFile knownFile;
  private volatile KnownPumps known;
  private KnownPumps written;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicLong eventsLost = new AtomicLong();
  private final Thread supervisor = new Thread(this::supervise, "gateway-supervisor");
  private final TamperWatch tamper;
  private Fields software = Fields.builder().build();

  /**
   * @param knownFile where it is kept which pump was where
   */
  Gateway(Services services, Settings settings, KnownPumpsFile knownFile) {
    this.services = services;
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
    append(Event.of(EventName.BRIDGE_STARTED, software));
    tamper.start();
    supervisor.start();
  }

  void addDriver(PumpDriver driver) {
    drivers.add(driver);
  }

  void removeDriver(PumpDriver driver) {
    drivers.remove(driver);
  }

  void addCheck(HealthCheck check) {
    checks.add(check);
  }

  void removeCheck(HealthCheck check) {
    checks.remove(check);
  }

  /** In the order of their paths. */
  List<PortState> ports() {
    return new TreeMap<>(byPath()).values().stream().toList();
  }

  private Map<String, PortState> byPath() {
    Map<String, PortState> states = new TreeMap<>();
    ports.forEach((id, port) -> states.put(id.path(), port.watch().state()));
    return states;
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
    return eventsLost.get();
  }

  Health health() {
    if (eventsLost.get() > 0) {
      return new Health(
          Level.CRITICAL,
          "events-lost",
          eventsLost.get() + " events could not be journaled; look at the journal's health.");
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
    var unused =
        services
            .journal()
            .append(event)
            .whenComplete(
                (record, failure) -> {
                  if (failure != null) {
                    eventsLost.incrementAndGet();
                    log.error("event could not be journaled name={}", event.name(), failure);
                  }
                });
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
      services.links().present().stream()
          .filter(port -> !ports.containsKey(port))
          .forEach(this::startLoop);
      showBoard();
      keepKnown();
    } catch (RuntimeException e) {
      // A bug elsewhere must not keep the next pump from being found.
      log.error("looking for ports failed", e);
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

  private void startLoop(PortId id) {
    if (ports.size() >= MAX_PORTS) {
      log.warn("port ignored, too many already port={} max={}", id, MAX_PORTS);
      return;
    }
    PortWatch watch =
        new PortWatch(id, services.judge(), settings, this, pump -> isFollowedBut(id, pump));
    PortLoop loop =
        new PortLoop(
            id,
            new PortLoop.Surroundings(
                services.links(),
                () -> drivers,
                this::nowMs,
                () -> known.protocol(id, services.links().adapter(id))),
            new PumpNews.Both(watch, news.port(id)));
    Thread thread = new Thread(loop, "port " + id);
    ports.put(id, new Port(loop, watch, thread));
    thread.start();
  }

  private boolean isFollowedBut(PortId here, PumpIdentity pump) {
    return ports.entrySet().stream()
        .anyMatch(
            entry ->
                !entry.getKey().equals(here) && entry.getValue().watch().state().follows(pump));
  }

  /** The most urgent thing of all decides; safe to call from any port's thread. */
  private synchronized void showBoard() {
    AdvisoryWatch.Level level = AdvisoryWatch.Level.NONE;
    boolean lost = false;
    for (Port port : ports.values()) {
      PortState state = port.watch().state();
      lost |= state.isLost();
      level = state.level().compareTo(level) > 0 ? state.level() : level;
    }
    if (level != AdvisoryWatch.Level.NONE) {
      services.board().show(level.light(), level.sound());
    } else {
      services.board().show(quietLight(lost), Sound.NONE);
    }
  }

  private Light quietLight(boolean lost) {
    List<Health> parts = checks.stream().map(HealthCheck::check).toList();
    return QuietLight.of(parts, lost, services.clock().read().wall());
  }

  @Override
  public void close() {
    stopped.countDown();
    tamper.close();
    ports.values().forEach(port -> port.loop().stop());
    ports.values().forEach(port -> join(port.thread()));
    join(supervisor);
    keepKnown();
    append(Event.of(EventName.BRIDGE_STOPPED, software));
  }

  private static void join(Thread thread) {
    try {
      thread.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("thread did not end in time and is interrupted thread={}", thread.getName());
      thread.interrupt();
    }
  }
}
