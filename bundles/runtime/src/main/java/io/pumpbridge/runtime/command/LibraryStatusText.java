// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is in force where, for people's eyes. */
final class LibraryStatusText {
  private LibraryStatusText() {}

  static boolean isEveryPumpOnNewest(Map<String, Object> told) {
    return LibraryText.objects(told.get("pumps")).stream()
        .allMatch(pump -> Boolean.TRUE.equals(pump.get("on_newest")));
  }

  static List<String> describe(Map<String, Object> told) {
    List<String> lines = new ArrayList<>();
    if (told.get("in_force") instanceof Map<?, ?> library) {
      lines.add(
          "In force: "
              + library.get("library")
              + ", version "
              + library.get("version")
              + since(library));
      lines.add("Signed by " + signers(library) + ".");
      lines.add("SHA-256 " + library.get("sha256"));
    } else {
      lines.add("No drug library is in force (" + told.get("why_not") + ").");
    }
    if (told.containsKey("trouble_reason")) {
      lines.add(told.get("trouble_reason") + " (" + told.get("trouble") + ")");
    }
    if (told.get("statement") instanceof Map<?, ?> statement) {
      lines.add(
          "Statement "
              + statement.get("number")
              + " ("
              + statement.get("statement")
              + ") of "
              + statement.get("issued")
              + ": "
              + statement.get("reason")
              + ". Signed by "
              + signers(statement)
              + ".");
    }
    describeLast(told, lines);
    describePumps(told, lines);
    return lines;
  }

  private static void describeLast(Map<String, Object> told, List<String> lines) {
    if (told.get("last_received") instanceof Map<?, ?> last && last.get("why_not") != null) {
      lines.add("What came last is not in force: " + last.get("why_not") + ".");
    }
  }

  private static void describePumps(Map<String, Object> told, List<String> lines) {
    List<Map<String, Object>> pumps = LibraryText.objects(told.get("pumps"));
    if (pumps.isEmpty()) {
      lines.add("No pump was heard.");
    } else if (!"running".equals(told.get("agent"))) {
      lines.add("No agent runs; pumps as they were heard last:");
    }
    for (Map<String, Object> pump : pumps) {
      lines.add(
          "Pump "
              + ("".equals(pump.get("serial")) ? "without serial number" : pump.get("serial"))
              + ", channel "
              + pump.get("channel")
              + ": "
              + (pump.get("version") == null ? "none" : "version " + pump.get("version"))
              + since(pump)
              + (pump.get("why_not") == null ? "" : "  not on the newest: " + pump.get("why_not")));
    }
  }

  private static String since(Map<?, ?> one) {
    return one.get("since") == null ? "" : ", since " + one.get("since");
  }

  private static String signers(Map<?, ?> signed) {
    return LibraryText.objects(signed.get("signers")).stream()
        .map(signer -> signer.get("subject") + " (" + signer.get("role") + ")")
        .collect(Collectors.joining(" and "));
  }
}
