// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.as50;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.Condition;
import io.pumpbridge.simulators.drive.Drive;
import io.pumpbridge.simulators.drive.DriveSettings;
import io.pumpbridge.simulators.drive.FrontPanel;
import io.pumpbridge.simulators.drive.PanelTraits;
import io.pumpbridge.simulators.drive.RateRange;
import io.pumpbridge.simulators.drive.Works;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Baxter AS50 syringe pump.
 *
 * <p>Public are the requests, the form {@code [NAME=value]} of an answer, and {@code [ACK]}, {@code
 * [REJECT…]}, {@code [RESEND]}. Guesses: what stands in the answers to {@code DEV?} and {@code
 * STATUS?}, how many decimals a number has, the limits, that PRIRATE is the rate set, that an
 * unknown request is rejected, that a rate may be set while the pump runs, that control begins with
 * the first order.
 */
public final class As50Pump implements PumpSimulator, Works {
  private static final RateRange RATES = RateRange.of("0.01", "1200", 2);

  /** How fast a bolus is, mL/h: a guess, and it cannot be set. */
  private static final BigDecimal BOLUS_RATE = new BigDecimal("100.0");

  private static final String ACK = "ACK";

  /** The published client looks for this beginning only; what follows it is not public. */
  private static final String REJECT = "REJECT";

  private final String serial;
  private final Drive drive = new Drive(DriveSettings.assumed("60"));
  private final HostReader reader = new HostReader();
  private final FrontPanel panel;
  private BigDecimal bolusSize = BigDecimal.ZERO;
  private BigDecimal lastBolus = BigDecimal.ZERO;
  private boolean controlled;
  private Optional<Bytes> lastSaid = Optional.empty();

  /**
   * A stopped pump with a full syringe.
   *
   * @param serial 1 to 20 letters, digits and hyphens
   */
  public As50Pump(String serial) {
    if (!serial.matches("[0-9A-Za-z-]{1,20}")) {
      throw new IllegalArgumentException("a serial number has 1 to 20 characters, not " + serial);
    }
    this.serial = serial;
    this.panel = new FrontPanel(new PanelTraits("", serial, RATES, 2, Map.of()), drive, this);
  }

  @Override
  public String protocol() {
    return "as50";
  }

  @Override
  public LineSettings lineSettings() {
    return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    drive.advance(nowMs);
    List<Bytes> said = new ArrayList<>();
    for (Optional<String> text : reader.feed(chunk)) {
      if (text.isPresent() && text.get().equals("RESEND")) {
        lastSaid.ifPresent(said::add);
      } else {
        Bytes answer = As50Frame.encode(text.map(this::answer).orElse("RESEND"));
        lastSaid = Optional.of(answer);
        said.add(answer);
      }
    }
    return said;
  }

  private String answer(String text) {
    int sign = text.indexOf('=');
    return sign < 0 ? ask(text) : set(text.substring(0, sign), text.substring(sign + 1));
  }

  private String ask(String text) {
    return switch (text) {
      case "DEV?" -> "DEV=" + serial;
      case "STATUS?" -> "STATUS=" + status();
      case "PRIRATE?" -> "PRIRATE=" + number(drive.rateSet());
      case "BOLRAT?" -> "BOLRAT=" + number(BOLUS_RATE);
      case "BOLSIZ?" -> "BOLSIZ=" + number(bolusSize);
      case "LBOLUS?" -> "LBOLUS=" + number(lastBolus);
      case "BOLST" -> bolus();
      case "EXIT" -> {
        controlled = false;
        yield ACK;
      }
      default -> REJECT;
    };
  }

  private String status() {
    if (drive.conditions().stream().anyMatch(Condition::isLatched)) {
      return "ALARM";
    }
    return drive.isRunning() ? "RUN" : "STOP";
  }

  /** At least one decimal, no zeros behind it. */
  private static String number(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.setScale(Math.max(1, stripped.scale())).toPlainString();
  }

  private String set(String name, String value) {
    Optional<BigDecimal> wanted =
        name.equals("PRIRATE")
            ? RATES.read(value)
            : RateRange.decimal(value, 2).filter(ml -> ml.signum() > 0 && ml.precision() <= 6);
    if (wanted.isEmpty()) {
      return REJECT;
    }
    switch (name) {
      case "PRIRATE" -> drive.rate(wanted.get());
      case "PRIVTBI" -> drive.vtbi(wanted);
      case "BOLSIZ" -> bolusSize = wanted.get();
      default -> {
        return REJECT;
      }
    }
    controlled = true;
    return ACK;
  }

  private String bolus() {
    if (bolusSize.signum() == 0 || !drive.bolus(bolusSize, BOLUS_RATE)) {
      return REJECT;
    }
    lastBolus = bolusSize;
    controlled = true;
    return ACK;
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    pass(nowMs);
    return List.of();
  }

  @Override
  public void pass(long nowMs) {
    drive.advance(nowMs);
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(panel);
  }

  /** The pump's own codes are not public, and none of its known answers holds one. */
  @Override
  public List<String> alarms() {
    return drive.conditions().stream().map(Condition::name).toList();
  }

  @Override
  public boolean controlled() {
    return controlled;
  }
}
