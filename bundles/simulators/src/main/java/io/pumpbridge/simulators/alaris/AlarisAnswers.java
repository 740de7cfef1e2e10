// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the pump says to each request. */
final class AlarisAnswers {
  private static final String UNLOCKED = "^ENABLED^****^PERMIT^0^ms";
  private static final String LOCKED = "^DISABLED^****^PERMIT^0^ms";

  private final AlarisPump pump;
  private final SyringeDrive drive;

  AlarisAnswers(AlarisPump pump, SyringeDrive drive) {
    this.pump = pump;
    this.drive = drive;
  }

  Optional<String> to(String[] fields) {
    String name = fields[0];
    return switch (name) {
      case "INF" -> alone(fields, this::infusion);
      case "ALARM" -> alone(fields, () -> "ALARM^" + pump.alarm() + "^ ^ ");
      case "INST_SERIALNO" -> alone(fields, () -> name + "^" + pump.serialNumber());
      case "COMMS_PROTOCOL" -> alone(fields, () -> name + "^Asena Rev 2.1.5");
      case "COMMS_RESPONSE_MAX" -> alone(fields, () -> name + "^4000^ms");
      case "SYRINGE_STATUS" -> alone(fields, () -> name + "^BD PLASTIPAK^ 50^CONF");
      case "INF_RATE_MAX_SYRINGE" -> alone(fields, () -> name + "^1200.00^ml/h");
      case "REMQUERY" ->
          String.join("^", fields).equals("REMQUERY^DEACT")
              ? Optional.of("REMQUERY^DEACT^^^^")
              : Optional.empty();
      case "INF_RATE" -> rate(fields);
      case "INF_VTBI" -> vtbi(fields);
      case "INF_START" -> act(fields, pump::startOverTheLine);
      case "INF_STOP" -> act(fields, pump::stopInfusion);
      case "INF_VI_CLEAR" -> act(fields, this::clearVolume);
      case "REMOTE_CTRL", "REMOTE_CFG" -> remote(fields);
      // What a real pump says to an unknown command is not public, and neither is the layout of
      // INF_VI beyond "the second field is the value": silence.
      default -> Optional.empty();
    };
  }

  /** A query without fields; with fields its meaning is not public. */
  private static Optional<String> alone(String[] fields, Supplier<String> text) {
    return fields.length == 1 ? Optional.of(text.get()) : Optional.empty();
  }

  private String infusion() {
    return String.join(
        "^",
        "INF",
        pump.serialNumber(),
        pump.alarm() == AlarisAlarm.AL_NOALM ? "-" : "A",
        drive.isRunning() ? "SET" : "HLD", // the only two modes that were seen
        drive.rateFlowing().toPlainString(),
        "ml/h",
        "",
        drive.infusedMl().toPlainString(),
        "ml",
        drive.pressure().toPlainString(),
        "mmHg",
        AlarisText.duration(drive.secondsLeft()),
        "EVENT",
        Long.toString(drive.logId()));
  }

  private Optional<String> rate(String[] fields) {
    if (fields.length == 3 && fields[2].equals("ml/h") && pump.isRemoteControlled()) {
      Optional<Long> wanted = AlarisText.decimal(fields[1], 2).flatMap(AlarisText::rate);
      wanted.ifPresent(drive::setRate);
      if (wanted.isEmpty()) {
        return Optional.empty(); // the answer to a refused rate is not public
      }
    } else if (fields.length != 1) {
      return Optional.empty(); // nor is the one to a pump that is not unlocked
    }
    return Optional.of("INF_RATE^" + drive.rateSet().toPlainString() + "^ml/h");
  }

  private Optional<String> vtbi(String[] fields) {
    String request = String.join("^", fields);
    if (request.equals("INF_VTBI^DEACT") && pump.isRemoteControlled()) {
      drive.setVtbi(Optional.empty());
    } else if (fields.length == 5
        && request.startsWith("INF_VTBI^ACTIV^")
        && request.endsWith("^ml^STOP")
        && pump.isRemoteControlled()) {
      Optional<BigDecimal> wanted = AlarisText.decimal(fields[2], 3).filter(ml -> ml.signum() > 0);
      if (wanted.isEmpty()) {
        return Optional.empty();
      }
      drive.setVtbi(wanted);
    } else if (fields.length != 1) {
      return Optional.empty();
    }
    // Published is the form with a value; that the value is what remains is this simulator's guess.
    return Optional.of(
        drive
            .vtbiLeftMl()
            .map(ml -> "INF_VTBI^ACTIV^" + ml.toPlainString() + "^ml^STOP")
            .orElse("INF_VTBI^DEACT"));
  }

  /** An order: only under remote control, and echoed unchanged if it was carried out. */
  private Optional<String> act(String[] fields, BooleanSupplier action) {
    return fields.length == 1 && pump.isRemoteControlled() && action.getAsBoolean()
        ? Optional.of(fields[0])
        : Optional.empty(); // the answer to a refusal is not public
  }

  private boolean clearVolume() {
    drive.clearInfused();
    return true;
  }

  private Optional<String> remote(String[] fields) {
    // REMOTE_CFG has the same form; what it unlocks is not public, here nothing.
    boolean control = fields[0].equals("REMOTE_CTRL");
    boolean held = pump.isRemoteControlled();
    if (fields.length == 3
        && fields[1].equals("ENABLED")
        && fields[2].equals(pump.securityCode())) {
      pump.setRemote(control || held);
      return Optional.of(fields[0] + UNLOCKED);
    }
    if (fields.length == 2 && fields[1].equals("DISABLED")) {
      // Whether a pump that runs on remote control then stops is not public; here it runs on, and
      // no longer depends on the line.
      pump.setRemote(!control && held);
      return Optional.of(fields[0] + LOCKED);
    }
    return Optional.empty(); // the answer to a wrong code is not public
  }
}
