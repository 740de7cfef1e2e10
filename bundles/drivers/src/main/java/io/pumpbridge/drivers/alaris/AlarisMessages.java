// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import java.util.ArrayList;
import java.util.List;

/** What the pump answers to the four reads; what can be asked is in {@link AlarisRequests}. */
final class AlarisMessages {

  /** The longest serial number seen has 10 characters, the longest version 15. */
  private static final int MAX_NAME = 32;

  /** The flag field when no alarm stands. */
  private static final String NO_FLAG = "-";

  private static final String ALARM_PREFIX = "AL_";

  private AlarisMessages() {}

  /** A reply, understood as far as it can be. */
  sealed interface Reply permits SerialNumber, Protocol, Infusion, Alarms, Other {}

  record SerialNumber(String serialNumber) implements Reply {}

  /** The protocol's version, the only thing the pump says about its software. */
  record Protocol(String version) implements Reply {}

  /**
   * The INF reply, as text, without padding; an empty field is an empty text.
   *
   * @param alarmRaised whether the flag says anything but "none"
   * @param timeLeft {@code hh:mm:ss} or {@code 24+}
   */
  record Infusion(
      String serialNumber,
      boolean alarmRaised,
      String mode,
      Measured rate,
      Measured volumeInfused,
      Measured pressure,
      String timeLeft)
      implements Reply {}

  /** A number and its unit as the pump wrote them. */
  record Measured(String value, String unit) {}

  /** The codes of the ALARM reply, {@code AL_NOALM} among them. */
  record Alarms(List<String> codes) implements Reply {
    Alarms {
      codes = List.copyOf(codes);
    }
  }

  /** A valid frame that answers none of our requests: an echo, another command, a short reply. */
  record Other(String command) implements Reply {}

  /** The command, and its fields without padding. */
  static String[] fields(String body) {
    String[] fields = body.split("\\^", -1);
    for (int i = 1; i < fields.length; i++) {
      fields[i] = fields[i].strip();
    }
    return fields;
  }

  /** Reads the body of a frame whose checksum holds. Total: any text gives a reply. */
  static Reply from(String body) {
    String[] fields = fields(body);
    return switch (fields[0]) {
      case "INST_SERIALNO" ->
          isName(fields, 1) ? new SerialNumber(fields[1]) : new Other(fields[0]);
      case "COMMS_PROTOCOL" -> isName(fields, 1) ? new Protocol(fields[1]) : new Other(fields[0]);
      case "INF" -> infusion(fields);
      case "ALARM" -> alarms(fields);
      default -> new Other(fields[0]);
    };
  }

  /**
   * Positions as captured: serial, flag, mode, rate, unit, (empty, unknown), volume, unit,
   * pressure, unit, time left; then the log's type and number, which nobody here needs.
   */
  private static Reply infusion(String[] fields) {
    if (fields.length < 12 || !isName(fields, 1)) {
      return new Other(fields[0]);
    }
    return new Infusion(
        fields[1],
        !fields[2].equals(NO_FLAG),
        fields[3],
        new Measured(fields[4], fields[5]),
        new Measured(fields[7], fields[8]),
        new Measured(fields[9], fields[10]),
        fields[11]);
  }

  /**
   * The first field is the code. What the two after it mean is not published; should one of them
   * hold a further code, it is better told than dropped.
   */
  private static Reply alarms(String[] fields) {
    List<String> codes = new ArrayList<>();
    for (int i = 1; i < fields.length; i++) {
      if (isName(fields, i) && (i == 1 || fields[i].startsWith(ALARM_PREFIX))) {
        codes.add(fields[i]);
      }
    }
    return codes.isEmpty() ? new Other(fields[0]) : new Alarms(codes);
  }

  private static boolean isName(String[] fields, int position) {
    return position < fields.length
        && !fields[position].isEmpty()
        && fields[position].length() <= MAX_NAME
        && fields[position].chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
