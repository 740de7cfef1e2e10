// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.simulators.drive.Condition;
import io.pumpbridge.simulators.drive.Drive;
import io.pumpbridge.simulators.drive.DriveSettings;
import io.pumpbridge.simulators.drive.FrontPanel;
import io.pumpbridge.simulators.drive.PanelTraits;
import io.pumpbridge.simulators.drive.RateRange;
import io.pumpbridge.simulators.drive.Works;
import io.pumpbridge.simulators.fresenius.Reply.Code;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A syringe pump, as a module of a base or alone. */
final class FreseniusPump implements Station, Works {
  private final String serial;
  private final String deviceType;
  private final Drive drive = new Drive(DriveSettings.assumed("50"));
  private final FrontPanel panel;
  private String drug = "";
  private boolean underControl;

  FreseniusPump(String place, String serial, String deviceType, long nowMs) {
    if (!serial.matches("[0-9A-Za-z-]{1,20}")) {
      throw new IllegalArgumentException("a serial number has 1 to 20 characters, not " + serial);
    }
    this.serial = serial;
    this.deviceType = deviceType;
    this.drive.advance(nowMs);
    this.panel =
        new FrontPanel(
            new PanelTraits(place, serial, RateRange.of("0.1", "1200", 1), 1, Map.of()),
            drive,
            this);
  }

  Bedside panel() {
    return panel;
  }

  /** What the drug label says; empty for none. */
  void drug(String name) {
    if (!name.matches("[ 0-9A-Za-z./%-]{0,20}")) {
      throw new IllegalArgumentException("no drug name: " + name);
    }
    drug = name;
  }

  @Override
  public void pass(long nowMs) {
    drive.advance(nowMs);
  }

  @Override
  public String deviceType() {
    return deviceType;
  }

  /**
   * Published are the letters, and that d is hex in 0.1 mL/h and r hex in 0.001 mL. Four digits of
   * d are from an example. Guesses: the digits of the others; that d is what flows, so 0 while
   * paused; that m is the digit of MO; that a has a bit for each alarm.
   */
  @Override
  public Optional<String> variable(char identifier) {
    return switch (identifier) {
      case 'a' -> Optional.of(alarmBits());
      case 'e' -> Optional.of("00");
      case 'm' -> Optional.of(underControl ? "2" : "1");
      case 'd' -> Optional.of(hex(drive.rateFlowing().movePointRight(1), 4));
      case 'r' -> Optional.of(hex(drive.infusedMl(3).movePointRight(3), 6));
      case 'k', 's' -> Optional.of("0000"); // no bolus here
      default -> Optional.empty();
    };
  }

  private static String hex(BigDecimal value, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "X", value.longValue());
  }

  private String alarmBits() {
    return hex(
        BigDecimal.valueOf(drive.conditions().stream().mapToInt(FreseniusPump::alarmBit).sum()), 4);
  }

  /** Which bit means what is not public; these are invented, and zero alone means no alarm. */
  private static int alarmBit(Condition condition) {
    return switch (condition) {
      case NEAR_END -> 0x01;
      case OCCLUSION -> 0x02;
      case EMPTY -> 0x04;
      case END_OF_VOLUME -> 0x08;
      case BATTERY_LOW -> 0x20;
      case BATTERY_EMPTY -> 0x40;
      case KVO_END -> 0; // no KVO here
    };
  }

  @Override
  public Reply act(String command, String argument) {
    return switch (command) {
      case "MO" -> mode(argument);
      case "PO" -> pause();
      case "RV" -> resetVolume();
      // That the identifier is the serial number is a guess: no other way to tell it is public.
      case "LN" -> Reply.ok(serial);
      case "LP" -> Reply.ok(drug);
      // Published are only the names of these: not what they need, nor what is answered.
      case "PR", "PB", "PF", "PV", "PP", "PS", "EP", "AP", "EN", "SI", "OF", "RZ" -> Reply.SILENCE;
      default -> Reply.error(Code.UNKNOWN_COMMAND);
    };
  }

  /** 1 manual, 2 controlled by a computer. */
  private Reply mode(String argument) {
    if (!argument.equals("1") && !argument.equals("2")) {
      return Reply.error(Code.SYNTAX);
    }
    boolean control = argument.equals("2");
    if (control == underControl) {
      return Reply.error(Code.MODE_ALREADY_ACTIVE);
    }
    if (control && drive.conditions().stream().anyMatch(Condition::isLatched)) {
      return Reply.error(Code.ALARM_PRESENT);
    }
    underControl = control;
    return Reply.OK;
  }

  /** That only a controlled pump can be paused or reset is read from the error's wording. */
  private Reply pause() {
    if (!underControl) {
      return Reply.error(Code.NOT_IN_THIS_MODE);
    }
    if (!drive.isRunning()) {
      return Reply.error(Code.NOT_IN_THIS_STATUS);
    }
    drive.stop();
    return Reply.OK;
  }

  private Reply resetVolume() {
    if (!underControl) {
      return Reply.error(Code.NOT_IN_THIS_MODE);
    }
    drive.clearInfused();
    return Reply.OK;
  }

  @Override
  public List<String> alarms() {
    return drive.conditions().isEmpty() ? List.of() : List.of(alarmBits());
  }

  @Override
  public boolean controlled() {
    return underControl;
  }
}
