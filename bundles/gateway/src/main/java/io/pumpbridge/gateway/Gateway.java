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
final class Gateway implements AutoCloseable, PortLoop.Reports {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);

  /** New ports and other parts' health are looked at this often. */
  private static final long LOOK_MS = 500;

  /** A gateway has one to four pumps; more ports than this are a mistake of configuration. */
  private static final int MAX_PORTS = 16;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** The services it stands on. */
  record Services(
      LinkWatcher links, DoseJudge judge, EventJournal journal, Board board, TrustedClock clock) {}

  private final Services services;
  private final Settings settings;
  private final List<PumpDriver> drivers = new CopyOnWriteArrayList<>();
  private final List<HealthCheck> checks = new CopyOnWriteArrayList<>();
  private final Map<PortId, PortLoop> loops = new ConcurrentHashMap<>();
  private final Map<PortId, Thread> threads = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicLong eventsLost = new AtomicLong();
  private final Thread supervisor = new Thread(this::supervise, "gateway-supervisor");
  private final TamperWatch tamper;

  Gateway(Services services, Settings settings) {
    this.services = services;
    this.settings = settings;
    this.tamper = new TamperWatch(services.board(), this::append);
  }

  void start() {
    append(Event.of(EventName.BRIDGE_STARTED, Fields.builder().build()));
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
    loops.forEach((port, loop) -> states.put(port.path(), loop.state()));
    return states;
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
          .filter(port -> !loops.containsKey(port))
          .forEach(this::startLoop);
      showBoard();
    } catch (RuntimeException e) {
      // A bug elsewhere must not keep the next pump from being found.
      log.error("looking for ports failed", e);
    }
  }

  private void startLoop(PortId port) {
    if (loops.size() >= MAX_PORTS) {
      log.warn("port ignored, too many already port={} max={}", port, MAX_PORTS);
      return;
    }
    PumpWatch watch = new PumpWatch(port, services.judge(), settings);
    PortLoop loop =
        new PortLoop(
            port,
            new PortLoop.Surroundings(services.links(), () -> drivers, services.clock(), this),
            watch);
    Thread thread = new Thread(loop, "port " + port);
    loops.put(port, loop);
    threads.put(port, thread);
    thread.start();
  }

  /** The most urgent thing of all decides; safe to call from any port's thread. */
  private synchronized void showBoard() {
    AdvisoryWatch.Level level = AdvisoryWatch.Level.NONE;
    boolean lost = false;
    for (PortLoop loop : loops.values()) {
      PortState state = loop.state();
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
    Level worst =
        checks.stream().map(check -> check.check().level()).max(Enum::compareTo).orElse(Level.OK);
    if (worst == Level.CRITICAL) {
      return Light.RED;
    }
    return lost || worst == Level.WARNING ? Light.AMBER : Light.GREEN;
  }

  @Override
  public void close() {
    stopped.countDown();
    tamper.close();
    loops.values().forEach(PortLoop::stop);
    threads.values().forEach(Gateway::join);
    join(supervisor);
    append(Event.of(EventName.BRIDGE_STOPPED, Fields.builder().build()));
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
