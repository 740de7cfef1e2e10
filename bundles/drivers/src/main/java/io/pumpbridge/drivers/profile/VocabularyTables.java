// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.DeviceProfile.Alarm;
import io.pumpbridge.drivers.profile.DeviceProfile.Capabilities;
import io.pumpbridge.drivers.profile.DeviceProfile.Limits;
import io.pumpbridge.drivers.profile.DeviceProfile.Mode;
import io.pumpbridge.drivers.profile.DeviceProfile.Quirk;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.nomenclature.Mdc;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the tables of words: modes, alarms, capabilities, quirks, limits. */
final class VocabularyTables {

  private VocabularyTables() {}

  static Map<String, Mode> modes(Row root) {
    Map<String, Mode> modes = new LinkedHashMap<>();
    for (Row row : root.rows("modes")) {
      row.only("code status inferred note").note();
      String code = row.wire("code");
      PumpStatus status =
          row.choice(
              "status",
              List.of(PumpStatus.INFUSING, PumpStatus.STOPPED, PumpStatus.STANDBY, PumpStatus.KVO));
      row.putOnce(modes, code, new Mode(code, status, inferred(row)));
    }
    return modes;
  }

  static Map<String, Alarm> alarms(Row root) {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    for (Row row : root.rows("alarms")) {
      row.only("code text priority mdc while_infusing inferred note").note();
      String code = row.wire("code");
      if (row.has("while_infusing")) {
        row.must("while_infusing", "kvo");
      }
      row.putOnce(
          alarms,
          code,
          new Alarm(
              code,
              row.sentence("text"),
              row.choice("priority", List.of(AlarmPriority.values())),
              mdc(row),
              row.has("while_infusing"),
              inferred(row)));
      if (row.has("text") && row.text("text").equals(code)) {
        row.warn(
            "text", "says no more than the code; say in words what it means, or that nobody knows");
      }
    }
    return alarms;
  }

  static boolean inferred(Row row) {
    boolean inferred = row.flagOr("inferred", false);
    if (inferred && !row.has("note")) {
      row.warn("inferred", "without a note nobody knows what it is inferred from");
    }
    return inferred;
  }

  static OptionalInt mdc(Row row) {
    OptionalInt mdc = row.maybeWhole("mdc", 1, Integer.MAX_VALUE);
    if (mdc.isPresent()
        && row.isSound()
        && Arrays.stream(Mdc.values()).noneMatch(known -> known.code() == mdc.getAsInt())) {
      row.error("mdc", mdc.getAsInt() + " is no code that a public source verifies; leave it out");
    }
    return mdc;
  }

  static Map<String, String> deviceTypes(Row root) {
    Map<String, String> types = new LinkedHashMap<>();
    for (Row row : root.rows("device_types")) {
      row.only("code model note").note();
      row.putOnce(types, row.wire("code"), row.sentence("model"));
    }
    return types;
  }

  static List<Capabilities> capabilities(Row root) {
    List<Capabilities> rows = new ArrayList<>();
    boolean settled = false;
    for (Row row : root.atLeastOneRow("capabilities")) {
      row.only("software from through monitor set_rate set_volume start stop bolus note").note();
      SoftwareRange software = software(row);
      if (settled) {
        row.error("software", "a row before this one already holds for any software");
      }
      settled |= software.equals(SoftwareRange.ANY);
      if (row.has("monitor") && !row.flag("monitor")) {
        row.error("monitor", "must be true; a pump that cannot be looked at needs no profile");
      }
      rows.add(
          new Capabilities(
              software,
              row.flag("monitor"),
              row.flag("set_rate"),
              row.flag("set_volume"),
              row.flag("start"),
              row.flag("stop"),
              row.flag("bolus")));
    }
    return rows;
  }

  private static SoftwareRange software(Row row) {
    String begins = row.wire("software");
    try {
      return new SoftwareRange(
          begins.equals("any") ? "" : begins, row.codeOr("from", ""), row.codeOr("through", ""));
    } catch (IllegalArgumentException e) {
      row.error(row.has("through") ? "through" : "from", String.valueOf(e.getMessage()));
      return SoftwareRange.ANY;
    }
  }

  static List<Quirk> quirks(Row root) {
    List<Quirk> quirks = new ArrayList<>();
    for (Row row : root.rows("quirks")) {
      row.only("quirk source");
      quirks.add(new Quirk(row.sentence("quirk"), row.sentence("source")));
    }
    return quirks;
  }

  static Limits limits(Row row) {
    row.only("rate_minimum rate_maximum rate_step volume_minimum volume_maximum volume_step note")
        .note();
    Limits limits =
        new Limits(
            limit(row, "rate_minimum", "mL/h"),
            limit(row, "rate_maximum", "mL/h"),
            limit(row, "rate_step", "mL/h"),
            limit(row, "volume_minimum", "mL"),
            limit(row, "volume_maximum", "mL"),
            limit(row, "volume_step", "mL"));
    checkOrder(row, "rate_maximum", limits.rateMinimum(), limits.rateMaximum());
    checkOrder(row, "volume_maximum", limits.volumeMinimum(), limits.volumeMaximum());
    return limits;
  }

  private static Optional<Quantity> limit(Row row, String name, String ucum) {
    Optional<Quantity> limit = row.maybeQuantity(name);
    if (limit.isPresent() && limit.get().value().signum() <= 0) {
      row.error(name, "must be more than zero");
    }
    if (limit.isPresent() && !limit.get().unit().ucum().equals(ucum)) {
      row.error(name, "must be in " + ucum);
    }
    return limit;
  }

  private static void checkOrder(
      Row row, String name, Optional<Quantity> least, Optional<Quantity> most) {
    if (row.isSound()
        && least.isPresent()
        && most.isPresent()
        && least.get().value().compareTo(most.get().value()) >= 0) {
      row.error(name, "must be more than the minimum");
    }
  }
}
