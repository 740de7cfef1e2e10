// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a linter found, rule by rule, the gravest first. */
final class LintText {
  private LintText() {}

  static List<String> describe(Map<String, Object> answer) {
    List<String> lines = new ArrayList<>();
    Map<String, Object> summary = LibraryText.object(answer.get("summary"));
    lines.add(
        answer.getOrDefault("name", "A library")
            + (answer.get("version") == null ? "" : ", version " + answer.get("version"))
            + ": "
            + counted(answer.get("lines"), "line")
            + " read; "
            + counted(summary.get("error"), "error")
            + ", "
            + counted(summary.get("warning"), "warning")
            + ", "
            + counted(summary.get("note"), "note")
            + ".");
    String rule = "";
    for (Map<String, Object> finding : LibraryText.objects(answer.get("findings"))) {
      String code = String.valueOf(finding.get("rule"));
      if (!code.equals(rule)) {
        rule = code;
        lines.add("");
        lines.add(
            String.valueOf(finding.get("severity")).toUpperCase(Locale.ROOT)
                + " "
                + rule
                + ": "
                + finding.get("subject"));
      }
      lines.add("  " + finding.get("where") + ": " + finding.get("message"));
      lines.add("    at " + finding.get("path"));
    }
    if (answer.get("left_out") instanceof Number left && left.intValue() > 0) {
      lines.add("");
      lines.add("Not shown: " + left + " more of the same rules.");
    }
    return lines;
  }

  private static String counted(@Nullable Object count, String what) {
    return count + " " + what + ("1".equals(String.valueOf(count)) ? "" : "s");
  }
}
