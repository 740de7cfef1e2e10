// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.described.NewModelExampleTest;
import io.pumpbridge.model.pump.ProfileDesk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ProfileDeskComponentTest {

  private final ProfileDesk desk = new ProfileDeskComponent();

  private String lint(String json) {
    return desk.lint("example-vp1.json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aSoundProfileIsSummedUp() {
    assertThat(lint(NewModelExampleTest.json()))
        .isEqualTo(
            "{\"file\":\"example-vp1.json\",\"findings\":[],\"profile\":{\"bench\":false,"
                + "\"line_proven\":true,\"may\":[\"monitor\"],\"name\":\"example-vp1\","
                + "\"protocol\":\"example-vp1\",\"spoken_by\":\"profile\"},\"sound\":true}");
  }

  @Test
  void allMistakesAreToldWithLineAndPlaceAndWhatToWrite() {
    String wrong =
        NewModelExampleTest.json()
            .replace("\"parity\"", "\"pairity\"")
            .replace("\"check_123456789\": \"31\"", "\"check_123456789\": \"32\"");
    int line = 1 + (int) wrong.lines().takeWhile(one -> !one.contains("pairity")).count();
    assertThat(lint(wrong))
        .contains(
            "{\"line\":"
                + line
                + ",\"place\":\"$.line.pairity\",\"problem\":\"unknown field; did you mean"
                + " 'parity'?\",\"severity\":\"error\"}",
            "these parameters give 31",
            "\"sound\":false")
        .doesNotContain("\"profile\"");
  }

  @Test
  void aClashWithAShippedFamilyIsAMistakeToo() {
    assertThat(
            lint(NewModelExampleTest.json().replace("\"probe_order\": 500", "\"probe_order\": 30")))
        .contains("$.dialogue.probe_order", "30 is that of the family alaris; give it another");
  }

  @Test
  void aDriverThatDoesNotExistIsAMistake() {
    assertThat(lint(NewModelExampleTest.json().replace("\"spoken_by\": \"profile\",", "")))
        .contains("\"sound\":false");
    String driven =
        NewModelExampleTest.json()
            .replace("\"spoken_by\": \"profile\",", "")
            .replace("\"probe_order\": 500,", "");
    assertThat(lint(driven))
        .contains(
            "\"place\":\"$.protocol\",\"problem\":\"no driver speaks 'example-vp1', only alaris,"
                + " bcc, dianet, fresenius; if the tables say all, write"
                + " \\\"spoken_by\\\": \\\"profile\\\"\"")
        .contains("\"sound\":false");
  }

  /** The limits are read last, after two hundred doubts about alarms. */
  @Test
  void noNumberOfDoubtsHidesAMistake() {
    StringBuilder alarms = new StringBuilder("\"alarms\": [");
    for (int i = 0; i < 300; i++) {
      alarms.append(
          "{\"code\": \"X%d\", \"text\": \"X%d\", \"priority\": \"low\"},\n".formatted(i, i));
    }
    String doubtful = NewModelExampleTest.json().replace("\"alarms\": [", alarms);
    assertThat(lint(doubtful)).contains("says no more than the code").contains("\"sound\":true");
    String wrong = doubtful.replace("\"value\": \"999\"", "\"value\": \"0.01\"");
    assertThat(lint(wrong)).contains("$.limits.rate_maximum").contains("\"sound\":false");
  }

  @Test
  void everyShippedProfileIsSound() throws Exception {
    for (String family : DriverFamilies.shipped().known()) {
      String file =
          DriverFamilies.shipped().families().get(family).profile().identity().name() + ".json";
      byte[] content = Files.readAllBytes(Path.of("../../device-profiles", file));
      assertThat(desk.lint(file, content)).contains("\"sound\":true");
    }
  }

  @Test
  void whateverIsWrittenThereIsAnswered() {
    for (String text : new String[] {"", "{", "\ud800", "[]", "{\"name\": \"\ud83d\"}"}) {
      assertThat(lint(text)).contains("\"sound\":false", "\"line\":1");
    }
  }

  @Test
  void theSchemaIsThePublishedOne() throws Exception {
    assertThat(desk.schema())
        .isEqualTo(Files.readString(Path.of("../../device-profiles/device-profile.schema.json")));
  }
}
