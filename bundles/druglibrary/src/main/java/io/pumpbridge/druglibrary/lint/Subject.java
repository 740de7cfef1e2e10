// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the rules are told.
 *
 * @param lines of all care areas, in the document's order
 * @param at the day it is
 */
record Subject(LibrarySurvey.Found library, List<LintedLine> lines, LocalDate at) {

  static Subject of(LibrarySurvey.Found library, LocalDate at) {
    return new Subject(
        library,
        library.areas().stream()
            .flatMap(
                area ->
                    area.lines().stream()
                        .map(line -> new LintedLine(area, line.place(), line.entry())))
            .toList(),
        at);
  }

  Stream<LintedLine.Limited> figures() {
    return lines.stream().flatMap(LintedLine::figures);
  }

  Stream<LintedLine> linesOf(LibrarySurvey.Area area) {
    return lines.stream().filter(line -> line.area().place().equals(area.place()));
  }
}
