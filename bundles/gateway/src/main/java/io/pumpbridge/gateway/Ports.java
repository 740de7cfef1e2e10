// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop for each port that has been there. It outlives its port, since whatever comes back to it
 * soon goes on with its story; it ends when the port is gone and no pump is known there, or when
 * its place is needed: adapters get a new name each time they are plugged in on some machines.
 */
final class Ports implements AutoCloseable, PortWatch.Neighbours {
  private static final Logger log = LoggerFactory.getLogger(Ports.class);

  /** As many as are ever there at once ({@code transports}); each has a thread. */
  static final int MAX_PORTS = 32;

  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /**
   * One port.
   *
   * @param watch what is known of its pumps
   * @param forget takes it off the lists of those who have heard of it
   */
  record Port(PortLoop loop, PortWatch watch, Runnable forget) {}

  private record Running(Port port, Thread thread) {
    private PortState state() {
      return port.watch().state();
    }
  }

  private final Function<PortId, Port> begin;
  private final ThreadFactory threads;
  private final Map<PortId, Running> ports = new ConcurrentHashMap<>();

  /** That was said of. */
  private final Set<PortId> ignored = new HashSet<>();

  private boolean closed;

  /**
   * @param begin what a new port needs; its loop is run here
   */
  Ports(Function<PortId, Port> begin) {
    this(begin, Thread::new);
  }

  Ports(Function<PortId, Port> begin, ThreadFactory threads) {
    this.begin = begin;
    this.threads = threads;
  }

  /**
   * For one thread.
   *
   * @param present that are there now
   */
  void look(List<PortId> present) {
    gone(present)
        .filter(running -> running.state().isIdle())
        .forEach(running -> end(running, "nothing is known there"));
    ignored.retainAll(present);
    for (PortId id : present) {
      if (!ports.containsKey(id)) {
        start(id, present);
      }
    }
  }

  private Stream<Running> gone(List<PortId> present) {
    return List.copyOf(ports.values()).stream()
        .filter(running -> !present.contains(running.state().port()));
  }

  private void start(PortId id, List<PortId> present) {
    if (ports.size() >= MAX_PORTS) {
      gone(present)
          .filter(old -> old.state().isOver())
          .findFirst()
          .ifPresent(old -> end(old, "its place is needed"));
    }
    if (ports.size() < MAX_PORTS) {
      start(id);
    } else if (ignored.add(id)) {
      log.warn("port ignored, pumps of {} others may still come back port={}", MAX_PORTS, id);
    }
  }

  private synchronized void start(PortId id) {
    if (closed) {
      return;
    }
    Port port = begin.apply(id);
    Thread thread = threads.newThread(port.loop());
    thread.setName("port " + id);
    ports.put(id, new Running(port, thread));
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // there is none for it now; the next look tries again
      ports.remove(id);
      port.forget().run();
      throw e;
    }
  }

  private void end(Running running, String why) {
    PortId id = running.state().port();
    log.debug("port given up port={} why={}", id, why);
    ports.remove(id);
    running.port().loop().stop();
    running.port().forget().run();
  }

  /** All say what stands, for whoever may not have heard of it. */
  void again() {
    ports.values().forEach(running -> running.port().watch().again());
  }

  /** In the order of their paths. */
  List<PortState> states() {
    Map<String, PortState> states = new TreeMap<>();
    ports.forEach((id, running) -> states.put(id.path(), running.state()));
    return List.copyOf(states.values());
  }

  /** Where a programme for a pump on that port is handed in. */
  Optional<ProgrammeSlot> programmes(PortId id) {
    return Optional.ofNullable(ports.get(id)).map(running -> running.port().loop().programmes());
  }

  @Override
  public boolean follows(PumpIdentity pump, PortId here) {
    return others(here).anyMatch(watch -> watch.state().follows(pump));
  }

  @Override
  public Optional<PumpWatch> find(PumpIdentity pump, PortId here) {
    return others(here)
        .flatMap(watch -> watch.find(pump).stream())
        .max(Comparator.comparing(PumpWatch::isFollowing));
  }

  private Stream<PortWatch> others(PortId here) {
    return ports.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(here))
        .map(entry -> entry.getValue().port().watch());
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<Running> all = List.copyOf(ports.values());
    all.forEach(running -> running.port().loop().stop());
    all.forEach(running -> join(running.thread()));
  }

  /** Waits for what was told to end, and insists if it does not. */
  static void join(Thread thread) {
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
