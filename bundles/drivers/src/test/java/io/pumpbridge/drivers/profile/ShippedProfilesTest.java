// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.nomenclature.Mdc;
import io.pumpbridge.model.pump.AlarmPriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ShippedProfilesTest {

  private static final Path FOLDER = Path.of("../../device-profiles");

  private static List<Path> profiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().endsWith(".schema.json"))
          .sorted()
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".json", "");
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(FOLDER.resolve("device-profile.schema.json")));
  }

  @Test
  void everyFileIsAProfileByTheSchema() throws Exception {
    assertThat(profiles()).isNotEmpty();
    for (Path file : profiles()) {
      assertThat(schema().validate(Files.readString(file), InputFormat.JSON))
          .as(file.toString())
          .isEmpty();
    }
  }

  @Test
  void everyFileIsReadByTheStrictReader() throws Exception {
    for (Path file : profiles()) {
      DeviceProfile profile =
          DeviceProfileReader.read(
              file.getFileName().toString(), Bytes.of(Files.readAllBytes(file)));
      assertThat(profile.identity().name()).isEqualTo(name(file));
      assertThat(DeviceProfileReader.readShipped(name(file)))
          .as("the bundle carries the same")
          .isEqualTo(profile);
    }
  }

  /** The schema is not empty: what the reader refuses, it mostly refuses too. */
  @Test
  void theSchemaRefusesWhatIsNoProfile() throws Exception {
    String good = Files.readString(FOLDER.resolve("alaris-asena.json"));
    for (String[] change :
        new String[][] {
          {"\"baud\": 38400", "\"baud\": \"38400\""},
          {"\"parity\"", "\"pairity\""},
          {"\"priority\": \"high\"", "\"priority\": \"urgent\""},
          {"\"inferred\": true", "\"inferred\": \"yes\""},
          {"\"monitor\": true", "\"monitor\": false"},
          {"\"value\": \"1200\"", "\"value\": 1200"},
          {"\"position\": 1,", "\"position\": -1,"},
          {"\"from\": 1,", ""},
          {"\"kind\": \"flag\"", "\"kind\": \"flagg\""},
          {"[\"21\", \"text\"", "[\"!\", \"text\""}
        }) {
      String bad = good.replace(change[0], change[1]);
      assertThat(bad).isNotEqualTo(good);
      assertThat(schema().validate(bad, InputFormat.JSON)).as(change[1]).isNotEmpty();
    }
  }

  /** Whether a delivery is told as complete hangs on this number: no family may leave it out. */
  @Test
  void aPresetThatIsDeliveredIsOfHighPriorityAndACompletedDeliveryInEveryFamily() throws Exception {
    Map<String, String> complete = new TreeMap<>();
    for (Path file : profiles()) {
      DeviceProfileReader.readShipped(name(file)).alarms().values().stream()
          .filter(alarm -> alarm.mdc().orElse(0) == Mdc.EVT_PUMP_DELIV_COMP.code())
          .sorted(Comparator.comparing(DeviceProfile.Alarm::code))
          .peek(alarm -> assertThat(alarm.priority()).isEqualTo(AlarmPriority.HIGH))
          .forEach(alarm -> complete.merge(name(file), alarm.code(), (a, b) -> a + " " + b));
    }
    assertThat(complete)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "alaris-asena", "AL_EOIKV AL_EOIST AL_VTBIK AL_VTBIS",
                "bbraun-bcc", "ALARM1.13 ALARM1.14 INA7 INA8",
                "bbraun-dianet", "12 13",
                "graseby-3000", "06"));
  }

  /** A code number stands only where it is verified, and the list of those is in the model. */
  @Test
  void everyCodeNumberIsOneThatTheModelKnows() throws Exception {
    Set<Integer> verified = Arrays.stream(Mdc.values()).map(Mdc::code).collect(Collectors.toSet());
    for (Path file : profiles()) {
      DeviceProfile profile = DeviceProfileReader.readShipped(name(file));
      profile
          .alarms()
          .values()
          .forEach(a -> a.mdc().ifPresent(m -> assertThat(verified).contains(m)));
      profile.fields().forEach(f -> f.mdc().ifPresent(m -> assertThat(verified).contains(m)));
    }
  }
}
