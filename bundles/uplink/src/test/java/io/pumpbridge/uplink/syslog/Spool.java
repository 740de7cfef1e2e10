// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** An audit lane in memory, one stream. */
final class Spool implements AuditFeed {
  static final StreamId STREAM = new StreamId("bed-12", "7f3a", Lane.AUDIT);
  static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  final List<EventRecord> records = new ArrayList<>();
  long passed;
  boolean following;
  OptionalLong damaged = OptionalLong.empty();

  EventRecord add(EventName name) {
    return add(name, Fields.builder().build(), ClockQuality.SYNCHRONISED);
  }

  EventRecord add(EventName name, Fields details, ClockQuality quality) {
    String previous =
        records.isEmpty() ? EventRecord.FIRST_PREVIOUS : records.get(records.size() - 1).hash();
    ClockReading at = new ClockReading(START.plusMillis(records.size()), quality, records.size());
    EventRecord record =
        EventRecord.of(STREAM, records.size() + 1, previous, at, Event.of(name, details));
    records.add(record);
    return record;
  }

  @Override
  public void follow() {
    following = true;
  }

  @Override
  public void unfollow() {
    following = false;
  }

  @Override
  public List<Position> positions() {
    return List.of(new Position(STREAM, passed, records.size()));
  }

  @Override
  public List<EventRecord> readHeld(StreamId stream, long afterSequence, int maxCount)
      throws JournalException {
    List<EventRecord> page = records.stream().skip(afterSequence).limit(maxCount).toList();
    if (page.stream().anyMatch(record -> OptionalLong.of(record.sequence()).equals(damaged))) {
      throw new JournalException(JournalException.Reason.DAMAGED, "does not open");
    }
    return page;
  }

  @Override
  public void pass(StreamId stream, long upTo) {
    passed = Math.max(passed, upTo);
  }
}
