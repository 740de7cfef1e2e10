// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.Field;
import io.pumpbridge.drivers.profile.Field.Place;
import io.pumpbridge.drivers.profile.Field.UnitSource;
import io.pumpbridge.model.measure.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value as the pump wrote it: neither empty nor one of the texts that say "no value".
 *
 * @param unit as the pump wrote it; empty if it writes none
 */
record Spot(Field field, String value, String unit) {

  /** At the beginning of a text: a number. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]*)?");

  /** No counter of any pump has more than 32 bits. */
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{1,8}");

  /** Alarm words may be longer: one bit each. */
  private static final Pattern BITS = Pattern.compile("[0-9A-Fa-f]{1,16}");

  private static final int HEX_BASE = 16;

  static Optional<Spot> in(String text, Field field, OptionalInt separator) {
    String[] pieces =
        separator.isPresent()
            ? text.split(Pattern.quote(String.valueOf((char) separator.getAsInt())), -1)
            : new String[] {text};
    return raw(text, pieces, field.place())
        .map(raw -> withUnit(raw, pieces, field))
        .filter(spot -> !spot.value.isEmpty() && !field.absent().contains(spot.value));
  }

  private static Optional<String> raw(String text, String[] pieces, Place place) {
    if (place instanceof Place.Position position) {
      return piece(pieces, position.index());
    }
    if (place instanceof Place.Key key) {
      for (String piece : pieces) {
        int at = piece.indexOf(key.key());
        if (at >= 0) {
          return cut(piece, at + key.key().length(), key.length());
        }
      }
      return Optional.empty();
    }
    return place instanceof Place.Offset offset
        ? cut(text, offset.offset(), offset.length())
        : Optional.empty(); // Place.Id: refused by the reader of profiles
  }

  private static Optional<String> piece(String[] pieces, int index) {
    return index < pieces.length ? Optional.of(pieces[index]) : Optional.empty();
  }

  /** A text that is too short holds no value, not half of one. */
  private static Optional<String> cut(String text, int from, OptionalInt length) {
    int end = length.isPresent() ? from + length.getAsInt() : text.length();
    return from <= end && end <= text.length()
        ? Optional.of(text.substring(from, end))
        : Optional.empty();
  }

  private static Spot withUnit(String raw, String[] pieces, Field field) {
    String value = raw.strip();
    if (field.unit() instanceof UnitSource.At at) {
      return new Spot(field, value, piece(pieces, at.position()).orElse("").strip());
    }
    if (field.unit() instanceof UnitSource.Behind behind) {
      Matcher number = NUMBER.matcher(value);
      int end = number.lookingAt() ? number.end() : value.length();
      String unit = cut(value, end, OptionalInt.of(behind.length())).orElse("");
      return new Spot(field, value.substring(0, end), unit);
    }
    return new Spot(field, value, "");
  }

  /** The number it is, its unwritten point put in; empty if it is none. */
  Optional<BigDecimal> number() {
    return field.kind() == Field.Kind.HEX ? hexNumber() : decimalNumber();
  }

  private Optional<BigDecimal> hexNumber() {
    if (!HEX.matcher(value).matches()) {
      return Optional.empty();
    }
    return Optional.of(new BigDecimal(masked(new BigInteger(value, HEX_BASE)), field.decimals()));
  }

  /** A point that ends a number, as some pumps write it, adds nothing. */
  private Optional<BigDecimal> decimalNumber() {
    String digits = value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
    boolean whole = digits.indexOf('.') < 0;
    return Quantity.decimalFrom(digits)
        .filter(number -> whole || field.decimals() == 0)
        .map(number -> number.movePointLeft(field.decimals()));
  }

  /**
   * The code of a table that it is. With a mask the value is hexadecimal, and the code is as many
   * upper-case digits of what the mask leaves.
   */
  Optional<String> code() {
    if (field.mask().isEmpty()) {
      return Optional.of(value);
    }
    return HEX.matcher(value).matches()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%0" + value.length() + "X",
                Long.parseLong(value, HEX_BASE) & field.mask().getAsInt()))
        : Optional.empty();
  }

  /** The bits that are set and count, the lowest 0; empty if it is no hexadecimal number. */
  Optional<BigInteger> bits() {
    return BITS.matcher(value).matches()
        ? Optional.of(masked(new BigInteger(value, HEX_BASE)))
        : Optional.empty();
  }

  private BigInteger masked(BigInteger bits) {
    return field.mask().isPresent() ? bits.and(BigInteger.valueOf(field.mask().getAsInt())) : bits;
  }
}
