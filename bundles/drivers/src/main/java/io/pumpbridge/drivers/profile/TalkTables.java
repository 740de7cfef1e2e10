// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.DeviceProfile.Dialogue;
import io.pumpbridge.drivers.profile.DeviceProfile.Lease;
import io.pumpbridge.drivers.profile.DeviceProfile.Reply;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.Field.Kind;
import io.pumpbridge.drivers.profile.Field.Name;
import io.pumpbridge.drivers.profile.Field.Place;
import io.pumpbridge.drivers.profile.Field.UnitSource;
import io.pumpbridge.model.measure.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the tables of the talk: what is asked, and where the values stand in the answers. */
final class TalkTables {

  /** A message has fewer pieces, and no value is longer. */
  private static final int MAX_PLACE = 4_096;

  private static final int MAX_POSITION = 63;

  private static final int MAX_PROBE_ORDER = 999;

  /** In UCUM; pressures are shown as the pump gives them, and nobody expects more. */
  private static final Set<String> PRESSURES = Set.of("mm[Hg]", "kPa", "bar", "mbar", "[psi]", "%");

  private TalkTables() {}

  static Dialogue dialogue(Row row) {
    row.only(
            "initiative reply_wait_ms resends gap_ms agreeing_reads probe_order requests lease note")
        .note();
    Map<String, Request> requests = new LinkedHashMap<>();
    for (Row request : row.atLeastOneRow("requests")) {
      Request read = request(request);
      request.putOnce(requests, read.name(), read);
    }
    return new Dialogue(
        row.choiceOr("initiative", List.of(Dialogue.Initiative.values()), Dialogue.Initiative.HOST),
        row.whole("reply_wait_ms", 50, 10_000),
        row.whole("resends", 0, 3),
        row.wholeOr("gap_ms", 0, 5_000, 0),
        row.wholeOr("agreeing_reads", 1, 2, 1),
        row.maybeWhole("probe_order", 1, MAX_PROBE_ORDER),
        List.copyOf(requests.values()),
        row.has("lease") ? Optional.of(lease(row.row("lease"))) : Optional.empty());
  }

  private static Request request(Row row) {
    row.only("name command use reply note").note();
    String command = row.wire("command");
    return new Request(
        row.has("name") ? row.code("name") : command,
        command,
        row.choice("use", List.of(Request.Use.values())),
        row.has("reply") ? reply(row.row("reply")) : Reply.ANY);
  }

  private static Reply reply(Row row) {
    row.only("begins length note").note();
    if (!row.has("begins") && !row.has("length")) {
      row.error("begins", "is missing; say how the reply begins, or how long it is, or both");
    }
    return new Reply(
        row.has("begins") ? row.wire("begins") : "", row.maybeWhole("length", 1, MAX_PLACE));
  }

  private static Lease lease(Row row) {
    row.only("take release keep_alive_ms pump_waits_ms note").note();
    Lease lease =
        new Lease(
            row.wire("take"),
            row.wire("release"),
            row.whole("keep_alive_ms", 50, 60_000),
            row.whole("pump_waits_ms", 50, 3_600_000));
    if (row.isSound() && lease.keepAliveMs() >= lease.pumpWaitsMs()) {
      row.error("keep_alive_ms", "must be less than pump_waits_ms");
    }
    return lease;
  }

  static Map<String, Unit> units(Row root) {
    Map<String, Unit> units = new LinkedHashMap<>();
    for (Row row : root.rows("units")) {
      row.only("pump ucum note").note();
      row.putOnce(units, row.code("pump"), unit(row, "ucum"));
    }
    return units;
  }

  /** What the model cannot convert (pressure) is carried and shown as it is. */
  private static Unit unit(Row row, String name) {
    String ucum = row.code(name);
    Optional<Unit> known = Unit.find(ucum);
    if (known.isEmpty() && !PRESSURES.contains(ucum) && row.isSound()) {
      row.warn(name, "'" + ucum + "' is carried and shown, but nothing is ever reckoned with it");
    }
    return known.orElseGet(() -> Unit.opaque(ucum));
  }

  static List<Field> fields(Row root) {
    List<Field> fields = new ArrayList<>();
    for (Row row : root.rows("fields")) {
      row.only(
              "name reply position key id offset length kind unit unit_position unit_length"
                  + " decimals mask absent mdc inferred note")
          .note();
      fields.add(
          new Field(
              row.choice("name", List.of(Name.values())),
              row.wire("reply"),
              place(row),
              row.choice("kind", List.of(Kind.values())),
              unitSource(row),
              row.wholeOr("decimals", 0, 6, 0),
              mask(row),
              row.texts("absent"),
              VocabularyTables.mdc(row),
              VocabularyTables.inferred(row)));
    }
    return fields;
  }

  private static OptionalInt mask(Row row) {
    if (!row.has("mask")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(row.hex("mask", Math.min(4, row.text("mask").length())));
  }

  private static Place place(Row row) {
    long ways = List.of("position", "key", "id", "offset").stream().filter(row::has).count();
    if (ways != 1) {
      row.error("position", "must be given, or one of key, id and offset, but only one of them");
    }
    if (row.has("position")) {
      return new Place.Position(row.whole("position", 0, MAX_POSITION));
    }
    if (row.has("key")) {
      return new Place.Key(row.wire("key"), row.maybeWhole("length", 1, MAX_PLACE));
    }
    if (row.has("id")) {
      return new Place.Id(row.code("id"));
    }
    return new Place.Offset(
        row.wholeOr("offset", 0, MAX_PLACE, 0), row.maybeWhole("length", 1, MAX_PLACE));
  }

  private static UnitSource unitSource(Row row) {
    long ways = List.of("unit", "unit_position", "unit_length").stream().filter(row::has).count();
    if (ways > 1) {
      row.error("unit", "only one of unit, unit_position and unit_length can stand here");
    }
    if (row.has("unit")) {
      return new UnitSource.Fixed(unit(row, "unit"));
    }
    if (row.has("unit_position")) {
      return new UnitSource.At(row.whole("unit_position", 0, MAX_POSITION));
    }
    return row.has("unit_length")
        ? new UnitSource.Behind(row.whole("unit_length", 1, 8))
        : new UnitSource.None();
  }
}
