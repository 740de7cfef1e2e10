// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import io.pumpbridge.simulators.drive.RateRange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What is set in the pump, in the units it was set in: numbers have at most four digits and at most
 * three decimals (page 33).
 */
final class Setup {
  /** Millimetres; the manual's limits of the diameter. */
  private static final RateRange DIAMETERS = RateRange.of("0.1", "80", 3);

  /** Above this diameter volumes are in mL, below in µL. */
  private static final BigDecimal LARGE = new BigDecimal("14");

  private static final BigDecimal LARGEST = new BigDecimal("9999");
  private static final int DIGITS = 4;
  private static final int DECIMALS = 3;

  private BigDecimal diameter = new BigDecimal("26.59"); // a 60 mL syringe
  private String volumeUnits = "ML";
  private BigDecimal volume = BigDecimal.ZERO;
  private String rateUnits = "MH";
  private BigDecimal rate = BigDecimal.ZERO;

  /** A number as the pump reads it: four digits and a point. */
  static Optional<BigDecimal> number(String text) {
    boolean sound = text.matches("[0-9]*\\.?[0-9]*") && text.replace(".", "").matches("[0-9]{1,4}");
    return sound
        ? Optional.of(new BigDecimal(text.startsWith(".") ? "0" + text : text))
            .filter(number -> number.scale() <= DECIMALS)
        : Optional.empty();
  }

  /** A number as the pump writes it: four digits and always a point. */
  static String text(BigDecimal number) {
    int whole = Math.max(1, number.precision() - number.scale());
    int decimals = Math.max(0, Math.min(DECIMALS, DIGITS - whole));
    String text = number.setScale(decimals, RoundingMode.DOWN).toPlainString();
    return decimals == 0 ? text + "." : text;
  }

  String diameter() {
    return text(diameter);
  }

  boolean diameter(String text) {
    Optional<BigDecimal> wanted =
        number(text).flatMap(number -> DIAMETERS.read(number.toPlainString()));
    wanted.ifPresent(
        number -> {
          diameter = number;
          volumeUnits = number.compareTo(LARGE) > 0 ? "ML" : "UL";
        });
    return wanted.isPresent();
  }

  String volumeUnits() {
    return volumeUnits;
  }

  String volume() {
    return text(volume) + volumeUnits;
  }

  /** A number, or units. */
  boolean volume(String text) {
    if (text.equals("ML") || text.equals("UL")) {
      volumeUnits = text;
      return true;
    }
    Optional<BigDecimal> wanted = number(text);
    wanted.ifPresent(number -> volume = number);
    return wanted.isPresent();
  }

  /** What a run is to give, mL; empty to run until stopped. */
  Optional<BigDecimal> volumeMl() {
    return Optional.of(volumeUnits.equals("ML") ? volume : volume.movePointLeft(3))
        .filter(ml -> ml.signum() > 0);
  }

  /** mL in the units of volumes; that the count ends with the last of four digits is a guess. */
  String inVolumeUnits(BigDecimal ml) {
    BigDecimal count = volumeUnits.equals("ML") ? ml : ml.movePointRight(3);
    return text(count.min(LARGEST));
  }

  String rate() {
    return text(rate) + rateUnits;
  }

  /** A number with or without units; units only while the pump stands. */
  boolean rate(String text) {
    String units = text.matches(".*(MM|MH|UM|UH)") ? text.substring(text.length() - 2) : "";
    Optional<BigDecimal> wanted = number(text.substring(0, text.length() - units.length()));
    wanted.ifPresent(
        number -> {
          rate = number;
          rateUnits = units.isEmpty() ? rateUnits : units;
        });
    return wanted.isPresent();
  }

  BigDecimal rateMlPerHour() {
    BigDecimal perHour = rateUnits.endsWith("M") ? rate.multiply(BigDecimal.valueOf(60)) : rate;
    return rateUnits.startsWith("M") ? perHour : perHour.movePointLeft(3);
  }
}
