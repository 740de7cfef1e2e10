// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DeviceProfileReaderTest {

  private static final String FILE = "alaris-asena.json";

  private static String text() throws IOException {
    return Files.readString(Path.of("../../device-profiles", FILE));
  }

  private static DeviceProfile read(String text) throws DocumentException {
    return DeviceProfileReader.read(FILE, Bytes.of(text, StandardCharsets.UTF_8));
  }

  @Test
  void theTablesAreReadAsTheyStand() throws Exception {
    DeviceProfile profile = read(text());
    assertThat(profile.identity().protocol()).isEqualTo("alaris");
    assertThat(profile.identity().sources()).isNotEmpty();
    assertThat(profile.line()).isEqualTo(new LineSettings(38_400, 8, Parity.NONE, 1));
    assertThat(profile.dialogue().replyWaitMs()).isEqualTo(500);
    assertThat(profile.dialogue().resends()).isEqualTo(1);
    assertThat(profile.units())
        .containsEntry("ml/h", Unit.ML_PER_HOUR)
        .containsEntry("ml", Unit.ML)
        .containsEntry("mmHg", Unit.MMHG);
    assertThat(profile.modes().get("SET").status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(profile.modes().get("HLD").status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(profile.noAlarm()).isEqualTo("AL_NOALM");
    assertThat(profile.alarms()).hasSize(22).doesNotContainKey("AL_NOALM");
    assertThat(profile.alarms().get("AL_OCCLU"))
        .isEqualTo(
            new DeviceProfile.Alarm(
                "AL_OCCLU", "Occlusion", AlarmPriority.HIGH, OptionalInt.of(196_940), false, true));
    assertThat(profile.capabilitiesOf("Asena Rev 2.1.5").setRate()).isTrue();
    assertThat(profile.capabilitiesOf("Asena Rev 2.3.6").onlyMonitor()).isTrue();
    assertThat(profile.limits().rateMaximum()).contains(Quantity.of("1200", "mL/h"));
  }

  @Test
  void everyComplaintNamesTheFileAndThePlace() throws Exception {
    for (String[] change :
        new String[][] {
          {"\"format\": \"pump-bridge-device-profile-2\"", "\"format\": \"2\"", "$.format"},
          {"\"baud\": 38400", "\"baud\": \"fast\"", "$.line.baud"},
          {"\"baud\": 38400", "\"baud\": 1", "$.line.baud"},
          {"\"parity\": \"none\"", "\"parity\": \"mark\"", "$.line.parity"},
          {"\"parity\": \"none\",", "", "$.line.parity"},
          {"\"flow_control\": \"none\"", "\"flow_control\": \"rts\"", "$.line.flow_control"},
          {"\"resends\": 1", "\"resends\": 99", "$.dialogue.resends"},
          {"\"resends\": 1", "\"resends\": 1.5", "$.dialogue.resends"},
          {"\"resends\": 1", "\"resends\": null", "$.dialogue.resends"},
          {"\"use\": \"poll\"", "\"use\": \"poke\"", "$.dialogue.requests[2].use"},
          {"[\"21\", ", "[\"2\", ", "$.framing.layout[0]"},
          {"\"text\", \"7c\"", "\"7c\"", "$.framing.layout"},
          {"\"7c\", \"checksum\"", "\"7c\"", "$.checksum.algorithm"},
          {"\"to\": 1", "\"to\": 9", "$.checksum.to"},
          {"\"to\": 1", "\"to\": 3", "$.checksum.to"},
          {"\"polynomial\": \"1021\"", "\"polynomial\": \"1022\"", "$.checksum.check_123456789"},
          {"\"hex-4-upper\"", "\"hex-2-upper\"", "$.checksum.written_as"},
          {"\"reply\": \"INF\"", "\"reply\": \"INFO\"", "$.fields[2].reply"},
          {"\"name\": \"rate\"", "\"name\": \"raet\"", "$.fields[5].name"},
          {"\"kind\": \"mode\"", "\"kind\": \"text\"", "$.fields[4].kind"},
          {"\"position\": 4, ", "\"position\": 4, \"offset\": 4, ", "$.fields[5].position"},
          {"\"identify\"", "\"poll\"", "$.dialogue.requests"},
          {"\"initial\": \"ffff\"", "\"initial\": \"FFFF\"", "$.checksum.initial"},
          {"\"status\": \"stopped\"", "\"status\": \"lost\"", "$.modes[1].status"},
          {"\"code\": \"HLD\"", "\"code\": \"SET\"", "$.modes[1]"},
          {"\"code\": \"AL_COMTO\"", "\"code\": \"AL_OCCLU\"", "$.alarms[1]"},
          {"\"text\": \"Occlusion\"", "\"text\": \"\"", "$.alarms[0].text"},
          {"\"mdc\": 196940", "\"mdc\": 0", "$.alarms[0].mdc"},
          {"\"mdc\": 196940", "\"mcd\": 196940", "$.alarms[0].mcd"},
          {"\"monitor\": true", "\"monitor\": 1", "$.capabilities[0].monitor"},
          {"\"value\": \"1200\"", "\"value\": \"0.1\"", "$.limits.rate_maximum"},
          {"\"unit\": \"mL/h\"", "\"unit\": \"mL\"", "$.limits.rate_minimum"},
          {"\"mdc\": 196940", "\"mdc\": 196941", "$.alarms[0].mdc"},
          {"\"no_alarm\": \"AL_NOALM\"", "\"no_alarm\": \"AL_OCCLU\"", "$.no_alarm"},
          {"\"value\": \"1200\"", "\"value\": \"1.2e3\"", "$.limits.rate_maximum.value"},
          {"\"name\": \"alaris-asena\"", "\"name\": \"other\"", "$.name"},
          {"\"modes\"", "\"modus\"", "$.modus"}
        }) {
      String good = text();
      String bad = good.replace(change[0], change[1]);
      assertThat(bad).as(change[0]).isNotEqualTo(good);
      assertThatThrownBy(() -> read(bad))
          .as(change[1])
          .isInstanceOf(DocumentException.class)
          .hasMessageStartingWith(FILE + " " + change[2] + ": ");
    }
  }

  @Test
  void whatIsNoSoundJsonIsRefused() throws Exception {
    String good = text();
    for (String bad :
        new String[] {
          "",
          "[]",
          "null",
          "{",
          good + "x",
          good + "{}",
          good.replace("\"resends\": 1", "\"resends\": 1, \"resends\": 1"),
          "{\"a\":".repeat(500) + "1" + "}".repeat(500),
          " ".repeat(DeviceProfileReader.MAX_BYTES) + good
        }) {
      assertThatThrownBy(() -> read(bad))
          .isInstanceOf(DocumentException.class)
          .hasMessageStartingWith(FILE + " ");
    }
  }

  /** Any cut makes it unreadable, and is complained about in the same way. */
  @Test
  void everyTruncationIsRefused() throws Exception {
    String good = text().strip();
    for (int length = 0; length < good.length(); length += 13) {
      String cut = good.substring(0, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(DocumentException.class);
    }
  }

  @Test
  void aProfileThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> DeviceProfileReader.readShipped("no-such-pump"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no device profile 'no-such-pump'");
  }
}
