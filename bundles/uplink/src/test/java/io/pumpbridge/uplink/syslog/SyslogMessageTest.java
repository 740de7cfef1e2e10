// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import org.junit.jupiter.api.Test;

class SyslogMessageTest {
  private static final long EXAMPLE = 32_473;
  private final Spool spool = new Spool();

  @Test
  void everyFieldStandsWhereTheRfcHasIt() {
    EventRecord record =
        spool.add(
            EventName.SERVER_REFUSED,
            Fields.builder().put("code", "no-answer").build(),
            ClockQuality.HOLDOVER);
    String zeros = "0".repeat(64);
    String canonical =
        "{\"clock\":\"holdover\",\"epoch\":\"7f3a\",\"event\":{\"code\":\"no-answer\",\"name\":"
            + "\"SERVER_REFUSED\"},\"gateway\":\"bed-12\",\"lane\":\"audit\",\"mono_ms\":0,\"prev\":\""
            + zeros
            + "\",\"seq\":1,\"t\":\"2026-06-01T12:00:00Z\"}";
    assertThat(SyslogMessage.text(record, EXAMPLE))
        .isEqualTo(
            "<108>1 2026-06-01T12:00:00Z bed-12 pump-bridge - SERVER_REFUSED"
                + " [timeQuality tzKnown=\"1\" isSynced=\"0\"]"
                + "[pumpBridge@32473 lane=\"audit\" epoch=\"7f3a\" seq=\"1\" clock=\"holdover\" hash=\""
                + record.hash()
                + "\"] \uFEFF"
                + canonical);
  }

  @Test
  void theTextAfterTheByteOrderMarkHasTheHashThatIsToldBefore() {
    EventRecord record =
        spool.add(
            EventName.LIBRARY_IN_FORCE,
            Fields.builder().put("by", "Zoë ]\"\\ 😀\u0000\n").build(),
            ClockQuality.SYNCHRONISED);
    String text = new String(SyslogMessage.framed(record, EXAMPLE), UTF_8);
    String message = text.substring(text.indexOf('\uFEFF') + 1);
    assertThat(EventRecord.hashOf(Bytes.of(message, UTF_8))).isEqualTo(record.hash());
    assertThat(text).contains("isSynced=\"1\"").contains("hash=\"" + record.hash() + '"');
    assertThat(text.codePoints().filter(Character::isISOControl)).as("control codes").isEmpty();
  }

  @Test
  void aFrameBeginsWithTheCountOfItsOctetsNotOfItsCharacters() {
    EventRecord record =
        spool.add(
            EventName.BRIDGE_STARTED,
            Fields.builder().put("ward", "Säuglingsstation").build(),
            ClockQuality.FLOOR);
    byte[] frame = SyslogMessage.framed(record, EXAMPLE);
    int octets = SyslogMessage.text(record, EXAMPLE).getBytes(UTF_8).length;
    assertThat(new String(frame, UTF_8)).startsWith(octets + " <109>1 ");
    assertThat(frame).hasSize(octets + String.valueOf(octets).length() + 1);
  }

  @Test
  void aRecordThatWeCannotReadGoesOutAllTheSame() {
    Bytes odd = Bytes.of("{\"seq\":1", UTF_8);
    EventRecord record =
        new EventRecord(Spool.STREAM, 1, EventRecord.FIRST_PREVIOUS, EventRecord.hashOf(odd), odd);
    assertThat(SyslogMessage.text(record, EXAMPLE))
        .startsWith("<109>1 - bed-12 pump-bridge - - [timeQuality tzKnown=\"1\" isSynced=\"0\"]")
        .endsWith("\uFEFF{\"seq\":1");
  }

  @Test
  void quoteBackslashAndBracketAreEscapedInParameters() {
    assertThat(SyslogMessage.escaped("a]b\"c\\d")).isEqualTo("a\\]b\\\"c\\\\d");
  }

  @Test
  void everyEventNameIsAMessageId() {
    for (EventName name : EventName.values()) {
      assertThat(name.name()).as("RFC 5424, 6.2.7").matches("[!-~]{1,32}");
    }
  }
}
