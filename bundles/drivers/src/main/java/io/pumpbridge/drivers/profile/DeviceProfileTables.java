// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import static io.pumpbridge.drivers.profile.Cells.choice;
import static io.pumpbridge.drivers.profile.Cells.code;
import static io.pumpbridge.drivers.profile.Cells.flag;
import static io.pumpbridge.drivers.profile.Cells.hex;
import static io.pumpbridge.drivers.profile.Cells.mdc;
import static io.pumpbridge.drivers.profile.Cells.must;
import static io.pumpbridge.drivers.profile.Cells.only;
import static io.pumpbridge.drivers.profile.Cells.putOnce;
import static io.pumpbridge.drivers.profile.Cells.sentence;
import static io.pumpbridge.drivers.profile.Cells.whole;

import io.pumpbridge.drivers.profile.DeviceProfile.Alarm;
import io.pumpbridge.drivers.profile.DeviceProfile.Capabilities;
import io.pumpbridge.drivers.profile.DeviceProfile.Checksum;
import io.pumpbridge.drivers.profile.DeviceProfile.Dialogue;
import io.pumpbridge.drivers.profile.DeviceProfile.Field;
import io.pumpbridge.drivers.profile.DeviceProfile.Framing;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity;
import io.pumpbridge.drivers.profile.DeviceProfile.Limits;
import io.pumpbridge.drivers.profile.DeviceProfile.Mode;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Source;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns a parsed profile into tables, in the order in which the file has them. */
final class DeviceProfileTables {

  private static final String FORMAT = "pump-bridge-device-profile-1";

  private final Fields root;

  DeviceProfileTables(Fields root) {
    this.root = root;
  }

  DeviceProfile read() throws DocumentException {
    only(
        root,
        "format name protocol model models sources line framing checksum dialogue units fields"
            + " modes no_alarm alarms capabilities limits");
    if (!root.text("format").equals(FORMAT)) {
      throw new DocumentException("$.format", "must be " + FORMAT);
    }
    return new DeviceProfile(
        identity(),
        line(root.fields("line")),
        framing(root.fields("framing")),
        checksum(root.fields("checksum")),
        dialogue(root.fields("dialogue")),
        units(),
        fields(),
        modes(),
        code(root, "no_alarm"),
        alarms(),
        capabilities(root.fields("capabilities")),
        limits(root.fields("limits")));
  }

  private Identity identity() throws DocumentException {
    List<Source> sources = new ArrayList<>();
    for (Fields source : atLeastOne("sources")) {
      only(source, "document supports");
      sources.add(new Source(sentence(source, "document"), sentence(source, "supports")));
    }
    return new Identity(
        code(root, "name"),
        code(root, "protocol"),
        sentence(root, "model"),
        root.texts("models"),
        sources);
  }

  private static LineSettings line(Fields line) throws DocumentException {
    only(line, "baud data_bits parity stop_bits flow_control");
    must(line, "flow_control", "none");
    try {
      return new LineSettings(
          whole(line, "baud", 300, 921_600),
          whole(line, "data_bits", 7, 8),
          choice(line, "parity", List.of(Parity.values())),
          whole(line, "stop_bits", 1, 2));
    } catch (IllegalArgumentException e) {
      throw new DocumentException(line.path(), String.valueOf(e.getMessage()));
    }
  }

  private static Framing framing(Fields framing) throws DocumentException {
    only(framing, "start field_separator checksum_separator end abort");
    return new Framing(
        hex(framing, "start", 2),
        hex(framing, "field_separator", 2),
        hex(framing, "checksum_separator", 2),
        hex(framing, "end", 2),
        framing.has("abort") ? OptionalInt.of(hex(framing, "abort", 2)) : OptionalInt.empty());
  }

  private static Checksum checksum(Fields checksum) throws DocumentException {
    only(
        checksum,
        "algorithm name polynomial initial reflect_input reflect_output final_xor covers written_as"
            + " check_123456789");
    must(checksum, "algorithm", "crc-16");
    must(checksum, "covers", "between-start-and-checksum-separator");
    must(checksum, "written_as", "hex-4-upper");
    return new Checksum(
        sentence(checksum, "name"),
        hex(checksum, "polynomial", 4),
        hex(checksum, "initial", 4),
        flag(checksum, "reflect_input"),
        flag(checksum, "reflect_output"),
        hex(checksum, "final_xor", 4),
        hex(checksum, "check_123456789", 4));
  }

  private static Dialogue dialogue(Fields dialogue) throws DocumentException {
    only(dialogue, "initiative reply_wait_ms resends requests");
    must(dialogue, "initiative", "host");
    List<Request> requests = new ArrayList<>();
    for (Fields request : dialogue.list("requests")) {
      only(request, "command use");
      requests.add(
          new Request(
              code(request, "command"), choice(request, "use", List.of(Request.Use.values()))));
    }
    return new Dialogue(
        whole(dialogue, "reply_wait_ms", 50, 10_000), whole(dialogue, "resends", 0, 3), requests);
  }

  private Map<String, Unit> units() throws DocumentException {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Fields unit : root.list("units")) {
      only(unit, "pump ucum");
      String ucum = code(unit, "ucum");
      // What the model cannot convert (pressure) is carried and shown as it is.
      putOnce(units, unit, code(unit, "pump"), Unit.find(ucum).orElseGet(() -> Unit.opaque(ucum)));
    }
    return units;
  }

  private List<Field> fields() throws DocumentException {
    List<Field> fields = new ArrayList<>();
    for (Fields field : atLeastOne("fields")) {
      only(field, "name reply position unit_position kind mdc note");
      fields.add(
          new Field(
              code(field, "name"),
              code(field, "reply"),
              whole(field, "position", 1, 63),
              field.has("unit_position")
                  ? OptionalInt.of(whole(field, "unit_position", 1, 63))
                  : OptionalInt.empty(),
              choice(field, "kind", List.of(Field.Kind.values())),
              mdc(field)));
    }
    return fields;
  }

  private Map<String, Mode> modes() throws DocumentException {
    Map<String, Mode> modes = new LinkedHashMap<>();
    for (Fields mode : root.list("modes")) {
      only(mode, "code status inferred note");
      String code = code(mode, "code");
      PumpStatus status =
          choice(
              mode,
              "status",
              List.of(PumpStatus.INFUSING, PumpStatus.STOPPED, PumpStatus.STANDBY, PumpStatus.KVO));
      putOnce(modes, mode, code, new Mode(code, status, flag(mode, "inferred")));
    }
    return modes;
  }

  private Map<String, Alarm> alarms() throws DocumentException {
    Map<String, Alarm> alarms = new LinkedHashMap<>();
    for (Fields alarm : root.list("alarms")) {
      only(alarm, "code text priority mdc while_infusing inferred note");
      String code = code(alarm, "code");
      if (alarm.has("while_infusing")) {
        must(alarm, "while_infusing", "kvo");
      }
      putOnce(
          alarms,
          alarm,
          code,
          new Alarm(
              code,
              sentence(alarm, "text"),
              choice(alarm, "priority", List.of(AlarmPriority.values())),
              mdc(alarm),
              alarm.has("while_infusing"),
              flag(alarm, "inferred")));
    }
    return alarms;
  }

  private static Capabilities capabilities(Fields may) throws DocumentException {
    only(may, "monitor set_rate set_volume start stop bolus");
    return new Capabilities(
        flag(may, "monitor"),
        flag(may, "set_rate"),
        flag(may, "set_volume"),
        flag(may, "start"),
        flag(may, "stop"),
        flag(may, "bolus"));
  }

  private static Limits limits(Fields limits) throws DocumentException {
    only(limits, "rate_minimum rate_maximum");
    Optional<Quantity> minimum = limits.findQuantity("rate_minimum");
    return new Limits(minimum, limits.findQuantity("rate_maximum"));
  }

  private List<Fields> atLeastOne(String name) throws DocumentException {
    List<Fields> list = root.list(name);
    if (list.isEmpty()) {
      throw new DocumentException("$." + name, "must not be empty");
    }
    return list;
  }
}
