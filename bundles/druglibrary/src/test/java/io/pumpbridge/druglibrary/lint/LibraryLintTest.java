// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static io.pumpbridge.druglibrary.lab.Edits.CLEAN;
import static io.pumpbridge.druglibrary.lab.Edits.adding;
import static io.pumpbridge.druglibrary.lab.Edits.first;
import static io.pumpbridge.druglibrary.lab.Edits.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.lab.Examples;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule finds what it is for, in its place, and nothing in a library without fault. */
class LibraryLintTest {
  private static final LocalDate AT = LocalDate.of(2026, 12, 1);

  private static List<Finding> look(String document) {
    return LibraryLint.look(LibrarySurvey.of(Examples.bytes(document)), AT).all();
  }

  @ParameterizedTest
  @MethodSource("io.pumpbridge.druglibrary.lint.LintCases#cases")
  void eachRuleFindsWhatItIsForInItsPlace(LintCases.Case spoilt) {
    List<Finding> findings = look(spoilt.document());
    assertThat(findings)
        .as("%s", findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.rule()).isEqualTo(spoilt.rule());
              assertThat(finding.place().path()).isEqualTo(spoilt.path());
              assertThat(finding.message()).endsWith(".").doesNotContain("Optional", "null");
            });
  }

  @Test
  void nothingIsFoundInALibraryWithoutFault() throws Exception {
    LibraryReader.read(Examples.bytes(CLEAN));
    assertThat(look(CLEAN)).isEmpty();
  }

  @Test
  void everyRuleHasACase() {
    Set<Rule> shown = LintCases.cases().map(LintCases.Case::rule).collect(Collectors.toSet());
    Set<Rule> missing = EnumSet.allOf(Rule.class);
    missing.removeAll(shown);
    assertThat(missing).containsExactly(Rule.NAMES_TOO_MANY); // below
  }

  @Test
  void whoHasMoreNamesThanAreComparedIsToldAndNotOverrun() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i <= NameCheck.MAX_NAMES; i++) {
      String name =
          String.valueOf(10_000 + i)
              .chars()
              .mapToObj(c -> "" + (char) (c + 49))
              .collect(Collectors.joining());
      lines.add(
          line("vancomycin").replace("vancomycin", name).replace("\"rxnorm\": \"11124\", ", ""));
    }
    Findings findings =
        LibraryLint.look(
            LibrarySurvey.of(Examples.bytes(adding(lines.toArray(new String[0])))), AT);
    assertThat(findings.all()).extracting(Finding::rule).contains(Rule.NAMES_TOO_MANY);
    assertThat(findings.all().size())
        .isLessThanOrEqualTo(Rule.values().length * Findings.MAX_PER_RULE);
  }

  @Test
  void ofEachRuleOnlySoMuchIsToldAndTheRestIsCounted() {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= Findings.MAX_PER_RULE + 7; i++) {
      lines.add(
          line("vancomycin")
              .replace("\"500\"", "\"" + (500 + i) + "\"")
              .replace(", \"hard_max\": \"3000\"", ""));
    }
    Findings findings =
        LibraryLint.look(
            LibrarySurvey.of(Examples.bytes(adding(lines.toArray(new String[0])))), AT);
    assertThat(findings.all().stream().filter(found -> found.rule() == Rule.NO_HARD_MAX))
        .hasSize(Findings.MAX_PER_RULE);
    assertThat(findings.left()).isEqualTo(7);
    assertThat(findings.count(Severity.NOTE)).isGreaterThanOrEqualTo(Findings.MAX_PER_RULE + 7);
  }

  @Test
  void theGravestComesFirst() {
    String spoilt =
        Examples.with(first(", \"hard_max\": \"2\",", ","), "may-be-overridden", "hold");
    assertThat(look(spoilt)).extracting(found -> found.rule().severity()).isSorted();
    assertThat(look(spoilt).get(0).rule()).isEqualTo(Rule.HIGH_ALERT_NO_HARD_MAX);
  }
}
