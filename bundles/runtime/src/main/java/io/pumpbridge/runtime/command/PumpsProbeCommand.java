// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.PumpsHeard;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Who is there? */
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description = {
      "Finds out which pump is on a port: protocol, model, serial number, software.",
      "It only asks who is there; nothing at the pump changes.",
      "Exit code 0 if a pump answers, 1 if none does."
    })
public final class PumpsProbeCommand implements Callable<Integer> {

  /** Behind a rack the others follow the first within this. */
  private static final long OTHERS_MS = 2_000;

  private static final String NO_PORT =
      "There is no port %s; 'ls /dev/serial/by-path' shows the adapters that are plugged in.";

  @Mixin private PumpPort port = new PumpPort();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description =
          "How long to look (default: ${DEFAULT-VALUE}, enough for two rounds of all families).")
  private int timeoutS = 20;

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "pumps-probe");
    }
    if (timeoutS < 1 || timeoutS > 3_600) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be 1 to 3600 seconds, is " + timeoutS + ".");
    }
    try (PumpsHeard heard = port.open()) {
      return probe(heard);
    }
  }

  int probe(PumpsHeard heard) throws LaunchException, InterruptedException, IOException {
    BlockingQueue<Map<String, Object>> lines = new LinkedBlockingQueue<>();
    heard.watch(lines::add);
    Search search = new Search(lines);
    List<Map<String, Object>> found = search.run();
    String why = search.why;
    if (found.isEmpty()) {
      complain(why.isEmpty() && port.isMissing() ? NO_PORT.formatted(port.port) : why);
      return 1;
    }
    print(found);
    return 0;
  }

  /** Waits for the first pump, then for those beside it. */
  private final class Search {
    private final BlockingQueue<Map<String, Object>> lines;
    private final List<Map<String, Object>> found = new ArrayList<>();
    private String why = "";

    private Search(BlockingQueue<Map<String, Object>> lines) {
      this.lines = lines;
    }

    private List<Map<String, Object>> run() throws LaunchException, InterruptedException {
      long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
      while (System.nanoTime() - endNs < 0) {
        Map<String, Object> line = lines.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          break;
        }
        PumpPort.requireMore(line);
        switch (String.valueOf(line.get("what"))) {
          case "trying" -> progress(line);
          case "port" -> why = line.get("reason") + ".";
          case "identified" -> {
            boolean alone = found.isEmpty() && !line.containsKey("place");
            found.add(line);
            if (alone) {
              return found;
            }
            endNs = Math.min(endNs, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(OTHERS_MS));
          }
          default -> {} // observations and losses are not what was asked for
        }
      }
      return found;
    }

    private void progress(Map<String, Object> line) {
      why = "";
      if (!json) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
            "trying "
                + line.get("protocol")
                + " at "
                + line.get("baud")
                + " "
                + line.get("framing"));
        err.flush();
      }
    }
  }

  private void complain(String why) throws IOException {
    String message =
        why.isEmpty()
            ? "No pump answers on "
                + port.port
                + " within "
                + timeoutS
                + " s; check the cable, whether the pump is on, and whether its family is tried."
            : why;
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        json
            ? JSON.std.asString(
                Map.of(
                    "error",
                    Map.of(
                        "code",
                        why.isEmpty() ? "no-pump" : "port-unusable",
                        "layer",
                        why.isEmpty() ? "pump" : "port",
                        "message",
                        message)))
            : message);
    err.flush();
  }

  private void print(List<Map<String, Object>> found) {
    Map<String, Object> answer = answer(found.get(0));
    if (found.size() > 1) {
      answer.put("pumps", found.stream().map(PumpsProbeCommand::answer).toList());
    }
    new Answering(spec, json)
        .tell(
            answer,
            told ->
                found.stream()
                    .map(pump -> PumpText.who(pump) + ", found in " + pump.get("ms") + " ms")
                    .toList());
  }

  /** In the order of the contract. */
  private static Map<String, Object> answer(Map<String, Object> line) {
    Map<String, Object> answer = new LinkedHashMap<>();
    for (String name :
        List.of("protocol", "profile", "model", "serial", "software", "place", "ms")) {
      if (line.containsKey(name)) {
        answer.put(name, line.get(name));
      }
    }
    return answer;
  }
}
