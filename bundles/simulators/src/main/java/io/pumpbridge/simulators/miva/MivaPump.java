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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Zyno MIVA: it tells who it is. What else it answers is not verified: silence. That the answers
 * stand in the same frame, that {@code :SERIAL?} is answered with the bare number and {@code *IDN?}
 * with the four fields of any SCPI instrument are guesses. Its pump runs unseen.
 */
public final class MivaPump implements PumpSimulator, Works {
  private final String serial;
  private final Drive drive = new Drive(DriveSettings.assumed("250"));
  private final HostReader reader = new HostReader();
  private final FrontPanel panel;

  /**
   * A stopped pump.
   *
   * @param serial 1 to 20 letters, digits and hyphens
   */
  public MivaPump(String serial) {
    if (!serial.matches("[0-9A-Za-z-]{1,20}")) {
      throw new IllegalArgumentException("a serial number has 1 to 20 characters, not " + serial);
    }
    this.serial = serial;
    this.panel =
        new FrontPanel(
            new PanelTraits("", serial, RateRange.of("0.1", "600", 1), 1, Map.of()), drive, this);
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
      case ":SERIAL?" -> Optional.of(serial);
      case "*IDN?" -> Optional.of("ZYNO,MIVA," + serial + ",0");
      default -> Optional.empty();
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
