// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * From plugging a pump in to following it: the product itself with every family enabled, four
 * simulated pumps at a time on three adapters and a terminal server. Each protocol comes to each
 * port: to an agent that knows nothing, again after unplugging, and in place of another pump.
 *
 * <p>Arguments: the product's jar, and how many rounds (otherwise so many that each comes to each
 * port once).
 */
public final class PlugInBenchmark {
  private static final int PORTS = 4;
  private static final int AGAIN = 2;
  private static final long SEED = 20_261_127;
  private static final long PATIENCE_MS = 60_000;

  /** From losing a pump to plugging one in: a nurse comes at any time of the search. */
  private static final int REST_MS = 1_000;

  private static final int REST_MORE_MS = 9_000;

  /** A line of the agent's, and when it came. */
  private record Line(Map<String, Object> says, long atNs) {}

  private final Path product;
  private final Random random = new Random(SEED);
  private final Results results = new Results();
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final List<PluggedPump> pumps = new ArrayList<>();

  private PlugInBenchmark(Path product) {
    this.product = product;
  }

  public static void main(String[] arguments) throws Exception {
    List<Played> all = Played.all();
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : all.size();
    PlugInBenchmark benchmark = new PlugInBenchmark(Path.of(arguments[0]));
    for (int round = 0; round < rounds; round++) {
      benchmark.round(all, round);
    }
    benchmark.results.print(System.out);
  }

  private void round(List<Played> all, int round)
      throws IOException, LaunchException, InterruptedException {
    Path directory = Files.createTempDirectory("plug-in");
    List<BedsidePort> ports = ports(directory);
    try (StartedAgent agent =
            StartedAgent.start(product, directory, ports.stream().map(BedsidePort::name).toList());
        PumpsHeard heard = agent.heard()) {
      lines.clear();
      heard.watch(line -> lines.add(new Line(line, System.nanoTime())));
      rest();
      plugIn(ports, all, round);
      follow(Results.Kind.UNKNOWN);
      for (int again = 0; again < AGAIN; again++) {
        unplug();
        for (PluggedPump pump : pumps) {
          pump.plugInAgain();
        }
        follow(Results.Kind.KNOWN);
      }
      unplug();
      plugIn(ports, all, round + PORTS);
      follow(Results.Kind.ANOTHER);
    } finally {
      for (PluggedPump pump : pumps) {
        pump.close();
      }
      pumps.clear();
      for (BedsidePort port : ports) {
        port.close();
      }
      delete(directory);
    }
  }

  private static List<BedsidePort> ports(Path directory) throws IOException {
    List<BedsidePort> ports = new ArrayList<>();
    for (int i = 1; i < PORTS; i++) {
      ports.add(new BedsidePort.Adapter(directory.resolve("adapter-" + i)));
    }
    ports.add(BedsidePort.Server.open());
    return ports;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void plugIn(List<BedsidePort> ports, List<Played> all, int first) throws IOException {
    for (PluggedPump pump : pumps) {
      pump.close();
    }
    pumps.clear();
    for (int i = 0; i < ports.size(); i++) {
      pumps.add(PluggedPump.at(ports.get(i), all.get((first + i) % all.size())));
    }
  }

  private void unplug() throws IOException, InterruptedException {
    for (PluggedPump pump : pumps) {
      pump.unplug();
    }
    await(PluggedPump::isLost);
    rest();
  }

  private void follow(Results.Kind kind) throws InterruptedException {
    await(PluggedPump::isFollowed);
    pumps.forEach(pump -> results.add(kind, pump));
  }

  private void rest() throws InterruptedException {
    hearUntil(pump -> false, REST_MS + random.nextInt(REST_MORE_MS));
  }

  private void await(Predicate<PluggedPump> done) throws InterruptedException {
    if (!hearUntil(done, PATIENCE_MS)) {
      throw new IllegalStateException(
          "nothing came of it within "
              + PATIENCE_MS
              + " ms: "
              + pumps.stream().filter(done.negate()).map(PluggedPump::text).toList());
    }
  }

  /** Listens until it is so for every pump; false if that did not come about in time. */
  private boolean hearUntil(Predicate<PluggedPump> done, long ms) throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
    while (pumps.isEmpty() || !pumps.stream().allMatch(done)) {
      Line line = lines.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        return false;
      }
      pumps.stream()
          .filter(pump -> pump.port().name().equals(line.says().get("port")))
          .forEach(pump -> pump.hear(line.says(), line.atNs()));
    }
    return true;
  }
}
