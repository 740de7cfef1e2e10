// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Chains records as a gateway does, and anew as a forger can who has the server's store. */
final class ForgedStream {
  private ForgedStream() {}

  static EventRecord append(List<EventRecord> stream, StreamId id, Event event, ClockReading at) {
    String previous =
        stream.isEmpty() ? EventRecord.FIRST_PREVIOUS : stream.get(stream.size() - 1).hash();
    EventRecord record = EventRecord.of(id, stream.size() + 1, previous, at, event);
    stream.add(record);
    return record;
  }

  static Event loss(String reason) {
    return Event.of(EventName.JOURNAL_GAP, Fields.builder().put("reason", reason).build());
  }

  static Event voucher(EventRecord named, String signed) {
    return Event.of(
        EventName.JOURNAL_GAP_SIGNED,
        Fields.builder()
            .put("epoch", named.stream().epoch())
            .put("lane", named.stream().lane().wireName())
            .put("seq", named.sequence())
            .put("hash", named.hash())
            .put("signed", base64(signed))
            .build());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As whoever has the server's store can: from there on everything is chained anew. */
  static void replace(List<EventRecord> stream, int number, Event event) {
    List<EventRecord> old = List.copyOf(stream);
    stream.subList(number - 1, stream.size()).clear();
    append(stream, old.get(0).stream(), event, timeOf(old.get(number - 1)));
    old.subList(number, old.size()).forEach(record -> chainAnew(stream, record));
  }

  /** A forger leaves the time as it was. */
  private static ClockReading timeOf(EventRecord record) {
    String text = TestBench.text(record);
    String time = text.substring(text.lastIndexOf("\"t\":\"") + 5, text.length() - 2);
    return new ClockReading(Instant.parse(time), ClockQuality.SYNCHRONISED, 1);
  }

  private static void chainAnew(List<EventRecord> stream, EventRecord record) {
    EventRecord before = stream.get(stream.size() - 1);
    String text =
        TestBench.text(record)
            .replace(record.previousHash(), before.hash())
            .replace(
                "\"seq\":" + record.sequence() + ",\"t\"",
                "\"seq\":" + (stream.size() + 1) + ",\"t\"");
    Bytes canonical = Bytes.of(text, StandardCharsets.UTF_8);
    stream.add(
        new EventRecord(
            record.stream(),
            stream.size() + 1,
            before.hash(),
            EventRecord.hashOf(canonical),
            canonical));
  }
}
