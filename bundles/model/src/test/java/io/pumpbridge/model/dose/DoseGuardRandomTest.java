// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose;

import static io.pumpbridge.model.dose.DoseFixtures.concentration;
import static io.pumpbridge.model.dose.DoseFixtures.entry;
import static io.pumpbridge.model.dose.DoseFixtures.infusing;
import static io.pumpbridge.model.dose.DoseFixtures.judge;
import static io.pumpbridge.model.dose.DoseFixtures.limits;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The guard beside a computation that never divides, on random cases. */
class DoseGuardRandomTest {
  /** Dosing units as an independent table: nanograms (or their like) and seconds of one of it. */
  private record Dosing(String ucum, String perUnit, int seconds, boolean perKilogram) {}

  private static final List<Dosing> DOSING =
      List.of(
          new Dosing("ug/kg/min", "1000", 60, true),
          new Dosing("ug/min", "1000", 60, false),
          new Dosing("mg/h", "1000000", 3_600, false),
          new Dosing("ng/kg/min", "1", 60, true),
          new Dosing("g/h", "1000000000", 3_600, false),
          new Dosing("mg/kg/h", "1000000", 3_600, true));

  @Test
  void itAgreesWithAnIndependentComputationOnRandomCases() {
    long seed = 20260301;
    Random random = new Random(seed);
    EnumSet<Verdict> seen = EnumSet.noneOf(Verdict.class);
    Map<String, String> nanograms = Map.of("g", "1000000000", "mg", "1000000", "ug", "1000");
    for (int i = 0; i < 5_000; i++) {
      Dosing dosing = DOSING.get(random.nextInt(DOSING.size()));
      String amountUnit = List.of("g", "mg", "ug").get(random.nextInt(3));
      BigDecimal amount = decimal(random, 1_000, 1).add(BigDecimal.ONE);
      BigDecimal volume = decimal(random, 500, 0).add(BigDecimal.ONE);
      BigDecimal rate = decimal(random, 99_900, 2);
      BigDecimal weight = decimal(random, 2_000, 1).add(new BigDecimal("2"));
      // dose (in dosing units) × below = above, so that nothing is ever divided
      BigDecimal above =
          rate.multiply(amount)
              .multiply(new BigDecimal(nanograms.get(amountUnit)))
              .multiply(BigDecimal.valueOf(dosing.seconds()));
      BigDecimal below =
          volume
              .multiply(BigDecimal.valueOf(3_600))
              .multiply(dosing.perKilogram() ? weight : BigDecimal.ONE)
              .multiply(new BigDecimal(dosing.perUnit()));
      BigDecimal near = above.divide(below, 6, java.math.RoundingMode.HALF_EVEN);
      BigDecimal hardMax =
          near.multiply(decimal(random, 200, 2)).setScale(6, java.math.RoundingMode.HALF_UP);
      BigDecimal softMin =
          hardMax.multiply(decimal(random, 100, 2)).setScale(6, java.math.RoundingMode.DOWN);
      if (i % 5 == 0) {
        hardMax = near; // as close as six digits come
        softMin = near;
      }
      Verdict expected =
          above.compareTo(hardMax.multiply(below)) > 0
              ? Verdict.HARD_HIGH
              : above.compareTo(softMin.multiply(below)) < 0 ? Verdict.SOFT_LOW : Verdict.WITHIN;
      DrugEntry entry =
          entry(
              "drug",
              concentration(amount.toPlainString(), amountUnit, volume.toPlainString()),
              limits(dosing.ucum(), "", softMin.toPlainString(), "", hardMax.toPlainString()));
      Judgement judgement =
          judge(entry, weight.toPlainString(), infusing(rate.toPlainString(), "mL/h"));
      assertThat(judgement.verdict())
          .as("seed %d case %d: %s", seed, i, judgement)
          .isEqualTo(expected);
      seen.add(expected);
    }
    assertThat(seen).containsExactlyInAnyOrder(Verdict.WITHIN, Verdict.SOFT_LOW, Verdict.HARD_HIGH);
  }

  private static BigDecimal decimal(Random random, int bound, int scale) {
    return BigDecimal.valueOf(random.nextInt(bound), scale);
  }
}
