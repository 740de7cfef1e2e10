// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was measured, and how it stands to what was promised. */
final class Results {

  /** What the agent knew of the port. */
  enum Kind {
    UNKNOWN("Nothing is known of the port", 15_000),
    KNOWN("The same pump again", 3_000),
    ANOTHER("Another pump was there before", 15_000);

    private final String text;
    private final long limitMs;

    Kind(String text, long limitMs) {
      this.text = text;
      this.limitMs = limitMs;
    }
  }

  /** At one kind of port. */
  private static final class Both {
    private final Times identified = new Times();
    private final Times observed = new Times();
  }

  /** By what was known, by pump, by kind of port. */
  private final Map<Kind, Map<String, Map<String, Both>>> measured = new EnumMap<>(Kind.class);

  void add(Kind kind, PluggedPump pump) {
    Both both =
        measured
            .computeIfAbsent(kind, k -> new TreeMap<>())
            .computeIfAbsent(pump.text(), text -> new TreeMap<>())
            .computeIfAbsent(pump.port().kind(), port -> new Both());
    both.identified.add(pump.identifiedMs());
    both.observed.add(pump.observedMs());
  }

  /** One table for each thing that can be known of a port. */
  void print(PrintStream out) {
    measured.forEach((kind, pumps) -> print(out, kind, pumps));
  }

  private static void print(PrintStream out, Kind kind, Map<String, Map<String, Both>> pumps) {
    out.printf(
        Locale.ROOT,
        "%s, limit %d s; milliseconds: median, longest of n (longest to limit)%n%n",
        kind.text,
        kind.limitMs / 1_000);
    out.println(
        "| pump | on an adapter: identified | first values | on a port that stays: identified"
            + " | first values |");
    out.println("| --- | --- | --- | --- | --- |");
    pumps.forEach(
        (pump, ports) ->
            out.println(
                "| "
                    + pump
                    + cells(ports.get(BedsidePort.Adapter.KIND), kind)
                    + cells(ports.get(BedsidePort.Server.KIND), kind)
                    + " |"));
    out.println();
  }

  private static String cells(Both both, Kind kind) {
    return Optional.ofNullable(both)
        .map(b -> " | " + cell(b.identified, kind) + " | " + cell(b.observed, kind))
        .orElse(" | – | –");
  }

  /** Above 1.00 the promise is broken. */
  private static String cell(Times times, Kind kind) {
    return String.format(
        Locale.ROOT,
        "%d, %d of %d (%.2f)",
        times.median(),
        times.longest(),
        times.count(),
        (double) times.longest() / kind.limitMs);
  }
}
