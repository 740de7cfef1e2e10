// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.journal.EventJournal;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is asked of the journal before it is wiped, in types that the launcher knows too. */
final class Farewell {
  /** A commit takes milliseconds, on a tired flash card a second or two. */
  private static final long DURABLE_LIMIT_S = 15;

  private Farewell() {}

  /** Every stream that has anything to tell. */
  static List<Map<String, Object>> describe(RecordReader reader) throws JournalException {
    List<Map<String, Object>> told = new ArrayList<>();
    for (Head head : reader.heads()) {
      told.add(describe(head, JournalStatistics.waiting(reader, head)));
    }
    return told;
  }

  private static Map<String, Object> describe(Head head, long waiting) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("lane", head.stream().lane().wireName());
    told.put("epoch", head.stream().epoch());
    told.put("last", head.last());
    told.put("hash", head.lastHash());
    told.put("confirmed", head.confirmedUpTo());
    told.put("undelivered", waiting);
    return told;
  }

  static void say(EventJournal journal, String name, Map<String, Object> details)
      throws JournalException {
    Fields.Builder fields = Fields.builder();
    details.forEach((key, value) -> fields.put(key, String.valueOf(value)));
    try {
      var unused =
          journal
              .append(Event.of(EventName.valueOf(name), fields.build()))
              .get(DURABLE_LIMIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JournalException(Reason.UNAVAILABLE, "the event was not waited for", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new JournalException(Reason.STORAGE, "the event could not be stored", e);
    }
  }
}
