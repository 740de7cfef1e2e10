// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.csv.LibraryImport;
import io.pumpbridge.druglibrary.document.LibraryReader;
import io.pumpbridge.druglibrary.document.LibrarySurvey;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Preparation;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What 'library example' prints. */
class ExampleLibraryTest {
  private static final String PLACE = "/io/pumpbridge/druglibrary/example-library.";
  private static final String LIBRARY = Examples.read(PLACE + "json");
  private static final String TABLE = Examples.read(PLACE + "csv");

  private static List<DrugEntry> lines() throws Exception {
    DrugLibrary library = LibraryReader.read(Examples.bytes(LIBRARY));
    return library.careAreas().values().stream().flatMap(area -> area.entries().stream()).toList();
  }

  @Test
  void theTableMakesTheLibraryLetterByLetter() {
    LibraryImport.Outcome outcome =
        LibraryImport.read(
            Examples.bytes(TABLE),
            new LibraryImport.Title(
                "Example Hospital", "Example library, not for clinical use", 1, Optional.of("5")));
    assertThat(outcome.mistakes().all()).isEmpty();
    assertThat(outcome.document()).contains(LIBRARY);
  }

  @Test
  void everyLineSaysThatItIsNotForClinicalUse() throws Exception {
    assertThat(lines())
        .hasSizeBetween(60, 100)
        .allSatisfy(
            line -> assertThat(line.details().source().name()).contains("not for clinical use"));
  }

  @Test
  void everythingThatALibraryCanHoldIsShown() throws Exception {
    for (DeliveryMode mode : DeliveryMode.values()) {
      assertThat(lines()).as(mode.wireName()).anyMatch(line -> line.find(mode).isPresent());
    }
    assertThat(lines()).anyMatch(line -> line.preparation() instanceof Preparation.Wildcard);
    assertThat(lines()).anyMatch(line -> line.preparation() instanceof Preparation.Fluid);
    assertThat(lines()).anyMatch(line -> line.therapy().isPresent());
    assertThat(lines()).anyMatch(line -> line.details().rxNorm().isPresent());
  }

  /** Explained in LINT.md. */
  @Test
  void theLinterFindsWhatIsMeantToBeFoundAndNothingElse() {
    Map<String, Long> found =
        LibraryLint.look(LibrarySurvey.of(Examples.bytes(LIBRARY)), LocalDate.of(2026, 12, 1))
            .all()
            .stream()
            .collect(
                Collectors.groupingBy(finding -> finding.rule().code(), Collectors.counting()));
    assertThat(found)
        .isEqualTo(
            Map.of(
                "not-for-clinical-use", 1L,
                "edition-old", 1L,
                "high-alert-wildcard", 1L,
                "rounding-too-coarse", 5L,
                "soft-limits-hold", 1L,
                "wildcards", 3L,
                "names-differ-in-number", 2L));
  }
}
