// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.uplink.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * One audit record as one syslog message (RFC 5424, section 6), framed by its length (RFC 5425,
 * 4.3).
 *
 * <pre>{@code
 * 412 <108>1 2026-06-01T12:00:00.123Z bed-12 pump-bridge - SERVER_REFUSED
 *   [timeQuality tzKnown="1" isSynced="1"]
 *   [pumpBridge@32473 lane="audit" epoch="…" seq="7" clock="synchronised" hash="…"] BOM {…}
 * }</pre>
 *
 * <p>MSG is the record's canonical text, unchanged: SHA-256 of it is {@code hash}, and {@code prev}
 * in it is the hash of the one before, so whoever keeps the messages can prove the chain with
 * nothing but {@code sha256sum}. What a collector needs to sort and remove duplicates stands in the
 * structured data as well.
 */
final class SyslogMessage {
  /** Log audit; what it is. Many collectors already keep it apart from the rest. */
  static final int FACILITY = 13;

  static final String APP_NAME = "pump-bridge";
  static final String SD_NAME = "pumpBridge";

  private static final int SEVERITIES = 8;
  private static final String NIL = "-";

  /** RFC 5424, 6.4: says that what follows is UTF-8. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private SyslogMessage() {}

  /**
   * The octets that go out.
   *
   * @param enterprise the number that makes our structured data's name unique
   */
  static byte[] framed(EventRecord record, long enterprise) {
    byte[] message = text(record, enterprise).getBytes(StandardCharsets.UTF_8);
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(length.length + message.length);
    frame.writeBytes(length);
    frame.writeBytes(message);
    return frame.toByteArray();
  }

  static String text(EventRecord record, long enterprise) {
    Bytes canonical = record.canonical();
    String time = NIL;
    String name = NIL;
    String clock = ClockQuality.FLOOR.wireName();
    try {
      Fields fields = JsonText.parse(canonical);
      time = time(fields.time("t"));
      clock = fields.text("clock");
      name = fields.fields("event").text("name");
    } catch (DocumentException e) {
      // The text counts, not our reading of it: it goes out with what is known without it.
    }
    int priority = FACILITY * SEVERITIES + Severity.ofText(name).code();
    return "<"
        + priority
        + ">1 "
        + time
        + ' '
        + record.stream().gateway()
        + ' '
        + APP_NAME
        + ' '
        + NIL
        + ' '
        + name
        + ' '
        + timeQuality(clock)
        + place(record, enterprise, clock)
        + ' '
        + BYTE_ORDER_MARK
        + canonical.toText(StandardCharsets.UTF_8);
  }

  /** UTC; at most six digits of a second (RFC 5424, 6.2.3), and the journal has three. */
  private static String time(Instant time) {
    return time.toString().toUpperCase(Locale.ROOT);
  }

  /** RFC 5424, 7.1. Times are UTC, so the zone is always known. */
  private static String timeQuality(String clock) {
    boolean synchronised = clock.equals(ClockQuality.SYNCHRONISED.wireName());
    return "[timeQuality tzKnown=\"1\" isSynced=\"" + (synchronised ? 1 : 0) + "\"]";
  }

  private static String place(EventRecord record, long enterprise, String clock) {
    return "["
        + SD_NAME
        + '@'
        + enterprise
        + parameter("lane", record.stream().lane().wireName())
        + parameter("epoch", record.stream().epoch())
        + parameter("seq", Long.toString(record.sequence()))
        + parameter("clock", clock)
        + parameter("hash", record.hash())
        + ']';
  }

  private static String parameter(String name, String value) {
    return " " + name + "=\"" + escaped(value) + '"';
  }

  /** RFC 5424, 6.3.3. */
  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("]", "\\]");
  }
}
