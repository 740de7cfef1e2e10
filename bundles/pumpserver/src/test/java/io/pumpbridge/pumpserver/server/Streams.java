// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records as a gateway's journal makes them. */
public final class Streams {
  public static final StreamId ALARMS = new StreamId("gw-1", "e1", Lane.ALARM);
  private static final Instant START = Instant.parse("2026-11-23T08:00:00.123Z");

  private Streams() {}

  public static EventRecord record(StreamId stream, long sequence, String previous, String text) {
    EventName name =
        switch (stream.lane()) {
          case ALARM -> EventName.ALARM;
          case CLINICAL -> EventName.DELIV_START;
          case TELEMETRY -> EventName.SAMPLE;
          case AUDIT -> EventName.BRIDGE_STARTED;
        };
    return record(stream, sequence, previous, name, Fields.builder().put("text", text).build());
  }

  public static EventRecord record(
      StreamId stream, long sequence, String previous, EventName name, Fields details) {
    ClockReading at =
        new ClockReading(START.plusMillis(sequence), ClockQuality.SYNCHRONISED, sequence);
    return EventRecord.of(stream, sequence, previous, at, Event.of(name, details));
  }

  /** A proper chain from 1 to {@code count}. */
  public static List<EventRecord> chain(StreamId stream, int count) {
    List<EventRecord> chain = new ArrayList<>();
    String previous = EventRecord.FIRST_PREVIOUS;
    for (int sequence = 1; sequence <= count; sequence++) {
      EventRecord next = record(stream, sequence, previous, "number " + sequence);
      chain.add(next);
      previous = next.hash();
    }
    return chain;
  }

  /**
   * For each of many epochs a notice that all before its only record is lost, and that record; the
   * notices are one chain.
   *
   * @param sequence of each of the records
   */
  static List<EventRecord> farRecords(String gateway, int epochs, long sequence) {
    List<EventRecord> all = new ArrayList<>();
    StreamId audit = new StreamId(gateway, "e0", Lane.AUDIT);
    String previous = EventRecord.FIRST_PREVIOUS;
    for (int i = 1; i <= epochs; i++) {
      Fields gap =
          Fields.builder()
              .put("lane", Lane.TELEMETRY.wireName())
              .put("epoch", "e" + i)
              .put("first", 1)
              .put("last", sequence - 1)
              .build();
      EventRecord notice = record(audit, i, previous, EventName.JOURNAL_GAP, gap);
      all.add(notice);
      previous = notice.hash();
      StreamId telemetry = new StreamId(gateway, "e" + i, Lane.TELEMETRY);
      all.add(record(telemetry, sequence, "f".repeat(64), "far away"));
    }
    return all;
  }

  static ReceivedRecord received(EventRecord record) {
    try {
      return RecordReader.fromCanonical(record.canonical());
    } catch (io.pumpbridge.model.document.DocumentException e) {
      throw new AssertionError(e);
    }
  }

  /** As it goes on the wire. */
  static KuraPayload payload(EventRecord record) {
    try {
      Fields document = received(record).document();
      Fields event = document.fields("event");
      Map<String, Object> metrics = new TreeMap<>();
      metrics.put("epoch", record.stream().epoch());
      metrics.put("lane", record.stream().lane().wireName());
      metrics.put("seq", record.sequence());
      metrics.put("hash", record.hash());
      metrics.put("clock", document.text("clock"));
      metrics.put("name", event.text("name"));
      Optional<Fields> pump = event.findFields("pump");
      if (pump.isPresent()) {
        metrics.put("pump.serial", pump.get().text("serial"));
        metrics.put("pump.protocol", pump.get().text("protocol"));
      }
      event.findText("channel").ifPresent(channel -> metrics.put("channel", channel));
      return new KuraPayload(
          Optional.of(document.time("t").toEpochMilli()), metrics, record.canonical());
    } catch (io.pumpbridge.model.document.DocumentException e) {
      throw new AssertionError(e);
    }
  }
}
