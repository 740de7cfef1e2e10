// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.model.dose.Preparation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a gateway would refuse. */
final class DocumentCheck {
  private record Identity(
      String areaPlace, String drug, Optional<String> therapy, Preparation.Same preparation) {}

  private DocumentCheck() {}

  static void look(Subject subject, Findings findings) {
    for (LibrarySurvey.Complaint complaint : subject.library().complaints()) {
      findings.add(
          Rule.MALFORMED,
          Place.of(complaint.place()),
          "A gateway refuses the library here: " + complaint.problem() + ". Mend it.");
    }
    Map<Identity, LintedLine> seen = new HashMap<>();
    for (LintedLine line : subject.lines()) {
      LintedLine first =
          seen.putIfAbsent(
              new Identity(
                  line.area().place(),
                  line.entry().drug(),
                  line.entry().therapy(),
                  line.entry().preparation().identity()),
              line);
      if (first != null) {
        findings.add(
            Rule.DUPLICATE_LINE,
            line.place(),
            "The same line stands at " + first.path() + ". A gateway refuses both; keep one.");
      }
    }
  }
}
