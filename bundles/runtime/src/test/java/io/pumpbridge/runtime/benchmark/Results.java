// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was measured, and how it stands to what was promised. */
final class Results {

  /** What the agent knew of the port. */
  enum Kind {
    UNKNOWN("nothing is known of the port", 15_000),
    KNOWN("the same pump again", 3_000),
    ANOTHER("another pump was there before", 15_000);

    private final String text;
    private final long limitMs;

    Kind(String text, long limitMs) {
      this.text = text;
      this.limitMs = limitMs;
    }
  }

  private record Key(Kind kind, String pump, String port) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind).thenComparing(Key::pump).thenComparing(Key::port);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private record Both(Times identified, Times observed) {}

  private final Map<Key, Both> measured = new TreeMap<>();

  void add(Kind kind, PluggedPump pump) {
    Key key = new Key(kind, pump.text(), pump.port().kind());
    Both both = measured.computeIfAbsent(key, k -> new Both(new Times(), new Times()));
    both.identified().add(pump.identifiedMs());
    both.observed().add(pump.observedMs());
  }

  /** As a table; of a rack the last of its pumps counts. */
  void print(PrintStream out) {
    out.println(
        "| known | pump | port | times | identified, ms: median, longest | of the limit"
            + " | first values, ms: median, longest | of the limit |");
    out.println("|---|---|---|--:|--:|--:|--:|--:|");
    measured.forEach(
        (key, both) ->
            out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %s |%n",
                key.kind().text,
                key.pump(),
                key.port(),
                both.identified().count(),
                cells(both.identified(), key.kind().limitMs),
                cells(both.observed(), key.kind().limitMs)));
  }

  /** The longest against the limit: above 1.00 the promise is broken. */
  private static String cells(Times times, long limitMs) {
    return String.format(
        Locale.ROOT,
        "%d, %d | %.2f of %d s",
        times.median(),
        times.longest(),
        (double) times.longest() / limitMs,
        limitMs / 1_000);
  }
}
