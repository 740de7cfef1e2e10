// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.PUMP;
import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.library;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static io.pumpbridge.model.dose.DoseFixtures.quantity;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A care area's maximum rate and the rate that a dose needs. Examples, not for clinical use. */
class AreaRateTest {
  /** 1 mg in each mL, so that a dose in mg/h is a rate in mL/h. */
  private static final Concentration BAG = concentration("50", "mg", "50");

  private static final CareArea AREA =
      CareArea.of(
          "ICU",
          new DeviceLimits(
              quantity("100", "mL/h"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          CareArea.SoftLimits.HOLD,
          List.of(entry("example", BAG, limits("mg/h", "", "", "", "200"))));

  private static Judgement judge(String dose) {
    return OrderGuard.judge(
        Optional.of(library(AREA)),
        new InfusionOrder(
            "o1",
            PUMP.serialNumber(),
            "1",
            "ICU",
            new Medication("example", Optional.empty(), Optional.of(BAG)),
            new Body(Optional.empty(), Optional.empty()),
            DeliveryMode.CONTINUOUS,
            quantity(dose, "mg/h"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /** In six digits all three would be shown, and were once compared, as 100. */
  @ParameterizedTest
  @CsvSource({"100.0000004, HARD_HIGH", "100, WITHIN", "99.9999996, WITHIN"})
  void theMaximumIsComparedWithTheExactRate(String dose, Verdict verdict) {
    Judgement judgement = judge(dose);
    assertThat(judgement.verdict()).as("%s", judgement).isEqualTo(verdict);
    assertThat(judgement.rate().orElseThrow().value()).isEqualByComparingTo(dose);
  }

  @Test
  void whatIsSaidOfItStandsOnTheSameSide() {
    Judgement judgement = judge("100.0000004");
    assertThat(judgement.code()).isEqualTo(ReasonCode.DEVICE_LIMIT_PASSED);
    assertThat(judgement.limit().orElseThrow().kind()).isEqualTo("device-max");
    assertThat(judgement.reason()).startsWith("100.0000004 mL/h is above the 100 mL/h");
  }
}
