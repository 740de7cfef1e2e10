// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A unit as UCUM writes it, with its exact factor and its dimension.
 *
 * <p>Body weight ({@code kg} after a slash) and drug mass ({@code g}, {@code mg}, {@code ug},
 * {@code ng} before it) are different dimensions, so that mg/kg can never cancel into a plain
 * number. Units of insulin and heparin ({@code [iU]} or {@code U}), milliequivalents and millimoles
 * are dimensions of their own: nothing converts between them (how many equivalents a mole has
 * depends on the ion).
 *
 * @param ucum the text as written on the wire, for example {@code ug/kg/min}
 * @param factor how many base units (g, U, eq, mol, mL, s, kg body weight, m2) one of it is
 * @param dimension what it measures
 */
public record Unit(String ucum, Rational factor, Dimension dimension) {

  /** What is measured: a substance (or volume, or nothing), per body size, per volume, per time. */
  public record Dimension(Substance substance, BodySize per, boolean perVolume, boolean perTime) {
    public enum Substance {
      DRUG_MASS,
      DRUG_UNITS,
      DRUG_EQUIVALENTS,
      DRUG_MOLES,
      VOLUME,
      BODY_WEIGHT,
      BODY_SURFACE,
      TIME,
      OPAQUE
    }

    public enum BodySize {
      NONE,
      WEIGHT,
      SURFACE
    }
  }

  private record Amount(Rational factor, Dimension.Substance substance) {}

  /** Each unit once: a library holds ten thousands of them. Grows only by units that exist. */
  private static final Map<String, Unit> KNOWN = new ConcurrentHashMap<>();

  private static final Map<String, Amount> AMOUNTS = amounts();
  private static final Map<String, Rational> TIMES =
      Map.of(
          "s", Rational.ONE,
          "min", Rational.of(60),
          "h", Rational.of(3_600),
          "d", Rational.of(86_400));

  // after the tables they are read from: static fields are set in the order they stand
  public static final Unit ML_PER_HOUR = get("mL/h");
  public static final Unit ML = get("mL");
  public static final Unit KG = get("kg");
  public static final Unit M2 = get("m2");
  public static final Unit MMHG = opaque("mm[Hg]");
  public static final Unit MINUTE = get("min");
  public static final Unit PERCENT = opaque("%");

  private static Map<String, Amount> amounts() {
    Map<String, Amount> amounts = new HashMap<>();
    amounts.put("g", new Amount(Rational.ONE, Dimension.Substance.DRUG_MASS));
    amounts.put("mg", new Amount(Rational.of(1, 1_000), Dimension.Substance.DRUG_MASS));
    amounts.put("ug", new Amount(Rational.of(1, 1_000_000), Dimension.Substance.DRUG_MASS));
    amounts.put("ng", new Amount(Rational.of(1, 1_000_000_000), Dimension.Substance.DRUG_MASS));
    for (String unit : new String[] {"U", "[iU]"}) {
      amounts.put(unit, new Amount(Rational.ONE, Dimension.Substance.DRUG_UNITS));
      amounts.put("m" + unit, new Amount(Rational.of(1, 1_000), Dimension.Substance.DRUG_UNITS));
    }
    amounts.put("eq", new Amount(Rational.ONE, Dimension.Substance.DRUG_EQUIVALENTS));
    amounts.put("meq", new Amount(Rational.of(1, 1_000), Dimension.Substance.DRUG_EQUIVALENTS));
    amounts.put("mol", new Amount(Rational.ONE, Dimension.Substance.DRUG_MOLES));
    amounts.put("mmol", new Amount(Rational.of(1, 1_000), Dimension.Substance.DRUG_MOLES));
    amounts.put("umol", new Amount(Rational.of(1, 1_000_000), Dimension.Substance.DRUG_MOLES));
    amounts.put("mL", new Amount(Rational.ONE, Dimension.Substance.VOLUME));
    amounts.put("L", new Amount(Rational.of(1_000), Dimension.Substance.VOLUME));
    amounts.put("kg", new Amount(Rational.ONE, Dimension.Substance.BODY_WEIGHT));
    amounts.put("m2", new Amount(Rational.ONE, Dimension.Substance.BODY_SURFACE));
    return Map.copyOf(amounts);
  }

  /**
   * Reads {@code amount[/mL][/kg|/m2][/time]}, {@code volume[/kg|/m2][/time]}, or a body size or a
   * time alone.
   *
   * @return empty for anything this product does not know; a guess would be a dose error
   */
  public static Optional<Unit> find(String ucum) {
    Unit known = KNOWN.get(ucum);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Unit> read = read(ucum);
    read.ifPresent(unit -> KNOWN.putIfAbsent(ucum, unit));
    return read;
  }

  private static Optional<Unit> read(String ucum) {
    Rational time = TIMES.get(ucum);
    if (time != null) {
      return Optional.of(
          new Unit(
              ucum,
              time,
              new Dimension(Dimension.Substance.TIME, Dimension.BodySize.NONE, false, false)));
    }
    String[] parts = ucum.split("/", -1);
    Amount amount = AMOUNTS.get(parts[0]);
    if (amount == null || parts.length > 4 || (parts.length > 1 && isBodySize(amount))) {
      return Optional.empty();
    }
    Rational factor = amount.factor();
    Dimension.BodySize per = Dimension.BodySize.NONE;
    boolean perVolume = false;
    boolean perTime = false;
    int stage = 0;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i];
      Rational seconds = TIMES.get(part);
      if (part.equals("mL") && stage < 1 && amount.substance() != Dimension.Substance.VOLUME) {
        perVolume = true;
        stage = 1;
      } else if (part.equals("kg") && stage < 2) {
        per = Dimension.BodySize.WEIGHT;
        stage = 2;
      } else if (part.equals("m2") && stage < 2) {
        per = Dimension.BodySize.SURFACE;
        stage = 2;
      } else if (seconds != null && stage < 3) {
        factor = factor.dividedBy(seconds);
        perTime = true;
        stage = 3;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Unit(ucum, factor, new Dimension(amount.substance(), per, perVolume, perTime)));
  }

  private static boolean isBodySize(Amount amount) {
    return amount.substance() == Dimension.Substance.BODY_WEIGHT
        || amount.substance() == Dimension.Substance.BODY_SURFACE;
  }

  /**
   * @throws IllegalArgumentException if the unit is not known
   */
  public static Unit get(String ucum) {
    return find(ucum)
        .orElseThrow(() -> new IllegalArgumentException("unknown unit '" + ucum + "'"));
  }

  /** A unit that is carried and shown but never converted. */
  public static Unit opaque(String ucum) {
    return new Unit(
        ucum,
        Rational.ONE,
        new Dimension(Dimension.Substance.OPAQUE, Dimension.BodySize.NONE, false, false));
  }

  @Override
  public String toString() {
    return ucum;
  }
}
