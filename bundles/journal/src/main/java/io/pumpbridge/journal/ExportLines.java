// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.journal.Evidence.Gap;
import io.pumpbridge.journal.Evidence.Voucher;
import io.pumpbridge.journal.Evidence.Word;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Records as lines of text: an export's, and a pump server's. */
final class ExportLines {
  /** The largest record, its hash, and room for spaces that somebody's editor has put in. */
  private static final int MAX_CHARACTERS = 4 * Scribe.RECORD_LIMIT;

  private static final int HASH_DIGITS = 64;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private static final JSON STRICT =
      JSON.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  private ExportLines() {}

  static String of(EventRecord record) throws DocumentException {
    Map<String, Object> fields = parse(record.canonical().toText(StandardCharsets.UTF_8));
    fields.put("hash", record.hash());
    return Fields.from(fields).toString();
  }

  /**
   * As {@link #of}.
   *
   * @throws JournalException {@code DAMAGED} if what a store gave is no document
   */
  static String ofStored(EventRecord record) throws JournalException {
    try {
      return of(record);
    } catch (DocumentException e) {
      throw new JournalException(Reason.DAMAGED, "a record is no document: " + e.getMessage(), e);
    }
  }

  /** When it happened, as the record has it. */
  static String timeOf(EventRecord record) throws JournalException {
    try {
      return Fields.from(parse(record.canonical().toText(StandardCharsets.UTF_8))).text("t");
    } catch (DocumentException e) {
      throw new JournalException(Reason.DAMAGED, "a record is no document: " + e.getMessage(), e);
    }
  }

  /** The content is what is left without the hash, written canonically (RFC 8785). */
  static Optional<Evidence> fromExport(String text, long line) {
    try {
      Map<String, Object> fields = parse(text);
      String claimed = String.valueOf(fields.remove("hash"));
      Fields content = Fields.from(fields);
      return Optional.of(evidence(content, claimed, content.toString(), line));
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  static Optional<Evidence> fromServer(String text, long line) {
    try {
      if (text.length() <= HASH_DIGITS || text.charAt(HASH_DIGITS) != ' ') {
        return Optional.empty();
      }
      String content = text.substring(HASH_DIGITS + 1);
      String claimed = text.substring(0, HASH_DIGITS);
      return Optional.of(evidence(Fields.from(parse(content)), claimed, content, line));
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  static Evidence evidence(Fields content, String claimed, String text, long line)
      throws DocumentException {
    Lane lane =
        Lane.find(content.text("lane"))
            .orElseThrow(() -> new DocumentException("lane", "is none that there is"));
    StreamId stream = new StreamId(content.text("gateway"), content.text("epoch"), lane);
    if (!HASH.matcher(claimed).matches()) {
      throw new DocumentException("hash", "is no SHA-256 in hex");
    }
    String computed = EventRecord.hashOf(Bytes.of(text, StandardCharsets.UTF_8));
    return new Evidence(
        stream,
        content.whole("seq"),
        content.text("prev"),
        claimed,
        computed,
        claimed.equals(computed) ? word(stream, content) : Word.NONE,
        line);
  }

  private static Word word(StreamId told, Fields content) throws DocumentException {
    Fields event = content.fields("event");
    String name = event.text("name");
    return new Word(
        content.findText("t").orElse(""),
        name.equals(EventName.JOURNAL_GAP.name()),
        gap(told, event),
        name.equals(EventName.JOURNAL_GAP_SIGNED.name())
            ? Optional.of(voucher(event))
            : Optional.empty());
  }

  /** One that lacks something holds nothing that would verify. */
  private static Voucher voucher(Fields event) {
    try {
      return new Voucher(
          event.text("epoch"),
          event.text("lane"),
          event.whole("seq"),
          event.text("hash"),
          event.text("signed"));
    } catch (DocumentException e) {
      return new Voucher("", "", 0, "", "");
    }
  }

  static Optional<Gap> gap(StreamId told, Fields event) throws DocumentException {
    if (!event.text("name").equals(EventName.JOURNAL_GAP.name()) || !event.has("first")) {
      return Optional.empty();
    }
    Optional<Lane> lane = Lane.find(event.text("lane"));
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    String epoch = event.findText("epoch").orElse(told.epoch());
    return Optional.of(
        new Gap(
            new StreamId(told.gateway(), epoch, lane.get()),
            event.whole("first"),
            event.whole("last"),
            event.findText("reason").orElse("")));
  }

  private static Map<String, Object> parse(String text) throws DocumentException {
    if (text.length() > MAX_CHARACTERS) {
      throw new DocumentException("$", "is longer than any record");
    }
    try {
      return Objects.requireNonNull(STRICT.mapFrom(text)); // null is what a line "null" becomes
    } catch (IOException | RuntimeException e) {
      throw new DocumentException("$", "is no JSON object");
    }
  }
}
