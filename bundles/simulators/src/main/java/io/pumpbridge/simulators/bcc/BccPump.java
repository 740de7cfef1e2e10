// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import io.pumpbridge.simulators.drive.Condition;
import io.pumpbridge.simulators.drive.Drive;
import io.pumpbridge.simulators.drive.DriveSettings;
import io.pumpbridge.simulators.drive.FrontPanel;
import io.pumpbridge.simulators.drive.PanelTraits;
import io.pumpbridge.simulators.drive.RateRange;
import io.pumpbridge.simulators.drive.Works;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One Perfusor Space in its slot: its values as the parameters of section 3.4. */
final class BccPump implements Works {
  static final String NO_VALUE = "_NV";

  /** A Perfusor Space, from an example of the document. */
  private static final String MODEL = "688L030007";

  /** DiaNet type 6144 stands above 18 bits of serial number, in all examples of the document. */
  private static final int TYPE = 6_144;

  private static final int SERIAL_BITS = 18;

  /** The vein is kept open with 1 mL/h for half an hour: assumptions, sites configure both. */
  private static final DriveSettings SETTINGS =
      DriveSettings.assumed("50").withKvo("1", 30 * 60_000);

  private final String serial;
  private final Drive drive = new Drive(SETTINGS);
  private final FrontPanel panel;
  private boolean told;
  private String lastTrigger = "";

  BccPump(String place, String serial, long nowMs) {
    this.serial = serial;
    this.drive.advance(nowMs);
    this.panel =
        new FrontPanel(
            new PanelTraits(place, serial, RateRange.of("0.01", "1800", 2), 1, Map.of()),
            drive,
            this);
  }

  @Override
  public void pass(long nowMs) {
    drive.advance(nowMs);
  }

  Bedside panel() {
    return panel;
  }

  @Override
  public boolean controlled() {
    return false; // BCC only reads
  }

  @Override
  public List<String> alarms() {
    return drive.conditions().stream().map(BccPump::code).toList();
  }

  private static String code(Condition condition) {
    return switch (condition) {
      // The document knows a pre-alarm of the syringe only; that of the volume is read from it too.
      case NEAR_END -> "INA12";
      case OCCLUSION -> "INA3";
      case EMPTY -> "INA2";
      case END_OF_VOLUME -> "INA7";
      case KVO_END -> "INA16";
      case BATTERY_LOW -> "INA11";
      case BATTERY_EMPTY -> "INA1";
    };
  }

  /** Key, value, key, value…: all that is told of the pump, the first time as a new one. */
  List<String> values() {
    List<String> values = new ArrayList<>();
    // "Conclude with ASCII-char <cr>", and the lengths of the document's examples confirm it.
    add(values, told ? "GNMODEL" : "GNNEW", MODEL + "\r");
    told = true;
    addInfusion(values);
    addIdentity(values);
    add(values, "DSSTATUS", "00051");
    add(values, "INBOVAL", "0.0", "INBOCNT", "0");
    addModes(values);
    addAlarms(values);
    add(values, "RUNSTATE", Integer.toString(runState()));
    return values;
  }

  private static void add(List<String> values, String... keysAndValues) {
    values.addAll(List.of(keysAndValues));
  }

  private void addInfusion(List<String> values) {
    // Whether INRT is the rate that is set or the one that flows the document does not say; INM3
    // and RUNSTATE tell whether the pump runs, so here it is the one set, or that of KVO.
    BigDecimal rate = drive.isKeepingOpen() ? drive.rateFlowing() : drive.rateSet();
    add(values, "INRT", rate.setScale(2, RoundingMode.DOWN).toPlainString());
    // "Volume to be infused", next to a key VOLREMAIN that is not told here: so it is the one set.
    add(values, "INVTB", drive.vtbiMl(1).map(BigDecimal::toPlainString).orElse(NO_VALUE));
    add(values, "INSOL", NO_VALUE, "INSOLSN", NO_VALUE, "INSOLID", NO_VALUE);
    add(values, "INVOLACT", drive.reservoirMl(2).toPlainString());
    add(values, "INRMT", Long.toString(Math.min(65_535, drive.secondsLeft().orElse(0L))));
    add(values, "INVI", drive.infusedMl(1).min(new BigDecimal("9999.9")).toPlainString());
    add(values, "INTIME", Long.toString(Math.min(6_000, drive.ranMs() / 60_000)));
    add(values, "INAKKU", Long.toString(Math.min(1_440, drive.batteryLeftMs() / 60_000)));
    add(values, "INSTBY", "0", "INBORT", "800.00", "INSYR", "50");
    add(values, "INP1", "4", "INP2", Integer.toString(drive.pressurePercent()));
  }

  private void addIdentity(List<String> values) {
    Optional<Integer> number = number();
    // A serial number that does not fit the 18 bits is told as a CompactPlus tells it: as text.
    add(
        values,
        "INNR",
        number
            .map(n -> String.format(Locale.ROOT, "%08X", (TYPE << SERIAL_BITS) | n))
            .orElse(serial));
    add(values, "INDTNR", number.map(n -> Integer.toString(TYPE)).orElse(NO_VALUE));
    add(values, "INSERNUM", serial);
  }

  private Optional<Integer> number() {
    return serial.matches("0|[1-9][0-9]{0,5}")
        ? Optional.of(Integer.valueOf(serial)).filter(n -> n < 1 << SERIAL_BITS)
        : Optional.empty();
  }

  private void addModes(List<String> values) {
    boolean runs = drive.isRunning();
    add(values, "INM1", flag(!runs && latched().isEmpty()), "INM2", flag(drive.isBolusRunning()));
    add(values, "INM3", flag(runs), "INM4", NO_VALUE, "INM5", flag(runs), "INM6", "0");
    add(values, "INM7", "0", "INM8", flag(drive.hasMains()), "INM9", NO_VALUE);
    add(values, "INM10", flag(drive.isKeepingOpen()), "INM11", "0", "INM12", "0", "INM13", "0");
  }

  private void addAlarms(List<String> values) {
    List<String> standing = alarms();
    for (int i = 1; i <= 16; i++) {
      String key = "INA" + i;
      // 6 is no CC alarm without CC, 10 is not used, 13 is only for pumps with a door (3.4.2).
      boolean never = i == 6 || i == 10 || i == 13;
      add(values, key, never ? NO_VALUE : flag(standing.contains(key)));
    }
  }

  private List<Condition> latched() {
    return drive.conditions().stream().filter(Condition::isLatched).toList();
  }

  /** Bits: 0 stop, 1 run, 2 alarm, 3 KVO, 4 menu, 5 pre-alarm; that it is decimal is a guess. */
  private int runState() {
    Set<Condition> now = drive.conditions();
    boolean alarm = now.stream().anyMatch(Condition::isLatched);
    boolean preAlarm = now.stream().anyMatch(condition -> !condition.isLatched());
    return (drive.isRunning() ? 0b10 : 0b01)
        | (alarm ? 0b100 : 0)
        | (drive.isKeepingOpen() ? 0b1000 : 0)
        | (preAlarm ? 0b10_0000 : 0);
  }

  private static String flag(boolean on) {
    return on ? "1" : "0";
  }

  /** Whether something changed since last asked that makes a cyclic ComDevice speak at once. */
  boolean isTriggered() {
    String trigger = drive.rateSet() + " " + drive.hasMains() + " " + runState() + alarms();
    boolean changed = !trigger.equals(lastTrigger) && !lastTrigger.isEmpty();
    lastTrigger = trigger;
    return changed;
  }
}
