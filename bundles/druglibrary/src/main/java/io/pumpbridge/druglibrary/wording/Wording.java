// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.wording;

import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.Figure;
import io.pumpbridge.model.dose.LimitKind;
import io.pumpbridge.model.dose.Preparation;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Rational;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Units, figures and preparations as they stand on a label, free of error-prone abbreviations. */
public final class Wording {
  /** Shown only, after "about". */
  private static final MathContext ROUGH = new MathContext(3, RoundingMode.HALF_UP);

  /** Of a fraction, before it is rounded to few digits. */
  private static final int DIGITS = 12;

  private static final Map<String, String> PARTS =
      Map.of(
          "ug", "mcg",
          "ng", "nanogram",
          "U", "units",
          "mU", "milliunits",
          "[iU]", "international units",
          "m[iU]", "milli-international units",
          "meq", "mEq",
          "eq", "Eq",
          "umol", "micromol",
          "d", "day");

  private Wording() {}

  public static String unit(Unit unit) {
    return Arrays.stream(unit.ucum().split("/", -1))
        .map(part -> PARTS.getOrDefault(part, part))
        .collect(Collectors.joining("/"));
  }

  /** Without trailing zeros: a point that is overlooked makes ten times of them. */
  public static String figure(BigDecimal figure) {
    return figure.signum() == 0 ? "0" : figure.stripTrailingZeros().toPlainString();
  }

  public static String quantity(BigDecimal figure, Unit unit) {
    return figure(figure) + " " + unit(unit);
  }

  public static String quantity(Quantity quantity) {
    return quantity(quantity.value(), quantity.unit());
  }

  /** Three digits or less. */
  public static String about(Rational fraction) {
    return figure(fraction.toDecimal(DIGITS, RoundingMode.HALF_UP).round(ROUGH));
  }

  public static String concentration(Concentration concentration) {
    return quantity(concentration.amount()) + " in " + quantity(concentration.volume());
  }

  public static String preparation(Preparation preparation) {
    if (preparation instanceof Preparation.Fixed fixed) {
      return concentration(fixed.concentration());
    }
    if (preparation instanceof Preparation.Wildcard wildcard) {
      return "any concentration in " + unit(wildcard.perVolume().unit());
    }
    return "fluid";
  }

  /** {@code hard max}. */
  public static String kind(LimitKind kind) {
    return kind.wireName().replace('-', ' ');
  }

  /** {@code bolus rate}; {@code PCA dose}. */
  public static String figure(DeliveryMode mode, Figure figure) {
    return mode(mode) + " " + figure.words();
  }

  public static String mode(DeliveryMode mode) {
    return mode == DeliveryMode.PCA ? "PCA" : mode.name().toLowerCase(Locale.ROOT);
  }
}
