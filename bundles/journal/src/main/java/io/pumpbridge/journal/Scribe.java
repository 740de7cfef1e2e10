// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.event.WrittenEvent;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.time.ClockReading;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns events into numbered, chained and sealed rows, for one transaction. */
final class Scribe {
  private static final Logger log = LoggerFactory.getLogger(Scribe.class);

  /** Canonical bytes of one record; a sample or a long refusal is below 4 kB. */
  static final int RECORD_LIMIT = 16_384;

  /** What became of one event: a record, or the reason why not. */
  record Outcome(Pending entry, Optional<EventRecord> record, Optional<JournalException> failure) {}

  private final Ledger draft;
  private final RecordSeal seal;
  private final Map<StreamId, List<StoredRecord>> rows = new LinkedHashMap<>();

  Scribe(Ledger draft, RecordSeal seal) {
    this.draft = draft;
    this.seal = seal;
  }

  /** An event that cannot be sealed fails alone and takes no number. */
  Outcome enter(Pending entry) {
    try {
      EventRecord record = enter(entry.event(), entry.at());
      return new Outcome(entry, Optional.of(record), Optional.empty());
    } catch (JournalException e) {
      return new Outcome(entry, Optional.empty(), Optional.of(e));
    } catch (RuntimeException e) {
      log.error("event cannot be sealed name={}", entry.event().name(), e);
      JournalException failure =
          new JournalException(Reason.STORAGE, "the event cannot be sealed", e);
      return new Outcome(entry, Optional.empty(), Optional.of(failure));
    }
  }

  EventRecord enter(Event event, ClockReading at) throws JournalException {
    EventRecord record = enter(WrittenEvent.of(event), at);
    if (event.name() == EventName.JOURNAL_GAP) {
      draft.gapTold(record);
    }
    return record;
  }

  private EventRecord enter(WrittenEvent event, ClockReading at) throws JournalException {
    return enter(draft.next(event, at), event.name().name());
  }

  /** A record of an ended epoch, which gets a number of the present one. */
  EventRecord enterAgain(StreamId ended, StoredRecord row) throws JournalException {
    Fields content = seal.openContent(ended, row);
    return enter(draft.again(ended.lane(), content), "told again");
  }

  private EventRecord enter(EventRecord record, String what) throws JournalException {
    int length = record.canonical().length();
    if (length > RECORD_LIMIT) {
      throw new JournalException(
          Reason.STORAGE,
          "event %s has %d bytes, %d are allowed".formatted(what, length, RECORD_LIMIT));
    }
    StoredRecord row = seal.seal(record);
    rows.computeIfAbsent(record.stream(), stream -> new ArrayList<>()).add(row);
    draft.take(record); // last, so that whatever fails before takes no number
    return record;
  }

  /** Inserts what has been entered since the last time. */
  void insertInto(Database database) throws SQLException {
    for (Map.Entry<StreamId, List<StoredRecord>> entry : rows.entrySet()) {
      database.records().insert(draft.find(entry.getKey()).orElseThrow(), entry.getValue());
      if (entry.getKey().lane() == Lane.AUDIT) {
        draft.auditGrew(entry.getValue().stream().mapToLong(StoredRecord::footprint).sum());
      }
    }
    rows.clear();
  }
}
