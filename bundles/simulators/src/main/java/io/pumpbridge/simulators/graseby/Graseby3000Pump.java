// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.graseby;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.drive.Condition;
import io.pumpbridge.simulators.drive.Drive;
import io.pumpbridge.simulators.drive.DriveSettings;
import io.pumpbridge.simulators.drive.FrontPanel;
import io.pumpbridge.simulators.drive.PanelTraits;
import io.pumpbridge.simulators.drive.RateRange;
import io.pumpbridge.simulators.drive.Works;
import io.pumpbridge.simulators.graseby.Answer.Code;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A Graseby 3000 volumetric pump, switched on, in primary mode, with its default screen. Page
 * numbers in comments are of its service manual.
 *
 * <p>Guesses: the letters of the return codes; the line settings; that the limit in D is the one
 * set, 0 for none, and the rate the one set, or that of KVO; that a watchdog that runs out ends CI
 * mode and leaves the pump alone; which status a command of CI mode needs where its page is not
 * public. E, F, G, K, N and P are answered as invalid, since their pages are not public.
 */
public final class Graseby3000Pump implements PumpSimulator, Works {
  private static final RateRange RATES = RateRange.of("0.1", "999", 1);

  /** KVO at 1 mL/h without an end: the manual's figure is not public. */
  private static final DriveSettings SETTINGS =
      DriveSettings.assumed("500").withKvo("1", Long.MAX_VALUE);

  /** Model 3000, software 0.68. */
  private static final String MODEL = "300044";

  private static final int SERIAL_LENGTH = 9;

  private final String serial;
  private final Drive drive = new Drive(SETTINGS);
  private final HostReader reader = new HostReader();
  private final FrontPanel panel;
  private boolean silenced;
  private boolean userText;
  private long watchdogMs; // 0: not in CI mode
  private long lastSoundMs;

  /**
   * A pump on hold with a full bag.
   *
   * @param serial 1 to 9 letters, digits and hyphens
   */
  public Graseby3000Pump(String serial) {
    if (!serial.matches("[0-9A-Za-z-]{1,9}")) {
      throw new IllegalArgumentException("a serial number has 1 to 9 characters, not " + serial);
    }
    this.serial = serial;
    this.panel = new FrontPanel(new PanelTraits("", serial, RATES, 1, Map.of()), drive, this);
  }

  @Override
  public String protocol() {
    return "graseby";
  }

  /** The manual's page with the baud rate is not public: plausible, no more. */
  @Override
  public LineSettings lineSettings() {
    return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    pass(nowMs);
    return reader.feed(chunk).stream().map(this::answer).toList();
  }

  private Bytes answer(HostReader.Heard heard) {
    Answer answer =
        switch (heard.kind()) {
          case BAD_CHECK -> Answer.refused(Code.INVALID_CHECK);
          case BAD_LENGTH -> Answer.refused(Code.INVALID_LENGTH);
          case SOUND -> {
            lastSoundMs = drive.nowMs();
            yield act(heard.text().toUpperCase(Locale.ROOT));
          }
        };
    return GrasebyFrame.encode(answer.code().letter() + status() + answer.data());
  }

  private Answer act(String text) {
    String parameter = text.substring(1);
    return switch (text.charAt(0)) {
      case 'A' -> without(parameter, "");
      case 'D' -> without(parameter, infusion());
      case 'M' -> without(parameter, MODEL);
      // How a shorter number is filled up is not public.
      case 'Y' -> without(parameter, serial + " ".repeat(SERIAL_LENGTH - serial.length()));
      case 'I' -> enable(parameter);
      case 'B', 'C', 'E', 'F', 'K', 'L', 'N', 'O', 'P', 'R', 'S', 'T', 'X' ->
          watchdogMs == 0 ? Answer.refused(Code.INVALID_MODE) : order(text.charAt(0), parameter);
      default -> Answer.refused(Code.INVALID_COMMAND);
    };
  }

  private static Answer without(String parameter, String data) {
    return parameter.isEmpty() ? Answer.accepted(data) : Answer.refused(Code.INVALID_PARAMETER);
  }

  /** Infused, limit and rate as {@code aaaa.abbbb.bccc.c}. */
  private String infusion() {
    BigDecimal rate = drive.isKeepingOpen() ? drive.rateFlowing() : drive.rateSet();
    return field(drive.infusedMl(1).min(new BigDecimal("9999.9")), 6)
        + field(drive.vtbiMl(1).orElse(BigDecimal.ZERO), 6)
        + field(rate, 5);
  }

  private static String field(BigDecimal value, int length) {
    String text = value.setScale(1, RoundingMode.DOWN).toPlainString();
    return "0".repeat(length - text.length()) + text;
  }

  /** Page 12-20: 05 to 60 seconds of watchdog, 00 ends CI mode. */
  private Answer enable(String parameter) {
    if (!parameter.matches("00|0[5-9]|[1-5][0-9]|60")) {
      return Answer.refused(Code.INVALID_PARAMETER);
    }
    long wantedMs = Integer.parseInt(parameter) * 1_000L;
    if (wantedMs > 0 && drive.isRunning() && watchdogMs == 0) {
      return Answer.refused(Code.INVALID_MODE); // 12-11: not in run mode
    }
    watchdogMs = wantedMs;
    return Answer.accepted(infusion());
  }

  private Answer order(char command, String parameter) {
    Code code =
        switch (command) {
          case 'B' -> plain(parameter, this::silence);
          case 'C' -> plain(parameter, drive::clearInfused);
          case 'O' -> run(parameter);
          case 'S' -> plain(parameter, drive::stop);
          case 'L' -> limit(parameter);
          case 'R' -> rate(parameter, !drive.isRunning());
          case 'T' -> rate(parameter, drive.isRunning() && !drive.isKeepingOpen());
          case 'X' -> text(parameter);
          default -> Code.INVALID_PARAMETER;
        };
    return code == Code.ACCEPTED ? Answer.accepted(infusion()) : Answer.refused(code);
  }

  private static Code plain(String parameter, Runnable action) {
    if (!parameter.isEmpty()) {
      return Code.INVALID_PARAMETER;
    }
    action.run();
    return Code.ACCEPTED;
  }

  private void silence() {
    silenced = true;
  }

  private Code run(String parameter) {
    if (!parameter.isEmpty()) {
      return Code.INVALID_PARAMETER;
    }
    return drive.start() ? Code.ACCEPTED : Code.INVALID_MODE;
  }

  private Code limit(String parameter) {
    if (!parameter.matches("[0-9]{4}|[0-9]{3}\\.[0-9]")) {
      return Code.INVALID_PARAMETER;
    }
    drive.vtbi(Optional.of(new BigDecimal(parameter)).filter(ml -> ml.signum() > 0));
    return Code.ACCEPTED;
  }

  private Code rate(String parameter, boolean allowed) {
    if (!allowed) {
      return Code.INVALID_MODE;
    }
    Optional<BigDecimal> rate =
        parameter.matches("[0-9]{3}|[0-9]{2}\\.[0-9]") ? RATES.read(parameter) : Optional.empty();
    rate.ifPresent(drive::rate);
    return rate.isPresent() ? Code.ACCEPTED : Code.INVALID_PARAMETER;
  }

  private Code text(String parameter) {
    if (!parameter.matches("0|1.{0,11}|2.{0,16}")) {
      return Code.INVALID_PARAMETER;
    }
    userText = parameter.length() > 1;
    return Code.ACCEPTED;
  }

  /** The three bytes of page 12-16. */
  private String status() {
    Set<Condition> now = drive.conditions();
    int alarm = now.stream().mapToInt(Graseby3000Pump::number).max().orElse(0);
    int first =
        alarm
            | (alarm != 0 && !silenced ? 1 << 5 : 0)
            | (alarm == 0 ? 1 << 6 : 0) // the main screen
            | (watchdogMs > 0 ? 1 << 7 : 0);
    boolean weak = now.contains(Condition.BATTERY_LOW) || now.contains(Condition.BATTERY_EMPTY);
    int second =
        (drive.isRunning() ? 1 << 1 : 0)
            | (drive.isKeepingOpen() ? 1 << 2 : 0)
            | (drive.hasMains() ? 0 : 1 << 3)
            | (weak ? 1 << 4 : 0)
            | 1 << 6 // the safety clip is in place
            | 1 << 7; // and the cassette is loaded
    int third = 0b01 << 1 | 1 << 3 | (userText ? 1 << 4 : 0); // 5 psi, switched on
    return String.format(Locale.ROOT, "%02X%02X%02X", first, second, third);
  }

  /**
   * The alarm numbers of page 12-16; the greatest is told, which is a guess. No warning before the
   * end.
   */
  private static int number(Condition condition) {
    return switch (condition) {
      case BATTERY_LOW -> 0x01;
      case END_OF_VOLUME -> 0x06;
      case EMPTY -> 0x08;
      case OCCLUSION -> 0x09;
      case BATTERY_EMPTY -> 0x0f;
      case NEAR_END, KVO_END -> 0;
    };
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    pass(nowMs);
    return List.of();
  }

  @Override
  public void pass(long nowMs) {
    drive.advance(nowMs);
    if (watchdogMs > 0 && drive.nowMs() - lastSoundMs > watchdogMs) {
      watchdogMs = 0;
    }
    silenced &= !drive.conditions().isEmpty();
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(panel);
  }

  @Override
  public List<String> alarms() {
    return drive.conditions().stream()
        .map(Graseby3000Pump::number)
        .filter(number -> number != 0)
        .map(number -> String.format(Locale.ROOT, "%02X", number))
        .toList();
  }

  @Override
  public boolean controlled() {
    return watchdogMs > 0;
  }

  /** Page 12-11: any key that is not locked ends CI mode. */
  @Override
  public void pressed() {
    watchdogMs = 0;
  }
}
