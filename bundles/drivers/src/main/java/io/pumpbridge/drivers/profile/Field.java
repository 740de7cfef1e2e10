// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.measure.Unit;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where a value stands and how it is written.
 *
 * @param reply the name of the request that it answers
 * @param decimals how many of a whole number's digits stand after a point that is not written
 * @param mask the bits of a hexadecimal value that count; empty is all
 * @param absent texts that say that there is no value
 * @param mdc the IEEE 11073 code, only where verified
 */
public record Field(
    Name name,
    String reply,
    Place place,
    Kind kind,
    UnitSource unit,
    int decimals,
    OptionalInt mask,
    List<String> absent,
    OptionalInt mdc,
    boolean inferred) {

  public Field {
    absent = List.copyOf(absent);
  }

  /** All values that the bridge has a use for. */
  public enum Name {
    SERIAL_NUMBER,
    SOFTWARE,
    MODEL,
    DEVICE_TYPE,
    MODE,
    ALARM,
    ALARM_FLAG,
    RATE,
    VOLUME_INFUSED,
    VTBI_REMAINING,
    TIME_REMAINING,
    PRESSURE,
    DRUG,
    // what only drivers in Java read
    PROTOCOL_VERSION,
    CHANNEL,
    SLOTS,
    STATE,
    ERROR,
    REQUEST,
    RATE_SET,
    VTBI,
    RATE_MINIMUM,
    RATE_MAXIMUM,
    BOLUS_RATE,
    BOLUS_VOLUME,
    PRESSURE_LIMIT,
    SYRINGE,
    BATTERY,
    STANDBY_REMAINING,
    TIME_INFUSED;

    private static final Set<Name> OF_WHO_IT_IS =
        EnumSet.of(SERIAL_NUMBER, SOFTWARE, MODEL, DEVICE_TYPE);

    private static final Set<Name> QUANTITIES =
        EnumSet.of(RATE, VOLUME_INFUSED, VTBI_REMAINING, PRESSURE);

    private static final Set<Name> READ_BY_TABLES =
        EnumSet.of(
            SERIAL_NUMBER,
            SOFTWARE,
            MODEL,
            DEVICE_TYPE,
            MODE,
            ALARM,
            ALARM_FLAG,
            RATE,
            VOLUME_INFUSED,
            VTBI_REMAINING,
            TIME_REMAINING,
            PRESSURE,
            DRUG);

    /** Whether it says who the pump is. */
    public boolean saysWhoItIs() {
      return OF_WHO_IT_IS.contains(this);
    }

    /** Whether it is a number that means nothing without a unit. */
    public boolean isQuantity() {
      return QUANTITIES.contains(this);
    }

    /** Whether a driver that is made of a profile alone reads it. */
    public boolean isReadByTables() {
      return READ_BY_TABLES.contains(this);
    }
  }

  /** Where it stands in the message. */
  public sealed interface Place {
    /** Between separators; the first piece is 0. */
    record Position(int index) implements Place {}

    /** Right after a word; up to the next separator or the end without a length. */
    record Key(String key, OptionalInt length) implements Place {}

    /** In the piece that begins with this letter. */
    record Id(String id) implements Place {}

    /** At a fixed distance from the message's beginning; without a length as far as it reaches. */
    record Offset(int offset, OptionalInt length) implements Place {}
  }

  /** Where its unit is known from. */
  public sealed interface UnitSource {
    /** It has none. */
    record None() implements UnitSource {}

    record Fixed(Unit unit) implements UnitSource {}

    /** Another piece between separators. */
    record At(int position) implements UnitSource {}

    /** So many characters right behind the number. */
    record Behind(int length) implements UnitSource {}
  }

  /** How it is written. */
  public enum Kind {
    TEXT,
    /** Anything but {@code absent} means yes. */
    FLAG,
    /** A code of the table of modes. */
    MODE,
    /** Bits that are codes of the table of modes, the lowest 0. */
    MODE_BITS,
    /** A code of the table of alarms. */
    ALARM,
    /** Bits that are codes of the table of alarms, the lowest 0. */
    ALARM_BITS,
    /** Digits, at most one point; in binary messages a whole number, high byte first. */
    DECIMAL,
    /** Hexadecimal digits. */
    HEX,
    /** hh:mm:ss. */
    DURATION,
    /** A whole number of minutes. */
    MINUTES,
    /** A whole number of seconds. */
    SECONDS
  }
}
