// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.JournalDesk;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.RunningAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How much waits for the server. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = {
      "Tells how many records wait for the pump server, since when, in which lane, and how full the"
          + " journal is; with or without a running agent.",
      "What waits is not lost: it is sent as soon as the server can be reached."
    })
public final class JournalStatsCommand implements Callable<Integer> {
  private static final double MEGABYTE = 1_048_576;

  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "journal-stats");
    }
    Optional<RunningAgent> agent = RunningAgent.find(directories.state);
    if (agent.isPresent()) {
      return tell(agent.get().journalStatistics());
    }
    return JournalDesk.over(
        directories.state, directories.config, desk -> tell(desk.statistics(directories.state)));
  }

  private int tell(Map<String, Object> statistics) {
    new Answering(spec, directories.json).tell(statistics, JournalStatsCommand::text);
    return 0;
  }

  /** For people; what matters first. */
  static List<String> text(Map<String, Object> statistics) {
    List<String> lines = new ArrayList<>();
    long waiting = number(statistics, "waiting");
    lines.add(
        waiting == 0
            ? "Nothing waits: the server has confirmed every record."
            : waiting + " records wait for the server; none of them is lost.");
    if (statistics.get("lanes") instanceof List<?> lanes) {
      lanes.forEach(lane -> lines.add(lane((Map<?, ?>) lane)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "The journal takes %.1f MB%s.",
            number(statistics, "bytes") / MEGABYTE,
            statistics.containsKey("full_percent")
                ? ", " + statistics.get("full_percent") + " % of its budget is used"
                : ""));
    long setAside = number(statistics, "set_aside");
    if (setAside > 0) {
      lines.add("Damaged stores that are kept beside it: " + setAside + ".");
    }
    return lines;
  }

  private static String lane(Map<?, ?> lane) {
    String since =
        lane.containsKey("oldest")
            ? ", from " + lane.get("oldest") + " to " + lane.get("newest")
            : "";
    return "%s: %s of %s wait%s (epoch %s)"
        .formatted(
            lane.get("lane"), lane.get("waiting"), lane.get("last"), since, lane.get("epoch"));
  }

  private static long number(Map<String, Object> statistics, String name) {
    return statistics.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
