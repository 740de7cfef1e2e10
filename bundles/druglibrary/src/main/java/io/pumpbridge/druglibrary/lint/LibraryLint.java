// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import io.pumpbridge.druglibrary.document.LibrarySurvey;
import java.time.LocalDate;
import java.util.List;

/** Looks at a library with a pharmacist's eyes. */
public final class LibraryLint {

  @FunctionalInterface
  private interface Check {
    void look(Subject subject, Findings findings);
  }

  private static final List<Check> CHECKS =
      List.of(
          DocumentCheck::look,
          HighAlertCheck::look,
          LimitCheck::look,
          PcaCheck::look,
          NeighbourCheck::look,
          ConcentrationCheck::look,
          UnitCheck::look,
          NotationCheck::look,
          NameCheck::look,
          AreaCheck::look,
          WeightCheck::look,
          RateCheck::look,
          SourceCheck::look);

  private LibraryLint() {}

  /**
   * @param at the day it is
   */
  public static Findings look(LibrarySurvey.Found library, LocalDate at) {
    Findings findings = new Findings();
    Subject subject = Subject.of(library, at);
    CHECKS.forEach(check -> check.look(subject, findings));
    return findings;
  }
}
