// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.simulate;

import io.pumpbridge.runtime.command.Answering;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import io.pumpbridge.simulators.script.Cue;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what happens, to people or to programs; each line at once. */
final class Logbook {
  private final PrintWriter out;
  private final boolean json;

  Logbook(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** The one line that programs wait for, in either form. */
  void ready() {
    line("ready");
  }

  /** Something was done, or was not, and why. */
  void played(long nowMs, Cue cue, Optional<String> complaint) {
    if (json) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("t_ms", nowMs);
      cue.place().ifPresent(place -> entry.put("place", place));
      entry.put("action", cue.action().text());
      entry.put("done", complaint.isEmpty());
      complaint.ifPresent(why -> entry.put("reason", why));
      line(Answering.line(entry));
    } else {
      String seconds = String.format(Locale.ROOT, "%8.3f s  ", nowMs / 1_000.0);
      line(seconds + cue.text() + complaint.map(why -> "  (not done) " + why).orElse(""));
    }
  }

  void misread(String complaint) {
    line(json ? Answering.line(Map.of("error", complaint)) : complaint);
  }

  void truths(Map<String, Truth> truths) {
    truths.forEach(
        (name, truth) -> {
          if (json) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("pump", name);
            entry.put("running", truth.running());
            entry.put("rate", truth.rate());
            entry.put("infused", truth.infused());
            entry.put("alarms", truth.alarms());
            entry.put("controlled", truth.controlled());
            line(Answering.line(entry));
          } else {
            line(name + "  " + sentence(truth));
          }
        });
  }

  private static String sentence(Truth truth) {
    return (truth.running() ? "running at " + truth.rate() + " mL/h" : "stopped")
        + ", "
        + truth.infused()
        + " mL infused"
        + (truth.alarms().isEmpty() ? "" : ", alarms " + String.join(" ", truth.alarms()))
        + (truth.controlled() ? ", under remote control" : "");
  }

  void help(List<String> actions) {
    if (json) {
      line(Answering.line(Map.of("actions", actions)));
      return;
    }
    line("Actions, each on a line of its own; [1/2] before one names a pump of a rack:");
    actions.forEach(action -> line("  " + action));
    line("  show          what is true of the pump now");
    line("  help          this");
  }

  private synchronized void line(String text) {
    out.println(text);
    out.flush();
  }
}
