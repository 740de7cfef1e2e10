// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Capabilities;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.DeviceProfileReader.Located;
import io.pumpbridge.drivers.profile.DeviceProfileReader.Reading;
import io.pumpbridge.drivers.profile.Finding;
import io.pumpbridge.model.document.CanonicalJson;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.ProfileDesk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Tells people what is wrong with a profile, where a command asks for it by an empty configuration;
 * an agent never does. Immediate, so that whoever waits for it finds its port there.
 */
@Component(
    name = ProfileDeskComponent.PID,
    service = ProfileDesk.class,
    immediate = true,
    configurationPid = ProfileDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ProfileDeskComponent implements ProfileDesk {

  static final String PID = "io.pumpbridge.drivers.profiledesk";

  private static final String SCHEMA = "/device-profiles/device-profile.schema.json";

  @Override
  public String lint(String file, byte[] content) {
    Reading reading = DeviceProfileReader.examine(file, Bytes.of(content), this::clashes);
    Fields.Builder told =
        Fields.builder()
            .put("file", file)
            .put("sound", reading.profile().isPresent())
            .put(
                "findings",
                reading.findings().stream().map(ProfileDeskComponent::finding).toList());
    reading.profile().ifPresent(profile -> told.put("profile", profile(profile)));
    return CanonicalJson.write(told.build());
  }

  private List<Finding> clashes(DeviceProfile profile) {
    DriverFamilies shipped = DriverFamilies.shipped();
    return (profile.identity().spokenBy() == SpokenBy.PROFILE
            ? shipped.clash(profile)
            : shipped.withoutDriver(profile))
        .stream().toList();
  }

  private static Fields finding(Located located) {
    return Fields.builder()
        .put("line", located.line())
        .put("place", located.finding().place())
        .put("severity", located.finding().severity().wireName())
        .put("problem", located.finding().problem())
        .build();
  }

  private static Fields profile(DeviceProfile profile) {
    DeviceProfile.Identity identity = profile.identity();
    return Fields.builder()
        .put("name", identity.name())
        .put("protocol", identity.protocol())
        .put("spoken_by", identity.spokenBy().name().toLowerCase(Locale.ROOT))
        .put("bench", identity.bench())
        .put("line_proven", profile.lineTable().proven())
        .putTexts("may", may(profile.capabilities()))
        .build();
  }

  /** What at least one software may be asked to do. */
  private static List<String> may(List<Capabilities> rows) {
    List<String> may = new ArrayList<>(List.of("monitor"));
    if (rows.stream().anyMatch(Capabilities::setRate)) {
      may.add("set_rate");
    }
    if (rows.stream().anyMatch(Capabilities::setVolume)) {
      may.add("set_volume");
    }
    return may;
  }

  @Override
  public String schema() {
    try (InputStream in = ProfileDeskComponent.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException("the bundle was built without " + SCHEMA);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema in the bundle cannot be read", e);
    }
  }
}
