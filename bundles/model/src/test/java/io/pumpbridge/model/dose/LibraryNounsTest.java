// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pumpbridge.model.measure.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibraryNounsTest {
  private static final DoseLimits NONE = limits("mg/h", "", "", "", "");

  @Test
  void limitsAscendAndMayTouch() {
    assertThat(limits("mg/h", "1", "1", "1", "1").hardMax()).isPresent();
    for (String[] wrong :
        new String[][] {
          {"2", "1", "", ""},
          {"2", "", "1", ""},
          {"2", "", "", "1"},
          {"", "2", "1", ""},
          {"", "2", "", "1"},
          {"", "", "2", "1"},
          {"-1", "", "", ""},
          {"", "", "", "-0.1"}
        }) {
      assertThatIllegalArgumentException()
          .as("%s", List.of(wrong))
          .isThrownBy(() -> limits("mg/h", wrong[0], wrong[1], wrong[2], wrong[3]));
    }
  }

  @Test
  void limitsInAnotherUnitOfTheSameDimensionFitAndOthersDoNot() {
    Concentration concentration = concentration("1", "mg", "1");
    assertThat(entry("d", concentration, "mg/h", limits("ug/min", "", "", "", "1"))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, "mg/h", limits("mg/kg/h", "", "", "", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, "U/h", limits("U/h", "", "", "", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, "mg", limits("mg", "", "", "", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, "mg/mL/h", limits("mg/mL/h", "", "", "", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> entry(" ", concentration, "mg/h", NONE));
  }

  @Test
  void aConcentrationIsSomeDrugInSomeVolume() {
    for (String[] wrong :
        new String[][] {
          {"0", "mg", "1"},
          {"1", "mg", "0"},
          {"-1", "mg", "1"},
          {"1", "mL", "1"},
          {"1", "kg", "1"},
          {"1", "h", "1"}
        }) {
      assertThatIllegalArgumentException()
          .as("%s", List.of(wrong))
          .isThrownBy(() -> concentration(wrong[0], wrong[1], wrong[2]));
    }
    assertThat(concentration("16", "mg", "250").isSameAs(concentration("64", "ug", "1"))).isTrue();
    assertThat(concentration("16", "mg", "250").isSameAs(concentration("16", "U", "250")))
        .isFalse();
  }

  @Test
  void aDrugStandsOnceInEachConcentrationHoweverItIsWritten() {
    DrugEntry one = entry("d", concentration("16", "mg", "250"), "mg/h", NONE);
    DrugEntry same = entry("d", concentration("0.064", "mg", "1"), "mg/h", NONE);
    DrugEntry other = entry("d", concentration("32", "mg", "250"), "mg/h", NONE);
    assertThat(area(one, other).entries()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> area(one, other, same))
        .withMessageContaining("twice");
  }

  @Test
  void tenThousandEntriesAreCheckedInOneGo() {
    List<DrugEntry> entries = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      entries.add(entry("d", concentration(Integer.toString(i), "mg", "250"), "mg/h", NONE));
    }
    long begin = System.nanoTime();
    assertThat(area(entries.toArray(DrugEntry[]::new)).entries()).hasSize(10_000);
    // Pairwise this took minutes: fifty million fractions.
    assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
  }

  @Test
  void deviceLimitsAreInTheirUnitsAndAboveZero() {
    Optional<Quantity> none = Optional.empty();
    Optional<Quantity> kg = Optional.of(Quantity.of("5", "kg"));
    for (Optional<Quantity> wrong :
        List.of(kg, Optional.of(Quantity.of("0", "mL/h")), Optional.of(Quantity.of("5", "mL")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CareArea("A", wrong, none, none, List.of()));
    }
    Optional<Quantity> grams = Optional.of(Quantity.of("5000", "g"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CareArea("A", none, grams, none, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CareArea("A", none, kg, Optional.of(Quantity.of("4", "kg")), List.of()));
  }

  @Test
  void versionsBeginAtOneAndAreasAreFiledUnderTheirNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DrugLibrary("h", "n", 0, Map.of("ICU", area())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DrugLibrary("h", "n", 1, Map.of("Ward", area())));
  }
}
