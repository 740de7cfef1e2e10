// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.ne1000;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
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
 * A New Era NE-1000 at address 0, just switched on: the alarm of the reset stands until it was told
 * once. The safe mode is remembered over power cycles (page 34).
 *
 * <p>Left out: withdrawing, several phases, the TTL lines; such commands are answered "not
 * applicable". Guesses: that a packet of the safe mode is understood in basic mode and answered as
 * the mode after it demands; that a broken packet is answered with {@code ?COM} in both modes; that
 * a stalled motor is what an occlusion and the end of the syringe come to.
 */
public final class Ne1000Pump implements PumpSimulator, Works {
  private static final String VERSION = "NE1000V3.92";

  /** The longest timeout of the safe mode, seconds. */
  private static final int LONGEST_TIMEOUT = 255;

  private final Drive drive = new Drive(DriveSettings.assumed("60"));
  private final Pumping pumping = new Pumping(drive);
  private final HostReader reader = new HostReader();
  private final FrontPanel panel;
  private final List<Bytes> unasked = new ArrayList<>(); // at most one for each kind of alarm
  private boolean powered = true;
  private int timeoutSeconds; // 0 in basic mode
  private boolean timing;
  private long lastPacketMs;
  private Optional<Character> alarm = Optional.of('R');

  /** A pump in basic mode, as it comes. */
  public Ne1000Pump() {
    this(0);
  }

  private Ne1000Pump(int timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
    this.panel =
        new FrontPanel(
            new PanelTraits(
                "",
                "",
                RateRange.of("0.001", "9999", 3),
                3,
                Map.of(PanelTraits.Part.BATTERY, "an NE-1000 has no battery")),
            drive,
            this);
    tellAlarm();
  }

  /**
   * A pump that somebody has put into safe mode before, and switched on again.
   *
   * @param timeoutSeconds 1 to 255; counts from the first packet on
   */
  public static Ne1000Pump inSafeMode(int timeoutSeconds) {
    if (timeoutSeconds < 1 || timeoutSeconds > LONGEST_TIMEOUT) {
      throw new IllegalArgumentException("1 to 255 seconds, not " + timeoutSeconds);
    }
    return new Ne1000Pump(timeoutSeconds);
  }

  @Override
  public String protocol() {
    return "ne1000";
  }

  @Override
  public LineSettings lineSettings() {
    return new LineSettings(19_200, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public List<Bytes> receive(Bytes chunk, long nowMs) {
    List<Bytes> said = new ArrayList<>(advance(nowMs));
    if (!powered) {
      return said;
    }
    for (HostReader.Heard heard : reader.feed(chunk, timeoutSeconds == 0, drive.nowMs())) {
      switch (heard.kind()) {
        case BAD_PACKET -> said.add(frame(pumping.prompt() + "?COM"));
        case PACKET -> {
          timing = timeoutSeconds > 0;
          lastPacketMs = drive.nowMs();
          addressed(heard.text()).ifPresent(said::add);
        }
        case LINE -> addressed(heard.text()).ifPresent(said::add);
      }
    }
    return said;
  }

  private Bytes frame(String text) {
    return Ne1000Frame.encode("00" + text, timeoutSeconds > 0);
  }

  /** Address 0 may be left out; other addresses are other pumps'. */
  private Optional<Bytes> addressed(String text) {
    String digits = text.replaceAll("[^0-9].*", "");
    return digits.matches("0{0,2}")
        ? Optional.of(answer(text.substring(digits.length())))
        : Optional.empty();
  }

  /** An alarm is told instead of doing anything, and with that it is acknowledged. */
  private Bytes answer(String text) {
    if (alarm.isPresent()) {
      Bytes told = frame("A?" + alarm.get());
      alarm = Optional.empty();
      return told;
    }
    String data = text.isEmpty() ? "" : act(text);
    return frame(pumping.prompt() + data);
  }

  private String act(String text) {
    if (text.equals("VER")) {
      return VERSION;
    }
    return text.startsWith("SAF") ? safeMode(text.substring(3)) : pumping.act(text);
  }

  private String safeMode(String argument) {
    if (argument.isEmpty()) {
      return Integer.toString(timeoutSeconds);
    }
    if (!argument.matches("[0-9]{1,3}") || Integer.parseInt(argument) > LONGEST_TIMEOUT) {
      return Pumping.OUT_OF_RANGE;
    }
    timeoutSeconds = Integer.parseInt(argument);
    timing = timeoutSeconds > 0;
    lastPacketMs = drive.nowMs();
    return "";
  }

  @Override
  public List<Bytes> advance(long nowMs) {
    pass(nowMs);
    List<Bytes> said = List.copyOf(unasked);
    unasked.clear();
    return said;
  }

  @Override
  public void pass(long nowMs) {
    if (!powered) {
      drive.advance(nowMs);
      return;
    }
    long deadlineMs = lastPacketMs + timeoutSeconds * 1_000L;
    if (timing && nowMs >= deadlineMs) {
      settleAt(deadlineMs);
      timing = false; // until the next packet
      pumping.halt();
      raise('T');
    }
    settleAt(nowMs);
  }

  private void settleAt(long nowMs) {
    if (pumping.pass(nowMs)) {
      raise('S');
    }
  }

  private void raise(char kind) {
    alarm = Optional.of(kind);
    tellAlarm();
  }

  /** Auto-alarm: in safe mode an alarm is told unasked, which does not acknowledge it. */
  private void tellAlarm() {
    if (timeoutSeconds > 0) {
      alarm
          .map(kind -> frame("A?" + kind))
          .filter(f -> !unasked.contains(f))
          .ifPresent(unasked::add);
    }
  }

  @Override
  public List<Bedside> pumps() {
    return List.of(panel);
  }

  @Override
  public List<String> alarms() {
    return alarm.map(kind -> Character.toString(kind)).stream().toList();
  }

  /** Whether the pump stops when the line falls silent. */
  @Override
  public boolean controlled() {
    return timing;
  }

  @Override
  public void rateSet(BigDecimal mlPerHour) {
    pumping.rateSet(mlPerHour);
  }

  @Override
  public void vtbiSet(Optional<BigDecimal> ml) {
    pumping.vtbiSet(ml);
  }

  @Override
  public boolean start(Drive drive) {
    return powered && alarm.isEmpty() && pumping.run().isEmpty();
  }

  @Override
  public void cleared() {
    alarm = Optional.empty();
  }

  /** Without mains the pump is off; when it comes back, that is an alarm. */
  @Override
  public void mains(boolean present) {
    if (!present) {
      pumping.halt();
      timing = false;
      unasked.clear();
    } else if (!powered) {
      drive.clear(); // what a battery that it does not have would have told
      raise('R');
    }
    powered = present;
  }
}
