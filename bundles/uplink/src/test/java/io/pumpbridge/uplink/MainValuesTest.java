// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MainValuesTest {
  private static final Instant AT = Instant.parse("2026-06-01T12:00:00.123Z");

  private static Fields.Builder event() {
    return Fields.builder()
        .put("name", "SAMPLE")
        .put("channel", "1")
        .put(
            "pump", Fields.builder().put("serial", "8002 \"ü\"").put("protocol", "alaris").build());
  }

  private static Fields.Builder record(Fields event) {
    return Fields.builder().put("clock", "synchronised").put("event", event).put("t", AT);
  }

  private static MainValues read(Fields record) throws DocumentException {
    return MainValues.of(Bytes.of(record.toString(), StandardCharsets.UTF_8));
  }

  @Test
  void theyArePickedOutOfTheCanonicalBytes() throws Exception {
    assertThat(read(record(event().build()).build()))
        .isEqualTo(
            new MainValues(
                AT,
                "synchronised",
                "SAMPLE",
                Optional.of("8002 \"ü\""),
                Optional.of("alaris"),
                Optional.of("1")));
  }

  @Test
  void whatHasTheSameNameElsewhereIsNotMeant() throws Exception {
    Fields decoy =
        Fields.builder()
            .put("t", "x")
            .put("name", "x")
            .put("channel", "x")
            .put("clock", "x")
            .build();
    Fields event = event().put("alarms", List.of(decoy)).put("rate", decoy).build();

    assertThat(read(record(event).put("a", decoy).build()))
        .isEqualTo(read(record(event().build()).build()));
  }

  @Test
  void anEventOfTheGatewayItselfHasNoPumpAndNoChannel() throws Exception {
    MainValues values = read(record(Fields.builder().put("name", "CLOCK_CHANGED").build()).build());

    assertThat(values.pumpSerial()).isEmpty();
    assertThat(values.pumpProtocol()).isEmpty();
    assertThat(values.channel()).isEmpty();
  }

  @Test
  void withoutWhatEveryRecordHasThereAreNone() {
    for (Fields wrong :
        List.of(
            Fields.builder().put("clock", "holdover").put("event", event().build()).build(),
            record(event().build()).put("t", "yesterday").build(),
            record(event().build()).put("t", "2026-06-01T14:00:00+02:00").build(),
            record(event().build()).put("clock", 7).build(),
            record(event().build()).put("event", "SAMPLE").build(),
            record(event().put("name", true).build()).build(),
            record(event().put("pump", "8002").build()).build())) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(DocumentException.class);
    }
  }

  @Test
  void noCutOfTheBytesIsARecord() {
    String whole = record(event().build()).build().toString();
    for (int length = 0; length < whole.length(); length++) {
      Bytes cut = Bytes.of(whole.substring(0, length), StandardCharsets.UTF_8);
      assertThatThrownBy(() -> MainValues.of(cut)).isInstanceOf(DocumentException.class);
    }
  }
}
