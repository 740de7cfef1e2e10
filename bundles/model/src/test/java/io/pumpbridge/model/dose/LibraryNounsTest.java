// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.area;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LibraryNounsTest {
  private static final Rational NOTHING = Rational.of(0);
  private static final Limits NONE = limits("mg/h", "", "", "", "");

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
  void limitsMeasureWhatIsInTheBagAndOthersDoNotFit() {
    Concentration concentration = concentration("1", "mg", "1");
    assertThat(entry("d", concentration, limits("ug/min", "", "", "", "1"))).isNotNull();
    assertThat(entry("d", concentration, limits("mg/kg/h", "", "", "", "1"))).isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, limits("U/h", "", "", "", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, limits("mg", "", "", "", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", concentration, limits("mg/mL/h", "", "", "", "")));
    assertThatIllegalArgumentException().isThrownBy(() -> entry(" ", concentration, NONE));
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
  void aDrugStandsOnceInEachBagHoweverItIsWritten() {
    DrugEntry one = entry("d", concentration("16", "mg", "250"), NONE);
    DrugEntry same =
        entry("d", new Concentration(Quantity.of("16000", "ug"), Quantity.of("0.25", "L")), NONE);
    DrugEntry other = entry("d", concentration("32", "mg", "250"), NONE);
    DrugEntry larger = entry("d", concentration("32", "mg", "500"), NONE);
    assertThat(area(one, other, larger).entries()).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> area(one, other, same))
        .withMessageContaining("twice");
  }

  @Test
  void oneBagStandsOnceForEachWayOfGivingItAndEachDimensionOfItsDose() {
    Concentration bag = concentration("100", "U", "100");
    DrugEntry flat = entry("d", bag, limits("U/h", "", "", "", "30"));
    DrugEntry byWeight = entry("d", bag, limits("U/kg/h", "", "", "", "1"));
    DrugEntry bolus =
        entry(
            "d",
            new Preparation.Fixed(bag),
            new ModeLimits(
                DeliveryMode.BOLUS,
                Map.of(Figure.DOSE, limits("U", "", "", "", "9")),
                Optional.empty()));
    assertThat(area(flat, byWeight, bolus).entries()).hasSize(3);
    DrugEntry flatAgain = entry("d", bag, limits("mU/min", "", "", "", "500"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> area(flat, byWeight, flatAgain))
        .withMessageContaining("twice");
  }

  @Test
  void linesOfADrugAreToldApartByTherapyAndAWildcardStandsOnce() {
    DrugEntry one = entry("d", concentration("16", "mg", "250"), NONE);
    DrugEntry shock =
        new DrugEntry("d", Optional.of("shock"), one.preparation(), one.modes(), one.details());
    DrugEntry any =
        entry(
            "d",
            new Preparation.Wildcard(limits("mg/mL", "", "", "", "1")),
            ModeLimits.continuous(NONE));
    DrugEntry anyInMicrograms =
        entry(
            "d",
            new Preparation.Wildcard(limits("ug/mL", "", "", "", "1")),
            ModeLimits.continuous(NONE));
    assertThat(area(one, shock, any).entriesOf("d")).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> area(any, anyInMicrograms))
        .withMessageContaining("twice");
  }

  @Test
  void aModeLimitsOnlyWhatItHasInUnitsThatFit() {
    Limits amount = limits("mg", "", "", "", "1");
    Limits minutes = limits("min", "", "", "", "1");
    Optional<ModeLimits.Window> none = Optional.empty();
    Optional<ModeLimits.Window> window =
        Optional.of(new ModeLimits.Window(Quantity.of("4", "h"), true));
    assertThat(
            new ModeLimits(
                DeliveryMode.PCA,
                Map.of(
                    Figure.DOSE, amount, Figure.LOCKOUT, minutes, Figure.ACCUMULATED_DOSE, amount),
                window))
        .isNotNull();
    for (Map<Figure, Limits> wrong :
        List.of(
            Map.<Figure, Limits>of(),
            Map.of(Figure.RATE, NONE),
            Map.of(Figure.DOSE, NONE),
            Map.of(Figure.DOSE, minutes),
            Map.of(Figure.DOSE, limits("mg/mL", "", "", "", "")),
            Map.of(Figure.DOSE, limits("kg", "", "", "", "")),
            Map.of(Figure.DOSE, amount, Figure.RATE, amount),
            Map.of(Figure.DOSE, amount, Figure.DURATION, minutes),
            Map.of(Figure.DOSE, amount, Figure.CONCENTRATION, amount),
            Map.of(Figure.DOSE, amount, Figure.VOLUME, limits("mL", "", "", "", "1")))) {
      assertThatIllegalArgumentException()
          .as("%s", wrong)
          .isThrownBy(() -> new ModeLimits(DeliveryMode.BOLUS, wrong, none));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModeLimits(DeliveryMode.BOLUS, Map.of(Figure.DOSE, amount), window));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ModeLimits(
                    DeliveryMode.PCA,
                    Map.of(Figure.DOSE, amount, Figure.ACCUMULATED_DOSE, amount),
                    none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModeLimits.Window(Quantity.of("4", "mL"), true));
  }

  @Test
  void anInitialValueStaysInsideTheHardLimitsAndAStepIsAStep() {
    assertThat(withInitial("1", "0.1")).isNotNull();
    assertThat(withInitial("9", "0.1")).isNotNull();
    for (String[] wrong : new String[][] {{"0.9", "1"}, {"9.1", "1"}, {"2", "0"}, {"2", "-1"}}) {
      assertThatIllegalArgumentException()
          .as("%s", List.of(wrong))
          .isThrownBy(() -> withInitial(wrong[0], wrong[1]));
    }
  }

  private static Limits withInitial(String initial, String step) {
    return new Limits(
        Unit.get("mg/h"),
        Optional.of(BigDecimal.ONE),
        Optional.empty(),
        Optional.of(new BigDecimal("2")),
        Optional.of(new BigDecimal("9")),
        Optional.of(new BigDecimal(initial)),
        Optional.of(new BigDecimal(step)));
  }

  @Test
  void aFluidIsDosedByItsVolumeAndADrugByWhatItContains() {
    Preparation fluid = new Preparation.Fluid();
    assertThat(entry("d", fluid, ModeLimits.continuous(limits("mL/kg/h", "", "", "", "9"))))
        .isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", fluid, ModeLimits.continuous(NONE)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preparation.Wildcard(limits("mg", "", "", "", "")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry("d", fluid, new ModeLimits[0]))
        .withMessageContaining("one way");
  }

  @Test
  void deviceLimitsAreInTheirUnitsAndAboveZero() {
    Optional<Quantity> none = Optional.empty();
    Optional<Quantity> kg = Optional.of(Quantity.of("5", "kg"));
    for (Optional<Quantity> wrong :
        List.of(kg, Optional.of(Quantity.of("0", "mL/h")), Optional.of(Quantity.of("5", "mL")))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DeviceLimits(wrong, none, none, none, none, none));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DeviceLimits(none, wrong, none, none, none, none));
    }
    Optional<Quantity> grams = Optional.of(Quantity.of("5000", "g"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeviceLimits(none, none, none, grams, none, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeviceLimits(none, none, kg, none, none, none));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DeviceLimits(none, none, none, none, none, kg));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DeviceLimits(none, none, none, kg, Optional.of(Quantity.of("4", "kg")), none));
  }

  @Test
  void versionsBeginAtOneAndAreasAreFiledUnderTheirNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DrugLibrary("h", "n", 0, NOTHING, Map.of("ICU", area())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DrugLibrary("h", "n", 1, NOTHING, Map.of("Ward", area())));
    for (Rational wrong : List.of(Rational.of(-1, 100), Rational.ONE)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DrugLibrary("h", "n", 1, wrong, Map.of()));
    }
  }
}
