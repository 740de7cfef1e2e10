// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the pump says, as it says it. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows live values of the pump or pumps on a port, one observation a line, until Ctrl-C.",
      "It only listens and asks; nothing at the pump changes."
    })
public final class PumpsWatchCommand implements Callable<Integer> {
  @Mixin private PumpPort port = new PumpPort();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after N observations (default: go on until Ctrl-C).")
  private long count;

  @Option(names = "--json", description = "One JSON object a line, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The channels that each pump was heard with, by port and place: a loss is told of each. */
  private final Map<String, Map<String, Map<String, Object>>> channels = new TreeMap<>();

  private long shown;

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-watch");
    }
    if (count < 0) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 1 or more, or 0 for no end, is " + count + ".");
    }
    if (port.isMissing()) {
      say("There is no port " + port.port + " yet; waiting for it.");
    }
    try (PumpsHeard heard = port.open()) {
      Thread stop = new Thread(heard::close, "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      watch(heard);
      Runtime.getRuntime().removeShutdownHook(stop);
    }
    return 0;
  }

  void watch(PumpsHeard heard) throws LaunchException, InterruptedException, IOException {
    BlockingQueue<Map<String, Object>> lines = new LinkedBlockingQueue<>();
    heard.watch(lines::add);
    PrintWriter out = spec.commandLine().getOut();
    // For a reader that has left nobody need go on; StandardOutput says so.
    while ((count == 0 || shown < count) && !out.checkError()) {
      Map<String, Object> line = lines.take();
      PumpPort.requireMore(line);
      show(line);
    }
  }

  private void show(Map<String, Object> line) throws IOException {
    String place = line.get("port") + " " + line.getOrDefault("place", "");
    switch (String.valueOf(line.get("what"))) {
      case "observation" -> {
        channels
            .computeIfAbsent(place, unknown -> new TreeMap<>())
            .put(String.valueOf(line.get("channel")), line);
        observation(line);
      }
      case "lost" -> {
        for (Map<String, Object> last : channels.getOrDefault(place, new TreeMap<>()).values()) {
          observation(lost(last));
        }
        channels.remove(place);
        say("lost: " + line.get("reason"));
      }
      case "identified" -> say(PumpText.who(line));
      case "trying" -> say("trying " + line.get("protocol"));
      case "port" -> say(line.get("reason") + ".");
      case "dropped" -> say(line.get("count") + " lines were dropped: this terminal is too slow.");
      default -> {} // a sign of life
    }
  }

  private static Map<String, Object> lost(Map<String, Object> last) {
    Map<String, Object> lost = new LinkedHashMap<>();
    for (String name : new String[] {"port", "place", "pump", "channel"}) {
      if (last.containsKey(name)) {
        lost.put(name, last.get(name));
      }
    }
    lost.put("status", "lost");
    return lost;
  }

  private void observation(Map<String, Object> line) throws IOException {
    shown++;
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("t", now.toString());
      line.forEach(
          (name, value) -> {
            if (!name.equals("what")) {
              told.put(name, value);
            }
          });
      out.println(JSON.std.asString(told));
    } else {
      Object serial =
          line.get("pump") instanceof Map<?, ?> pump && pump.get("serial") != null
              ? pump.get("serial")
              : "";
      out.println(now + "  " + serial + "  " + PumpText.reading(line));
    }
    out.flush();
  }

  /** Beside the observations, for people. */
  private void say(String sentence) {
    if (!json) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(sentence);
      err.flush();
    }
  }
}
