// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A simulated pump, or a rack of them, at a port, and when the agent told what of it. */
final class PluggedPump implements Closeable {
  private static final int SEED = 20_261_127;

  private final BedsidePort port;
  private final Played played;
  private final LivePump live;

  /** By place, since the plug went in, in milliseconds. */
  private final Map<String, Long> identifiedMs = new HashMap<>();

  private final Map<String, Long> observedMs = new HashMap<>();
  private long pluggedNs;

  private PluggedPump(BedsidePort port, Played played, LivePump live, long pluggedNs) {
    this.port = port;
    this.played = played;
    this.live = live;
    this.pluggedNs = pluggedNs;
  }

  /** Plugged in as of now. */
  static PluggedPump at(BedsidePort port, Played played) throws IOException {
    PumpSimulator simulator = played.simulator();
    long nowNs = System.nanoTime();
    SlowLine line = new SlowLine(port.plugIn(), played.line(simulator.lineSettings()));
    LivePump live = LivePump.start(simulator, serial -> played.simulator(), line, SEED);
    return new PluggedPump(port, played, live, nowNs);
  }

  BedsidePort port() {
    return port;
  }

  String text() {
    return played.text();
  }

  void unplug() throws IOException {
    live.unplug();
  }

  void plugInAgain() throws IOException {
    identifiedMs.clear();
    observedMs.clear();
    pluggedNs = System.nanoTime();
    live.replug();
  }

  /**
   * The agent told something of this port.
   *
   * @throws IllegalStateException if it takes the pump for another
   */
  void hear(Map<String, Object> line, long atNs) {
    String place = String.valueOf(line.getOrDefault("place", ""));
    long ms = TimeUnit.NANOSECONDS.toMillis(atNs - pluggedNs);
    switch (String.valueOf(line.get("what"))) {
      case "identified" -> {
        if (!played.protocol().equals(line.get("protocol"))) {
          throw new IllegalStateException(text() + " was taken for " + line);
        }
        identifiedMs.putIfAbsent(place, ms);
      }
      case "observation" -> observedMs.putIfAbsent(place, ms);
      case "lost" -> {
        identifiedMs.remove(place);
        observedMs.remove(place);
      }
      default -> {} // what is tried, and ports that are not there
    }
  }

  /** Whether every pump of it was heard. */
  boolean isFollowed() {
    return identifiedMs.size() == played.pumps() && observedMs.size() == played.pumps();
  }

  /** Whether no pump of it is followed any more. */
  boolean isLost() {
    return identifiedMs.isEmpty();
  }

  /** Until the last of its pumps was identified; of a followed one. */
  long identifiedMs() {
    return last(identifiedMs);
  }

  /** Until the last of its pumps told its first values; of a followed one. */
  long observedMs() {
    return last(observedMs);
  }

  private static long last(Map<String, Long> ms) {
    return ms.values().stream().mapToLong(Long::longValue).max().orElseThrow();
  }

  @Override
  public void close() throws IOException {
    live.close();
  }
}
