// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.DeviceProfile.Capabilities;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.DeviceProfile.Request.Use;
import io.pumpbridge.drivers.profile.Field.Kind;
import io.pumpbridge.drivers.profile.Field.UnitSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for what the tables contradict in one another; looks only where each is sound by itself.
 */
final class ProfileSense {

  private static final Set<Kind> CODED =
      EnumSet.of(Kind.MODE, Kind.MODE_BITS, Kind.ALARM, Kind.ALARM_BITS);

  private final Row root;
  private final DeviceProfile profile;

  ProfileSense(Row root, DeviceProfile profile) {
    this.root = root;
    this.profile = profile;
  }

  void check() {
    if (profile.alarms().containsKey(profile.noAlarm())) {
      root.error("no_alarm", "is in the table of alarms too; it cannot be both");
    }
    if (profile.dialogue().lease().isEmpty()
        && profile.capabilities().stream().anyMatch(Capabilities::start)) {
      root.warn("capabilities", "a pump that can be started usually lends its control: no lease");
    }
    checkFields();
    if (profile.identity().spokenBy() == SpokenBy.PROFILE) {
      new SpokenSense(root, profile).check();
    } else if (profile.dialogue().probeOrder().isPresent()) {
      root.error("dialogue.probe_order", "is the driver's own; leave it out");
    }
  }

  private void checkFields() {
    List<Request> requests = profile.dialogue().requests();
    Set<String> names =
        requests.stream()
            .flatMap(request -> List.of(request.name(), request.command()).stream())
            .collect(Collectors.toSet());
    List<Row> rows = root.rowsQuietly("fields");
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Field field = profile.fields().get(i);
      if (!row.isSound()) {
        continue;
      }
      if (root.isSound("dialogue") && !names.contains(field.reply())) {
        row.error(
            "reply",
            "there is no request '" + field.reply() + "'" + Spelling.hint(field.reply(), names));
      }
      checkKind(row, field);
    }
    if (root.isSound("dialogue") && requests.stream().noneMatch(r -> r.use() == Use.IDENTIFY)) {
      root.error("dialogue.requests", "at least one request must be for 'identify'");
    }
  }

  private void checkKind(Row row, Field field) {
    boolean isAlarm = field.name() == Field.Name.ALARM;
    boolean isMode = field.name() == Field.Name.MODE;
    boolean alarmKind = field.kind() == Kind.ALARM || field.kind() == Kind.ALARM_BITS;
    boolean modeKind = field.kind() == Kind.MODE || field.kind() == Kind.MODE_BITS;
    if ((isAlarm && !alarmKind) || (isMode && !modeKind)) {
      row.error("kind", "must be " + (isAlarm ? "alarm or alarm_bits" : "mode or mode_bits"));
    }
    if (field.name().isQuantity() && field.unit() instanceof UnitSource.None) {
      row.warn("name", "without unit, unit_position or unit_length the number means nothing");
    }
    if (field.name() == Field.Name.TIME_REMAINING && CODED.contains(field.kind())) {
      row.error("kind", "must be duration, minutes or seconds");
    }
  }
}
