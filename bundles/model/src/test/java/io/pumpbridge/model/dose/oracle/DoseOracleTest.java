// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.dose.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.CareArea;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DeviceLimits;
import io.pumpbridge.model.dose.DrugEntry;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Limits;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.dose.ModeLimits;
import io.pumpbridge.model.dose.OrderGuard;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Source;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A million orders, judged by the product and by a second implementation that shares nothing with
 * it: other numbers ({@link Fraction}), other tables ({@link DosingUnit}). Every pair of an order's
 * and a library's dosing unit comes up dozens of times, in both directions.
 */
class DoseOracleTest {
  private static final long SEED = 20261127;
  private static final int CASES = 1_000_000;
  private static final List<DosingUnit> UNITS = DosingUnit.all();
  private static final int PAIRS = UNITS.size() * UNITS.size();

  private static final DrugEntry.Details DETAILS =
      new DrugEntry.Details(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new Source("random, not for clinical use", LocalDate.EPOCH));

  /**
   * One order and the limits that it meets.
   *
   * @param byRate whether it says a rate in mL/h, else a dose
   * @param hardMax four limits from the least to the most
   */
  private record Case(
      DosingUnit ordered,
      DosingUnit library,
      boolean byRate,
      String figure,
      String amountUnit,
      String amount,
      String volume,
      Optional<String> weight,
      Optional<String> surface,
      String hardMin,
      String softMin,
      String softMax,
      String hardMax) {

    static Case from(int number) {
      SplittableRandom random = new SplittableRandom(SEED + number);
      int pair = number % PAIRS;
      DosingUnit ordered = UNITS.get(pair / UNITS.size());
      DosingUnit library = UNITS.get(pair % UNITS.size());
      List<String> amounts =
          library.kind() == DosingUnit.Kind.VOLUME
              ? List.of("mg", "U", "meq", "mmol")
              : DosingUnit.amountsOf(library.kind());
      Case bare =
          new Case(
              ordered,
              library,
              random.nextInt(3) == 0,
              decimal(random, 99_999, 3),
              amounts.get(random.nextInt(amounts.size())),
              decimal(random, 9_999, 1),
              decimal(random, 999, 0),
              random.nextInt(20) == 0 ? Optional.empty() : Optional.of(decimal(random, 2_000, 1)),
              random.nextInt(20) == 0 ? Optional.empty() : Optional.of(decimal(random, 300, 2)),
              "0",
              "0",
              "0",
              "0");
      return bare.withLimits(random);
    }

    /** Around the dose, so that every verdict comes up; every fifth time a limit is the dose. */
    private Case withLimits(SplittableRandom random) {
      String middle = "1";
      if (!byRate && ordered.measuresAs(library)) {
        Fraction inLibrary = Fraction.of(figure).times(ordered.scale()).over(library.scale());
        middle = written(inLibrary);
      } else if (byRate && isSized()) {
        middle = written(doseOfRate());
      }
      BigDecimal base = new BigDecimal(middle);
      BigDecimal[] limits = new BigDecimal[4];
      for (int i = 0; i < limits.length; i++) {
        limits[i] =
            random.nextInt(5) == 0
                ? base
                : base.multiply(BigDecimal.valueOf(1 + random.nextInt(3_000), 3));
      }
      java.util.Arrays.sort(limits);
      return new Case(
          ordered,
          library,
          byRate,
          figure,
          amountUnit,
          amount,
          volume,
          weight,
          surface,
          limits[0].toPlainString(),
          limits[1].toPlainString(),
          limits[2].toPlainString(),
          limits[3].toPlainString());
    }

    private static String written(Fraction fraction) {
      return new BigDecimal(fraction.above())
          .divide(new BigDecimal(fraction.below()), 12, java.math.RoundingMode.HALF_EVEN)
          .toPlainString();
    }

    private static String decimal(SplittableRandom random, int bound, int places) {
      return BigDecimal.valueOf(1 + random.nextInt(bound), places).toPlainString();
    }

    private boolean isSized() {
      return switch (library.body()) {
        case "/kg" -> weight.isPresent();
        case "/m2" -> surface.isPresent();
        default -> true;
      };
    }

    private Fraction size() {
      return switch (library.body()) {
        case "/kg" -> Fraction.of(weight.orElseThrow());
        case "/m2" -> Fraction.of(surface.orElseThrow());
        default -> Fraction.of(1, 1);
      };
    }

    /** mg, U, meq or mmol in a mL; 1 mL in a mL. */
    private Fraction strength() {
      return library.kind() == DosingUnit.Kind.VOLUME
          ? Fraction.of(1, 1)
          : Fraction.of(amount).times(DosingUnit.scaleOf(amountUnit)).over(Fraction.of(volume));
    }

    /** In the library's unit. */
    private Fraction doseOfRate() {
      return Fraction.of(figure).times(strength()).over(size()).over(library.scale());
    }

    /** In the library's unit. */
    Fraction dose() {
      return byRate
          ? doseOfRate()
          : Fraction.of(figure).times(ordered.scale()).over(library.scale());
    }

    /** In mL/h. */
    Fraction rate() {
      return byRate
          ? Fraction.of(figure)
          : Fraction.of(figure).times(ordered.scale()).times(size()).over(strength());
    }

    Verdict verdict() {
      if ((!byRate && !ordered.measuresAs(library)) || !isSized()) {
        return Verdict.CANNOT_JUDGE;
      }
      Fraction dose = dose();
      if (dose.against(Fraction.of(hardMax)) > 0) {
        return Verdict.HARD_HIGH;
      }
      if (dose.against(Fraction.of(hardMin)) < 0) {
        return Verdict.HARD_LOW;
      }
      if (dose.against(Fraction.of(softMax)) > 0) {
        return Verdict.SOFT_HIGH;
      }
      return dose.against(Fraction.of(softMin)) < 0 ? Verdict.SOFT_LOW : Verdict.WITHIN;
    }

    Judgement judge() {
      Concentration concentration =
          new Concentration(Quantity.of(amount, amountUnit), Quantity.of(volume, "mL"));
      Unit unit = Unit.get(library.ucum());
      Limits limits =
          new Limits(
              unit,
              Optional.of(new BigDecimal(hardMin)),
              Optional.of(new BigDecimal(softMin)),
              Optional.of(new BigDecimal(softMax)),
              Optional.of(new BigDecimal(hardMax)),
              Optional.empty(),
              Optional.empty());
      DrugEntry entry =
          new DrugEntry(
              "drug",
              Optional.empty(),
              new Preparation.Fixed(concentration),
              List.of(ModeLimits.continuous(limits)),
              DETAILS);
      CareArea area =
          CareArea.of("ICU", DeviceLimits.NONE, CareArea.SoftLimits.HOLD, List.of(entry));
      return OrderGuard.judge(
          Optional.of(new DrugLibrary("h", "n", 1, Rational.of(0), Map.of("ICU", area))),
          new InfusionOrder(
              "o",
              "p",
              "1",
              "ICU",
              new Medication("drug", Optional.empty(), Optional.of(concentration)),
              new Body(
                  weight.map(value -> Quantity.of(value, "kg")),
                  surface.map(value -> Quantity.of(value, "m2"))),
              DeliveryMode.CONTINUOUS,
              byRate ? Optional.empty() : Optional.of(Quantity.of(figure, ordered.ucum())),
              byRate ? Optional.of(Quantity.of(figure, "mL/h")) : Optional.empty(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  @Test
  void aMillionOrdersAreJudgedAsASecondImplementationJudgesThem() {
    Set<Verdict> seen = ConcurrentHashMap.newKeySet();
    Set<ReasonCode> reasons = ConcurrentHashMap.newKeySet();
    IntStream.range(0, CASES)
        .parallel()
        .forEach(
            number -> {
              Case each = Case.from(number);
              Judgement judgement = each.judge();
              require(number, each, judgement, judgement.verdict() == each.verdict());
              if (judgement.verdict() != Verdict.CANNOT_JUDGE) {
                require(
                    number,
                    each,
                    judgement,
                    each.dose().isShownAs(judgement.dose().orElseThrow().value())
                        && each.rate().isShownAs(judgement.rate().orElseThrow().value()));
              }
              seen.add(judgement.verdict());
              reasons.add(judgement.code());
            });
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Verdict.INVALID)));
    assertThat(reasons)
        .contains(ReasonCode.UNIT_MISMATCH, ReasonCode.WEIGHT_MISSING, ReasonCode.SURFACE_MISSING);
  }

  /** Not assertj's: a million descriptions would take longer than the judging. */
  private static void require(int number, Case each, Judgement judgement, boolean holds) {
    if (!holds) {
      throw new AssertionError(
          "seed " + SEED + " case " + number + ": " + each + " is judged " + judgement);
    }
  }
}
