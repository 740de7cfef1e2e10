// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An Alaris Asena syringe pump as its serial line and its front panel show it. Pure: it is told the
 * time (milliseconds, never backwards) with every call and does nothing between calls. Not safe for
 * threads.
 *
 * <p>Where the public sources do not say what a real pump does, this one stays silent, and the
 * comment there says so.
 */
public final class AlarisPump {
  /** A pump that was started over the line stops if that long nothing sound comes (user guide). */
  static final long LEASE_MS = 15_000;

  private static final String UNLOCKED = "^ENABLED^****^PERMIT^0^ms";
  private static final String LOCKED = "^DISABLED^****^PERMIT^0^ms";

  private final String serial;
  private final SyringeDrive drive;
  private final RequestReader reader = new RequestReader();
  private boolean remoteControl;
  private boolean startedRemotely;
  private long lastHeardMs;

  /** A stopped pump with a confirmed 50 mL syringe and no rate set. */
  public AlarisPump(String serial) {
    this.serial = serial;
    this.drive = new SyringeDrive(new BigDecimal("50"));
  }

  /** What the host sent, however the line cut it; returns the answers in order. */
  public List<Reply> receive(Bytes chunk, long nowMs) {
    advance(nowMs);
    List<Reply> replies = new ArrayList<>();
    for (String body : reader.feed(chunk)) {
      lastHeardMs = drive.nowMs();
      answer(body.split("\\^", -1)).ifPresent(text -> replies.add(new Reply(text)));
    }
    return replies;
  }

  /** Lets time go by. */
  public void advance(long nowMs) {
    if (remoteControl && nowMs - lastHeardMs > LEASE_MS) {
      drive.advance(lastHeardMs + LEASE_MS);
      if (startedRemotely && drive.isRunning()) {
        drive.stopWith(AlarisAlarm.AL_COMTO);
      }
      // Whether a lease that ran nothing ends as well is not public; here it does.
      remoteControl = false;
    }
    drive.advance(nowMs);
  }

  private Optional<String> answer(String[] fields) {
    String name = fields[0];
    return switch (name) {
      case "INF" -> alone(fields, this::infusion);
      case "ALARM" -> alone(fields, () -> "ALARM^" + drive.alarm() + "^ ^ ");
      case "INST_SERIALNO" -> alone(fields, () -> name + "^" + serial);
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
      case "INF_START" -> act(fields, this::startOverTheLine);
      case "INF_STOP" -> act(fields, this::stopInfusion);
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
        serial,
        drive.alarm() == AlarisAlarm.AL_NOALM ? "-" : "A",
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
    if (fields.length == 3 && fields[2].equals("ml/h") && remoteControl) {
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
    if (request.equals("INF_VTBI^DEACT") && remoteControl) {
      drive.setVtbi(Optional.empty());
    } else if (fields.length == 5
        && request.startsWith("INF_VTBI^ACTIV^")
        && request.endsWith("^ml^STOP")
        && remoteControl) {
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
    return fields.length == 1 && remoteControl && action.getAsBoolean()
        ? Optional.of(fields[0])
        : Optional.empty(); // the answer to a refusal is not public
  }

  private boolean startOverTheLine() {
    boolean started = drive.start();
    startedRemotely |= started;
    return started;
  }

  private boolean stopInfusion() {
    drive.stop();
    startedRemotely = false;
    return true;
  }

  private boolean clearVolume() {
    drive.clearInfused();
    return true;
  }

  private Optional<String> remote(String[] fields) {
    // REMOTE_CFG has the same form; what it unlocks is not public, here nothing.
    boolean control = fields[0].equals("REMOTE_CTRL");
    if (fields.length == 3 && fields[1].equals("ENABLED") && fields[2].equals(securityCode())) {
      setRemote(control || remoteControl);
      return Optional.of(fields[0] + UNLOCKED);
    }
    if (fields.length == 2 && fields[1].equals("DISABLED")) {
      // Whether a pump that runs on remote control then stops is not public; here it runs on, and
      // no longer depends on the line.
      setRemote(!control && remoteControl);
      return Optional.of(fields[0] + LOCKED);
    }
    return Optional.empty(); // the answer to a wrong code is not public
  }

  private void setRemote(boolean enabled) {
    if (remoteControl != enabled) {
      drive.log();
    }
    remoteControl = enabled;
    startedRemotely &= enabled;
  }

  /** The checksum of the serial number: it keeps accidents out, not people. */
  String securityCode() {
    return AlarisCrc.of(serial);
  }

  // The front panel: what a nurse does.

  /**
   * Sets the rate; while running it takes effect at once.
   *
   * @throws IllegalArgumentException if the pump cannot do that rate: 0.1 to 1200 mL/h by 0.01
   */
  public void setRate(BigDecimal mlPerHour, long nowMs) {
    advance(nowMs);
    drive.setRate(
        AlarisText.rate(mlPerHour)
            .orElseThrow(
                () -> new IllegalArgumentException("no rate for this pump: " + mlPerHour)));
  }

  /** Sets the volume to be infused; empty for none. */
  public void setVtbi(Optional<BigDecimal> ml, long nowMs) {
    advance(nowMs);
    drive.setVtbi(ml);
  }

  /** Presses the start key; false if the pump does not start (alarm, no rate, empty). */
  public boolean start(long nowMs) {
    advance(nowMs);
    startedRemotely = false;
    return drive.start();
  }

  public void stop(long nowMs) {
    advance(nowMs);
    stopInfusion();
  }

  public void loadSyringe(BigDecimal ml, long nowMs) {
    advance(nowMs);
    drive.load(ml);
  }

  public void clearVolumeInfused(long nowMs) {
    advance(nowMs);
    drive.clearInfused();
  }

  /** Acknowledges an alarm that stopped the pump. */
  public void clearAlarm(long nowMs) {
    advance(nowMs);
    drive.clearAlarm();
  }

  /** Somebody kinks the line: pressure builds up as long as the pump runs. */
  public void occlude(long nowMs) {
    advance(nowMs);
    drive.block();
  }

  /** The line is free again; a raised alarm stays until it is cleared. */
  public void freeLine(long nowMs) {
    advance(nowMs);
    drive.unblock();
  }

  /** Somebody opens the drive while the pump may be running. */
  public void disengageDrive(long nowMs) {
    advance(nowMs);
    drive.stopWith(AlarisAlarm.AL_DRDIS);
  }

  public boolean isRunning() {
    return drive.isRunning();
  }

  public AlarisAlarm alarm() {
    return drive.alarm();
  }

  public BigDecimal volumeInfusedMl() {
    return drive.infusedMl();
  }

  public boolean isRemoteControlled() {
    return remoteControl;
  }
}
