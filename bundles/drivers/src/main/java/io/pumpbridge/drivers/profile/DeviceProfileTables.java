// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.drivers.profile.DeviceProfile.Identity;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfile.Source;
import java.util.ArrayList;
import java.util.List;

/** Turns a parsed profile into tables, in the order in which the file has them. */
final class DeviceProfileTables {

  static final String FORMAT = "pump-bridge-device-profile-2";

  private static final int MAX_MODELS = 64;

  private final Row root;

  DeviceProfileTables(Row root) {
    this.root = root;
  }

  /** Means something only if there is no error among the findings afterwards. */
  DeviceProfile read() {
    root.only(
        "format name protocol spoken_by bench model models sources line framing checksum dialogue"
            + " units fields modes no_alarm alarms device_types capabilities quirks limits");
    root.must("format", FORMAT);
    Framing framing = WireTables.framing(root.row("framing"));
    DeviceProfile profile =
        new DeviceProfile(
            identity(),
            WireTables.line(root.row("line")),
            framing,
            WireTables.checksum(root.row("checksum"), framing),
            TalkTables.dialogue(root.row("dialogue")),
            TalkTables.units(root),
            TalkTables.fields(root),
            VocabularyTables.modes(root),
            root.has("no_alarm") ? root.wire("no_alarm") : "",
            VocabularyTables.alarms(root),
            VocabularyTables.deviceTypes(root),
            VocabularyTables.capabilities(root),
            VocabularyTables.quirks(root),
            VocabularyTables.limits(root.row("limits")));
    new ProfileSense(root, profile).check();
    return profile;
  }

  private Identity identity() {
    List<Source> sources = new ArrayList<>();
    for (Row source : root.atLeastOneRow("sources")) {
      source.only("document supports");
      sources.add(new Source(source.sentence("document"), source.sentence("supports")));
    }
    List<String> models = root.texts("models");
    if (models.isEmpty() || models.size() > MAX_MODELS) {
      root.error("models", "must be 1 to " + MAX_MODELS + " names of pumps");
    }
    return new Identity(
        root.name("name"),
        root.name("protocol"),
        root.choiceOr("spoken_by", List.of(SpokenBy.values()), SpokenBy.DRIVER),
        root.flagOr("bench", false),
        root.sentence("model"),
        models,
        sources);
  }
}
