// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.miva;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Zyno MIVA: who it is, how much it has infused, whether it runs. Written from the vendor's own
 * Python package, pyZynoUnifiedDrivers 0.0.9: each answer repeats the two letters of its question.
 *
 * <p>Guesses: that a figure has eight hexadecimal digits; what {@code RS} says; that {@code Q1},
 * which stands there in a comment only, is answered 0 or 1; that {@code :SERIAL?} is answered with
 * the bare number and {@code *IDN?} with the four fields of any SCPI instrument. Its alarms stand
 * in its event log, which is left out; whatever else is asked is answered by silence.
 */
public final class MivaPump implements PumpSimulator, Works {
  /** {@code RN} answers with so many characters. */
  private static final int SERIAL_LENGTH = 8;

  private static final String SOFTWARE = "6.1";

  private final String serial;
  private final Drive drive = new Drive(DriveSettings.assumed("250"));
  private final HostReader reader = new HostReader();
  private final FrontPanel panel;

  /**
   * A stopped pump.
   *
   * @param serial 1 to 8 capital letters and digits; a shorter one is told with zeros before it
   */
  public MivaPump(String serial) {
    if (!serial.matches("[0-9A-Z]{1,8}")) {
      throw new IllegalArgumentException(
          "a serial number has 1 to 8 capital letters and digits, not " + serial);
    }
    this.serial = "0".repeat(SERIAL_LENGTH - serial.length()) + serial;
    this.panel =
        new FrontPanel(
            new PanelTraits("", this.serial, RateRange.of("0.1", "600", 1), 1, Map.of()),
            drive,
            this);
  }

  @Override
  public String protocol() {
    return "miva";
  }

  @Override
  public LineSettings lineSettings() {
    return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    pass(nowMs);
    return reader.feed(chunk).stream()
        .flatMap(text -> answer(text).stream())
        .map(MivaFrame::encode)
        .toList();
  }

  private Optional<String> answer(String text) {
    return switch (text) {
      case "RN" -> Optional.of(text + serial);
      case "RS" -> Optional.of(text + SOFTWARE);
      case "Q1" -> Optional.of(text + (drive.isRunning() ? "1" : "0"));
      case "Q5" -> Optional.of(text + hundredths(drive.infusedMl(2)));
      case ":SERIAL?" -> Optional.of(serial);
      case "*IDN?" -> Optional.of("ZYNO,MIVA," + serial + ",0");
      default -> Optional.empty();
    };
  }

  private static String hundredths(BigDecimal ml) {
    return String.format(Locale.ROOT, "%08X", ml.movePointRight(2).longValue());
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

  /** None of them is ever told over the line. */
  @Override
  public List<String> alarms() {
    return drive.conditions().stream().map(Condition::name).toList();
  }

  @Override
  public boolean controlled() {
    return false;
  }
}
