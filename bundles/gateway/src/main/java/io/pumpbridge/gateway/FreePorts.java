// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LinkWatcher;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpDesk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pumps on ports that no agent holds: the same loops as the agent's, with nobody behind them
 * but whoever watches. They begin when somebody does, and what is plugged in later begins then.
 */
final class FreePorts implements PumpDesk, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FreePorts.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** Somebody stands there with the cable in hand; a look at a directory is cheap. */
  private static final long LOOK_MS = 250;

  private final LinkWatcher links;
  private final LongSupplier nowMs;
  private final PumpNews news;
  private final List<PumpDriver> drivers = new CopyOnWriteArrayList<>();
  private final Map<String, PortLoop> loops = new TreeMap<>();
  private final Map<String, Thread> threads = new TreeMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread looking = new Thread(this::lookAgain, "free-ports");

  FreePorts(LinkWatcher links, LongSupplier nowMs) {
    this.links = links;
    this.nowMs = nowMs;
    this.news = new PumpNews(nowMs);
  }

  void addDriver(PumpDriver driver) {
    drivers.add(driver);
  }

  void removeDriver(PumpDriver driver) {
    drivers.remove(driver);
  }

  @Override
  public String list() {
    return news.list();
  }

  @Override
  public synchronized AutoCloseable watch(String port, Consumer<String> lines) {
    AutoCloseable watching = news.watch(port, lines);
    look();
    if (looking.getState() == Thread.State.NEW) {
      looking.setDaemon(true);
      looking.start();
    }
    return watching;
  }

  private void lookAgain() {
    try {
      while (!closed.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        lookOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce() {
    try {
      look();
    } catch (RuntimeException | Error e) { // whoever watches goes on waiting, so this does too
      log.error("looking for ports failed", e);
    }
  }

  /** Adapters get a new name each time they are plugged in on some machines, so there is an end. */
  private synchronized void look() {
    for (PortId present : links.present()) {
      boolean wanted = closed.getCount() > 0 && loops.size() < Ports.MAX_PORTS;
      if (wanted && !loops.containsKey(present.path())) {
        begin(present);
      }
    }
  }

  private void begin(PortId port) {
    PortLoop loop =
        new PortLoop(
            port,
            new PortLoop.Surroundings(links, () -> drivers, nowMs, Optional::empty),
            news.port(port));
    Thread thread = new Thread(loop, "port " + port);
    thread.setDaemon(true);
    thread.start(); // first: what has no thread is begun with the next look
    loops.put(port.path(), loop);
    threads.put(port.path(), thread);
  }

  @Override
  public synchronized void close() {
    closed.countDown();
    loops.values().forEach(PortLoop::stop);
    for (Thread thread : threads.values()) {
      try {
        thread.join(STOP_LIMIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
