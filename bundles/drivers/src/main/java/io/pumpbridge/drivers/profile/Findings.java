// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with one profile, so that a person learns of all mistakes in one go. */
final class Findings {

  /**
   * Of each severity, so that no number of doubts hides a mistake. A file with more is no profile
   * that anybody would repair line by line.
   */
  static final int MAX_FINDINGS = 200;

  private final List<Finding> all = new ArrayList<>();

  void error(String place, String problem) {
    add(new Finding(place, Severity.ERROR, problem));
  }

  void warning(String place, String problem) {
    add(new Finding(place, Severity.WARNING, problem));
  }

  void add(Finding finding) {
    long alike = all.stream().filter(known -> known.severity() == finding.severity()).count();
    if (alike < MAX_FINDINGS) {
      all.add(finding);
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  Optional<Finding> firstError() {
    return all.stream().filter(finding -> finding.severity() == Severity.ERROR).findFirst();
  }

  /** Whether nothing at or below that place is wrong. */
  boolean isSound(String place) {
    return all.stream()
        .noneMatch(
            finding -> finding.severity() == Severity.ERROR && finding.place().startsWith(place));
  }
}
