// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Unit.Dimension;
import io.pumpbridge.model.measure.Unit.Dimension.BodySize;
import io.pumpbridge.model.measure.Unit.Dimension.Substance;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {

  /** Every dosing unit of a real hospital's data set, and those of its relatives. */
  @ParameterizedTest
  @CsvSource({
    // unit, base units (g, U, eq, mL) per second for one of it as numerator / denominator
    "ug/kg/min,  DRUG_MASS,        WEIGHT,  1, 60000000",
    "ug/min,     DRUG_MASS,        NONE,    1, 60000000",
    "mg/h,       DRUG_MASS,        NONE,    1, 3600000",
    "mg/min,     DRUG_MASS,        NONE,    1, 60000",
    "mg/kg/h,    DRUG_MASS,        WEIGHT,  1, 3600000",
    "ug/kg/h,    DRUG_MASS,        WEIGHT,  1, 3600000000",
    "ug/h,       DRUG_MASS,        NONE,    1, 3600000000",
    "ng/kg/min,  DRUG_MASS,        WEIGHT,  1, 60000000000",
    "g/h,        DRUG_MASS,        NONE,    1, 3600",
    "mg/kg/min,  DRUG_MASS,        WEIGHT,  1, 60000",
    "mg/kg/d,    DRUG_MASS,        WEIGHT,  1, 86400000",
    "ug/m2/min,  DRUG_MASS,        SURFACE, 1, 60000000",
    "U/kg/h,     DRUG_UNITS,       WEIGHT,  1, 3600",
    "U/h,        DRUG_UNITS,       NONE,    1, 3600",
    "U/min,      DRUG_UNITS,       NONE,    1, 60",
    "mU/min,     DRUG_UNITS,       NONE,    1, 60000",
    "mU/kg/min,  DRUG_UNITS,       WEIGHT,  1, 60000",
    "[iU]/h,     DRUG_UNITS,       NONE,    1, 3600",
    "m[iU]/min,  DRUG_UNITS,       NONE,    1, 60000",
    "meq/h,      DRUG_EQUIVALENTS, NONE,    1, 3600000",
    "meq/kg/h,   DRUG_EQUIVALENTS, WEIGHT,  1, 3600000",
    "mmol/h,     DRUG_MOLES,       NONE,    1, 3600000",
    "mmol/kg/h,  DRUG_MOLES,       WEIGHT,  1, 3600000",
    "mL/h,       VOLUME,           NONE,    1, 3600",
    "mL/kg/h,    VOLUME,           WEIGHT,  1, 3600",
    "L/d,        VOLUME,           NONE,    1000, 86400",
  })
  void everyDosingUnitHasItsDimensionAndItsExactFactor(
      String ucum, Substance substance, BodySize per, long numerator, long denominator) {
    Unit unit = Unit.get(ucum);
    assertThat(unit.ucum()).isEqualTo(ucum);
    assertThat(unit.dimension()).isEqualTo(new Dimension(substance, per, false, true));
    assertThat(unit.factor()).isEqualTo(Rational.of(numerator, denominator));
    assertThat(Unit.find(ucum)).containsSame(unit);
  }

  @Test
  void theConstantsAreReadyWhenTheClassIs() {
    // They were once read before the tables they are read from, and no unit could be loaded.
    assertThat(Unit.ML_PER_HOUR.factor()).isEqualTo(Rational.of(1, 3_600));
    assertThat(Unit.KG.dimension().substance()).isEqualTo(Substance.BODY_WEIGHT);
    assertThat(Unit.MINUTE.factor()).isEqualTo(Rational.of(60));
    assertThat(Unit.ML.dimension().substance()).isEqualTo(Substance.VOLUME);
    assertThat(Unit.MMHG.dimension()).isEqualTo(Unit.PERCENT.dimension());
  }

  @Test
  void bodyWeightNeverCancelsDrugMass() {
    assertThat(Unit.find("mg/kg").orElseThrow().dimension())
        .isEqualTo(new Dimension(Substance.DRUG_MASS, BodySize.WEIGHT, false, false));
    assertThat(Unit.get("kg").dimension()).isNotEqualTo(Unit.get("g").dimension());
    for (String cancelled : List.of("kg/kg", "kg/kg/min", "kg/min", "kg/h", "m2/kg", "m2/min")) {
      assertThat(Unit.find(cancelled)).as(cancelled).isEmpty();
    }
  }

  @Test
  void unitsOfActivityMassAndEquivalentsNeverConvert() {
    Set<Dimension> dimensions = new HashSet<>();
    for (String ucum :
        List.of("mg/h", "U/h", "meq/h", "mmol/h", "mL/h", "mg/kg/h", "mg/m2/h", "mg", "mg/mL")) {
      assertThat(dimensions.add(Unit.get(ucum).dimension())).as(ucum).isTrue();
    }
    assertThat(Unit.get("U/h").dimension()).isEqualTo(Unit.get("[iU]/h").dimension());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "//",
        "mcg/kg/min", // not UCUM, and the abbreviation that is misread
        "μg/h",
        "µg/h",
        "MG/h",
        "ug/kg/min/",
        "/min",
        "ug//min",
        "ug/min/kg", // per weight stands before per time
        "ug/kg/kg",
        "ug/kg/m2",
        "ug/min/h",
        "mL/mL",
        "mL/mL/h",
        "L/mL",
        "ug/mL/mL",
        "ug/mL/kg/min/h",
        "ug /min",
        "ug/min ",
        "units/h",
        "IU/h",
        "ml/h",
        "mm[Hg]",
        "%",
        "1/min",
        "h/kg",
        "ug/L"
      })
  void whatIsNotKnownIsNotGuessed(String ucum) {
    assertThat(Unit.find(ucum)).isEmpty();
    assertThatThrownBy(() -> Unit.get(ucum)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalAmountsInDifferentUnitsAreEqualInBaseUnits() {
    assertThat(Quantity.of("16", "mg").inBaseUnits())
        .isEqualTo(Quantity.of("16000", "ug").inBaseUnits())
        .isEqualTo(Quantity.of("0.016", "g").inBaseUnits())
        .isEqualTo(Quantity.of("16000000", "ng").inBaseUnits());
    assertThat(Quantity.of("6", "mg/h").inBaseUnits())
        .isEqualTo(Quantity.of("100", "ug/min").inBaseUnits());
    assertThat(Quantity.of("0.25", "L").inBaseUnits())
        .isEqualTo(Quantity.of("250", "mL").inBaseUnits());
    assertThat(Rational.of(new BigDecimal("0.5")))
        .isEqualTo(Quantity.of("500", "mU").inBaseUnits());
  }
}
