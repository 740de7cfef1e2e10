// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Believes nothing: the body is parsed, its hash computed anew, and every metric, the topic and the
 * timestamp must say what the body says.
 */
final class RecordReader {
  /** An event is a few hundred bytes; one with many alarms a few thousand. */
  static final int MAX_RECORD_BYTES = 256 * 1024;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern EPOCH = Pattern.compile("[\\x21-\\x7e]{1,128}");

  /** Either a record or what is wrong with it. */
  sealed interface Reading {
    /** All agrees. */
    record Sound(ReceivedRecord received) implements Reading {}

    /** Something does not. */
    record Unsound(String problem) implements Reading {}
  }

  private RecordReader() {}

  /** A message as it came. */
  static Reading read(String gateway, String lane, KuraPayload payload) {
    try {
      ReceivedRecord received = fromCanonical(payload.body());
      StreamId stream = received.record().stream();
      if (!stream.gateway().equals(gateway)) {
        return new Reading.Unsound("the record is another gateway's");
      }
      if (!stream.lane().wireName().equals(lane)) {
        return new Reading.Unsound("the record is of another lane than its topic");
      }
      return compare(received, payload);
    } catch (DocumentException e) {
      return new Reading.Unsound("the body is no record, " + e.getMessage());
    }
  }

  /** Canonical bytes as they came or were stored. */
  static ReceivedRecord fromCanonical(Bytes canonical) throws DocumentException {
    if (canonical.length() == 0 || canonical.length() > MAX_RECORD_BYTES) {
      throw new DocumentException("$", "must be 1 to " + MAX_RECORD_BYTES + " bytes");
    }
    Fields document = StrictJson.read(canonical);
    byte[] written = document.toString().getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(written, canonical.toArray())) {
      throw new DocumentException("$", "is not in canonical form");
    }
    long sequence = document.whole("seq");
    String previous = document.text("prev");
    String epoch = document.text("epoch");
    String lane = document.text("lane");
    Optional<Lane> known = Lane.find(lane);
    if (known.isEmpty() || !known.get().wireName().equals(lane)) {
      throw new DocumentException("$.lane", "is no lane");
    }
    if (sequence < 1 || !HASH.matcher(previous).matches() || !EPOCH.matcher(epoch).matches()) {
      throw new DocumentException("$", "has no proper seq, prev or epoch");
    }
    if (document.whole("mono_ms") < 0) {
      throw new DocumentException("$.mono_ms", "must not be below zero");
    }
    document.time("t");
    checkClock(document.text("clock"));
    document.fields("event").text("name");
    StreamId stream = new StreamId(document.text("gateway"), epoch, known.get());
    EventRecord record =
        new EventRecord(stream, sequence, previous, EventRecord.hashOf(canonical), canonical);
    return new ReceivedRecord(record, document);
  }

  private static void checkClock(String clock) throws DocumentException {
    for (ClockQuality quality : ClockQuality.values()) {
      if (quality.wireName().equals(clock)) {
        return;
      }
    }
    throw new DocumentException("$.clock", "is no clock quality");
  }

  private static Reading compare(ReceivedRecord received, KuraPayload payload)
      throws DocumentException {
    EventRecord record = received.record();
    Fields document = received.document();
    Fields event = document.fields("event");
    Optional<Fields> pump = event.findFields("pump");
    if (!payload.findLong("seq").equals(Optional.of(record.sequence()))) {
      return differs("seq");
    }
    if (!payload.timestamp().equals(Optional.of(document.time("t").toEpochMilli()))) {
      return differs("timestamp");
    }
    if (!payload.findText("hash").equals(Optional.of(record.hash()))) {
      return new Reading.Unsound("the hash is not the body's");
    }
    Optional<String> serial = pump.isEmpty() ? Optional.empty() : pump.get().findText("serial");
    Optional<String> protocol = pump.isEmpty() ? Optional.empty() : pump.get().findText("protocol");
    String[] names = {"epoch", "lane", "clock", "name", "pump.serial", "pump.protocol", "channel"};
    for (String name : names) {
      Optional<String> expected =
          switch (name) {
            case "name" -> event.findText("name");
            case "channel" -> event.findText("channel");
            case "pump.serial" -> serial;
            case "pump.protocol" -> protocol;
            default -> document.findText(name);
          };
      if (!payload.findText(name).equals(expected)) {
        return differs(name);
      }
    }
    return new Reading.Sound(received);
  }

  private static Reading differs(String name) {
    return new Reading.Unsound("metric " + name + " is not what the body says");
  }
}
