// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import io.pumpbridge.simulators.drive.Condition;
import io.pumpbridge.simulators.drive.Drive;
import java.math.BigDecimal;
import java.util.Optional;

/** The pump without its line: what the commands of pumping do (page 35 and after). */
final class Pumping {
  static final String OUT_OF_RANGE = "?OOR";
  static final String NOT_APPLICABLE = "?NA";
  private static final String NOT_RECOGNISED = "?";

  private final Drive drive;
  private final Setup setup = new Setup();
  private boolean paused;

  Pumping(Drive drive) {
    this.drive = drive;
  }

  char prompt() {
    if (drive.isRunning()) {
      return 'I';
    }
    return paused ? 'P' : 'S';
  }

  /** Answers a command that has to do with pumping. */
  String act(String text) {
    String name = text.substring(0, Math.min(3, text.length()));
    String argument = text.substring(name.length());
    return switch (name) {
      case "DIA" -> diameter(argument);
      case "VOL" -> volume(argument);
      case "RAT" -> rate(argument);
      case "DIR" -> direction(argument);
      case "FUN" -> argument.isEmpty() ? "RAT" : NOT_APPLICABLE;
      case "DIS" -> dispensed();
      case "CLD" -> clear(argument);
      case "RUN" -> run();
      case "STP" -> stop();
      case "PHN", "PUR", "BUZ", "LOC", "TRG", "ADR" -> NOT_APPLICABLE;
      default -> NOT_RECOGNISED;
    };
  }

  private String diameter(String argument) {
    if (argument.isEmpty()) {
      return setup.diameter();
    }
    if (drive.isRunning()) {
      return NOT_APPLICABLE;
    }
    return setup.diameter(argument) ? "" : OUT_OF_RANGE;
  }

  private String volume(String argument) {
    if (argument.isEmpty()) {
      return setup.volume();
    }
    if (drive.isRunning()) {
      return NOT_APPLICABLE;
    }
    paused = false;
    return setup.volume(argument) ? "" : OUT_OF_RANGE;
  }

  private String rate(String argument) {
    if (argument.isEmpty()) {
      return setup.rate();
    }
    if (drive.isRunning() && !argument.matches("[0-9.]+")) {
      return NOT_APPLICABLE;
    }
    boolean zero = argument.matches("[0.]+[A-Z]*");
    if (zero || !setup.rate(argument)) {
      return OUT_OF_RANGE; // that a rate of nothing is out of range is a guess
    }
    drive.rate(setup.rateMlPerHour());
    return "";
  }

  private static String direction(String argument) {
    if (argument.isEmpty()) {
      return "INF";
    }
    return argument.equals("INF") ? "" : NOT_APPLICABLE;
  }

  private String dispensed() {
    String infused = setup.inVolumeUnits(drive.infusedMl(6));
    return "I" + infused + "W" + Setup.text(BigDecimal.ZERO) + setup.volumeUnits();
  }

  private String clear(String argument) {
    if (drive.isRunning()) {
      return NOT_APPLICABLE;
    }
    if (argument.equals("INF")) {
      drive.clearInfused();
    }
    return argument.equals("INF") || argument.equals("WDR") ? "" : OUT_OF_RANGE;
  }

  /** Empty if it runs now. */
  String run() {
    if (!paused) {
      drive.vtbi(setup.volumeMl());
    }
    boolean started = drive.start();
    paused &= !started;
    return started ? "" : NOT_APPLICABLE;
  }

  /** The first stop pauses, the second ends the run. */
  private String stop() {
    if (!drive.isRunning() && !paused) {
      return NOT_APPLICABLE;
    }
    paused = drive.isRunning();
    drive.stop();
    return "";
  }

  /** Lets time go by; true if the motor stalled. */
  boolean pass(long nowMs) {
    drive.advance(nowMs);
    if (drive.conditions().stream().noneMatch(Condition::isLatched)) {
      return false;
    }
    boolean stalled = !drive.conditions().contains(Condition.END_OF_VOLUME);
    drive.clear();
    paused = false;
    return stalled;
  }

  /** Stops for good: an alarm, or no power. */
  void halt() {
    drive.stop();
    paused = false;
  }

  /** The pump shows four digits and pumps what it shows. */
  void rateSet(BigDecimal mlPerHour) {
    setup.rate(Setup.text(mlPerHour) + "MH");
    drive.rate(setup.rateMlPerHour());
  }

  void vtbiSet(Optional<BigDecimal> ml) {
    setup.volume("ML");
    setup.volume(Setup.text(ml.orElse(BigDecimal.ZERO)));
    paused = false;
  }
}
