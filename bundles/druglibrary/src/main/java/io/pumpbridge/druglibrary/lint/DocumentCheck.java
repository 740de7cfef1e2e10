// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;

/** What a gateway would refuse. */
final class DocumentCheck {
  private DocumentCheck() {}

  static void look(Subject subject, Findings findings) {
    for (LibrarySurvey.Complaint complaint : subject.library().complaints()) {
      findings.add(
          Rule.MALFORMED,
          Place.of(complaint.place()),
          "A gateway refuses the library here: " + complaint.problem() + ". Mend it.");
    }
    for (LibrarySurvey.Duplicate twice : subject.library().duplicates()) {
      LibrarySurvey.Line second = twice.second();
      findings.add(
          Rule.DUPLICATE_LINE,
          new LintedLine(twice.area(), second.place(), second.entry()).place(),
          "The same line stands at "
              + twice.first().place()
              + ". A gateway refuses such a library; keep one.");
    }
  }
}
