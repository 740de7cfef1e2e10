// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpAlarm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The alarms of a reading, by the profile's table. A rack tells either INA1 to INA16 (pages 19 and
 * 20) or the bit fields ALARM1, ALARM2 and PREALARM (pages 31 to 35), whose codes are written
 * {@code ALARM1.10}; RUNSTATE (page 23) says only whether there is one.
 *
 * @param known by code
 */
record BccAlarms(Map<String, DeviceProfile.Alarm> known) {

  static final int SINGLE_ALARMS = 16;
  static final int BITS = 32;
  static final List<String> FIELDS = List.of("ALARM1", "ALARM2", "PREALARM");

  /** What stands for "none" or for nothing in the bit fields. */
  static final Set<String> NO_ALARM = Set.of("ALARM1.0", "ALARM1.21", "ALARM2.0", "PREALARM.0");

  static final String SOME_ALARM = "RUNSTATE.2";
  static final String SOME_PRE_ALARM = "RUNSTATE.5";

  BccAlarms {
    known = Map.copyOf(known);
  }

  /**
   * The alarms of a reading.
   *
   * @param standing those that were told last: one whose key has no value now has not ended
   */
  List<PumpAlarm> in(Reading reading, List<PumpAlarm> standing) {
    List<PumpAlarm> alarms = told(reading);
    for (PumpAlarm one : standing) {
      if (reading.lacksValueOf(keyOf(one))
          && alarms.stream().noneMatch(other -> other.code().equals(one.code()))) {
        alarms.add(one);
      }
    }
    return alarms;
  }

  private static String keyOf(PumpAlarm alarm) {
    int bit = alarm.code().indexOf('.');
    return bit < 0 ? alarm.code() : alarm.code().substring(0, bit);
  }

  private List<PumpAlarm> told(Reading reading) {
    List<PumpAlarm> alarms = new ArrayList<>();
    for (int number = 1; number <= SINGLE_ALARMS; number++) {
      String code = "INA" + number;
      // 1 means alarm; what another number means nobody says, but "none" is 0
      if (reading.value(code).filter(value -> !value.equals("0")).isPresent()) {
        alarms.add(alarm(code, AlarmPriority.HIGH, "unknown alarm"));
      }
    }
    for (String field : FIELDS) {
      addField(field, reading, alarms);
    }
    Optional<Bits> state = Bits.from(reading.value("RUNSTATE"));
    if (state.filter(bits -> bits.has(2)).isPresent() && !isSerious(alarms)) {
      alarms.add(alarm(SOME_ALARM, AlarmPriority.HIGH, "alarm, the pump does not say which"));
    }
    if (state.filter(bits -> bits.has(5)).isPresent() && alarms.isEmpty()) {
      alarms.add(
          alarm(SOME_PRE_ALARM, AlarmPriority.MEDIUM, "pre-alarm, the pump does not say which"));
    }
    return alarms;
  }

  /** Whether one of them is more than a warning. */
  static boolean isSerious(List<PumpAlarm> alarms) {
    return alarms.stream().anyMatch(one -> one.priority() == AlarmPriority.HIGH);
  }

  /** A field that cannot be read may hold any alarm: that is one too. */
  private void addField(String field, Reading reading, List<PumpAlarm> alarms) {
    Optional<String> value = reading.value(field);
    Optional<Bits> bits = Bits.from(value);
    if (value.isPresent() && bits.isEmpty()) {
      alarms.add(alarm(field, AlarmPriority.HIGH, "alarm, cannot be read"));
    }
    for (int bit = 0; bit < BITS; bit++) {
      String code = field + "." + bit;
      if (bits.isPresent() && bits.get().has(bit) && !NO_ALARM.contains(code)) {
        alarms.add(alarm(code, AlarmPriority.HIGH, "unknown alarm"));
      }
    }
  }

  private PumpAlarm alarm(String code, AlarmPriority priority, String text) {
    DeviceProfile.Alarm listed = known.get(code);
    return listed == null
        ? new PumpAlarm(code, OptionalInt.empty(), priority, text)
        : new PumpAlarm(code, listed.mdc(), listed.priority(), listed.text());
  }
}
