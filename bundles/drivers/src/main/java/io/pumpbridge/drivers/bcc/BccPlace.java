// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the rack a pump is: pillars count from the left, pumps from the bottom (page 11). Shown
 * as {@code 1/A}: the tenth pump of the first pillar, in the document's letters, however the rack
 * writes it.
 *
 * @param pillar 1 to 3
 * @param pump 1 to 24, on the wire 1 to 9 and A to O
 */
record BccPlace(int pillar, int pump) implements Comparable<BccPlace> {

  /** The address of the rack itself. */
  static final String RACK = "50100";

  static final int PILLARS = 3;
  static final int PUMPS = 24;

  private static final Pattern SHORT = Pattern.compile("501([1-3])([1-9A-O])");

  /**
   * BCC 3.30 was seen to write the tenth pump of the first pillar as 501110
   * (mindleaving/patient-monitor-datalogger, PumpIndex).
   */
  private static final Pattern LONG = Pattern.compile("501([1-3])(\\d{2})");

  BccPlace {
    if (pillar < 1 || pillar > PILLARS || pump < 1 || pump > PUMPS) {
      throw new IllegalArgumentException("no place in a rack: " + pillar + "/" + pump);
    }
  }

  /** The place behind an address; empty if it is the rack's own, or none. */
  static Optional<BccPlace> from(String address) {
    Matcher matcher = SHORT.matcher(address);
    if (matcher.matches()) {
      return Optional.of(
          new BccPlace(
              Integer.parseInt(matcher.group(1)), Character.digit(matcher.group(2).charAt(0), 25)));
    }
    matcher = LONG.matcher(address);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int pump = Integer.parseInt(matcher.group(2));
    return pump < 1 || pump > PUMPS
        ? Optional.empty()
        : Optional.of(new BccPlace(Integer.parseInt(matcher.group(1)), pump));
  }

  /** As a request names it: {@code 1A}. */
  String code() {
    return pillar + letter();
  }

  @Override
  public int compareTo(BccPlace other) {
    return PUMPS * (pillar - other.pillar) + pump - other.pump;
  }

  @Override
  public String toString() {
    return pillar + "/" + letter();
  }

  private String letter() {
    return String.valueOf(Character.toUpperCase(Character.forDigit(pump, 25)));
  }
}
