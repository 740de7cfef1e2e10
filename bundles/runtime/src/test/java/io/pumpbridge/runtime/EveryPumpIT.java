// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.live.LivePump;
import io.pumpbridge.simulators.live.PumpLine;
import io.pumpbridge.simulators.live.TcpLine;
import io.pumpbridge.simulators.live.TerminalLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probe and watch against every simulated pump, over a pseudo-terminal and over TCP. */
class EveryPumpIT {

  /** Each command is a program of its own that mostly waits. */
  private static final int AT_ONCE = 4;

  private static final OutputSchema PROBE = OutputSchema.of("pumps", "probe", "--schema");
  private static final OutputSchema WATCH = OutputSchema.of("pumps", "watch", "--schema");

  @TempDir private Path directory;

  /** What must be said so that this family is looked for; nothing if it is one of all. */
  private static List<String> options(String protocol) {
    return switch (protocol) {
      case "graseby" -> List.of("--families", "graseby", "--line", "graseby=9600 8N1");
      case "ne1000" -> List.of("--families", "ne1000");
      default -> List.of();
    };
  }

  private record Heard(String what, Product.Outcome probe, Product.Outcome watch) {}

  private Heard heard(String protocol, String port) throws Exception {
    List<String> options = new ArrayList<>(List.of("--port", port, "--json"));
    options.addAll(options(protocol));
    Product.Outcome probe = run("probe", options);
    if (options(protocol).isEmpty()) {
      options.addAll(List.of("--families", protocol));
    }
    options.addAll(List.of("--count", "2"));
    return new Heard(protocol + " at " + port, probe, run("watch", options));
  }

  private Product.Outcome run(String command, List<String> options) throws Exception {
    return Product.run(
        directory,
        Stream.concat(Stream.of("pumps", command), options.stream()).toArray(String[]::new));
  }

  private static LivePump plug(String protocol, PumpLine line) {
    LivePump pump =
        LivePump.start(
            Simulators.create(protocol, Optional.empty(), 1),
            serial -> Simulators.create(protocol, Optional.of(serial), 1),
            line,
            1);
    pump.at(
        (simulator, now) -> {
          simulator.pumps().get(0).rate("5", now);
          return simulator.pumps().get(0).start(now);
        });
    return pump;
  }

  @Test
  void everySimulatedPumpIsFoundAndWatchedOverATerminalAndOverTcp() throws Exception {
    List<LivePump> pumps = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Heard>> all = new ArrayList<>();
      for (String protocol : Simulators.protocols()) {
        Path link = directory.resolve(protocol);
        pumps.add(plug(protocol, TerminalLine.open(link)));
        all.add(pool.submit(() -> heard(protocol, link.toString())));
        TcpLine line = TcpLine.listen(0);
        pumps.add(plug(protocol, line));
        String port = "tcp:127.0.0.1:" + line.port();
        all.add(pool.submit(() -> heard(protocol, port)));
      }
      assertThat(all).hasSize(16);
      for (Future<Heard> one : all) {
        check(one.get());
      }
    } finally {
      pool.shutdownNow();
      for (LivePump pump : pumps) {
        pump.close();
      }
    }
  }

  private static void check(Heard heard) throws IOException {
    String protocol = heard.what().substring(0, heard.what().indexOf(' '));
    assertThat(heard.probe().exitCode()).as("%s: %s", heard.what(), heard.probe().err()).isZero();
    String found = heard.probe().out().strip();
    PROBE.assertFits(found);
    assertThat(JSON.std.mapFrom(found)).as(heard.what()).containsEntry("protocol", protocol);

    assertThat(heard.watch().exitCode()).as("%s: %s", heard.what(), heard.watch().err()).isZero();
    assertThat(heard.watch().out().lines()).as(heard.what()).hasSize(2);
    heard.watch().out().lines().forEach(WATCH::assertFits);
    Map<String, Object> observation =
        JSON.std.mapFrom(heard.watch().out().lines().reduce((one, next) -> next).orElseThrow());
    assertThat(observation.get("pump"))
        .as(heard.what())
        .satisfies(pump -> assertThat(((Map<?, ?>) pump).get("protocol")).isEqualTo(protocol));
  }
}
