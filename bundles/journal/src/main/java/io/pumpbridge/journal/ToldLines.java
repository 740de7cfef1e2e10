// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal that is being written, told as lines by the one who has it open, and read again by
 * whoever verifies it: that takes memory, of which the agent has little.
 */
final class ToldLines {
  /** Some milliseconds of the store's lock; an alarm waits no longer for its turn. */
  static final int PAGE = 200;

  /** How every line begins that is no record; a record's first field is its clock. */
  private static final String NO_RECORD = "{\"what\":\"";

  private static final String STREAM = "stream";
  private static final String HOLE = "hole";

  private ToldLines() {}

  static void tell(Store store, RecordReader reader, RecordSeal seal, Consumer<String> lines)
      throws JournalException {
    List<Head> heads = store.ledger().map(Ledger::heads).orElse(List.of());
    for (Head head :
        heads.stream().sorted(Comparator.comparing(head -> head.stream().lane())).toList()) {
      tell(reader, seal, head, lines);
    }
  }

  /** What came after {@code asked} is for the next time. */
  private static void tell(RecordReader reader, RecordSeal seal, Head asked, Consumer<String> lines)
      throws JournalException {
    Page page = page(reader, asked.stream(), Long.MIN_VALUE);
    lines.accept(stream(page));
    for (Hole hole : page.holes()) {
      Map<String, Object> line = place(HOLE, asked.stream());
      line.put("first", hole.first());
      line.put("last", hole.last());
      lines.accept(text(line));
    }
    while (!page.rows().isEmpty()) {
      for (StoredRecord row : page.rows()) {
        if (row.sequence() > asked.last()) {
          return;
        }
        lines.accept(row(seal, asked.stream(), row));
      }
      long told = page.rows().get(page.rows().size() - 1).sequence();
      page = page(reader, asked.stream(), told);
      if (page.anchorSequence() > told && told < asked.last()) {
        throw new JournalException(
            Reason.UNAVAILABLE,
            "records were delivered and removed while they were read: ask again, and take what is"
                + " told at once, for example into a file");
      }
    }
  }

  /** Its anchor is the newest record that has left, at the same moment. */
  private static Page page(RecordReader reader, StreamId stream, long after)
      throws JournalException {
    return reader.page(
        stream,
        after,
        PAGE,
        (database, head, afterSequence, maxCount) ->
            new Page(
                stream,
                head.removedUpTo(),
                head.removedHash(),
                0,
                afterSequence == Long.MIN_VALUE
                    ? database.holes().between(head, head.removedUpTo(), head.last())
                    : List.of(),
                database.records().after(head, afterSequence, maxCount)));
  }

  private static String stream(Page page) {
    Map<String, Object> line = place(STREAM, page.stream());
    line.put("removed_up_to", page.anchorSequence());
    line.put("removed_hash", page.anchorHash());
    return text(line);
  }

  private static String row(RecordSeal seal, StreamId stream, StoredRecord row)
      throws JournalException {
    Optional<EventRecord> record = seal.find(stream, row);
    boolean legible = !StoredEvidence.of(stream, row, record).computed().isEmpty();
    try {
      if (record.isPresent() && legible) {
        return ExportLines.of(record.get());
      }
    } catch (DocumentException unreadable) {
      // Told as what it is: a record that nobody can read.
    }
    Map<String, Object> line = place("closed", stream);
    line.put("seq", row.sequence());
    line.put("prev", row.previousHash().toHex());
    line.put("hash", row.hash().toHex());
    return text(line);
  }

  private static Map<String, Object> place(String what, StreamId stream) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("what", what);
    line.put("gateway", stream.gateway());
    line.put("epoch", stream.epoch());
    line.put("lane", stream.lane().wireName());
    return line;
  }

  private static String text(Map<String, Object> line) {
    try {
      return JSON.std.asString(line);
    } catch (IOException e) {
      throw new IllegalStateException("text and numbers can always be written", e);
    }
  }

  /** Collects them for the review; a line that is none of the three counts as unreadable. */
  static void collect(Iterator<String> lines, JournalReview review) {
    for (long number = 1; lines.hasNext(); number++) {
      String text = lines.next();
      if (!text.startsWith(NO_RECORD)) {
        Optional<Evidence> evidence = ExportLines.fromExport(text, 0);
        evidence.ifPresent(review::add);
        if (evidence.isEmpty()) {
          review.addUnreadable(number);
        }
      } else if (!isTaken(text, review)) {
        review.addUnreadable(number);
      }
    }
  }

  private static boolean isTaken(String text, JournalReview review) {
    try {
      Fields line = Fields.from(JSON.std.mapFrom(text));
      Optional<Lane> lane = Lane.find(line.text("lane"));
      if (lane.isEmpty()) {
        return false;
      }
      StreamId stream = new StreamId(line.text("gateway"), line.text("epoch"), lane.get());
      if (line.text("what").equals(STREAM)) {
        Optional<String> hash = Optional.of(line.text("removed_hash"));
        review.frame(stream, new Anchor(line.whole("removed_up_to"), hash), 0);
      } else if (line.text("what").equals(HOLE)) {
        review.hole(stream, new Hole(line.whole("first"), line.whole("last")));
      } else {
        review.add(
            new Evidence(
                stream,
                line.whole("seq"),
                line.text("prev"),
                line.text("hash"),
                StoredEvidence.NO_HASH,
                Evidence.Word.NONE,
                0));
      }
      return true;
    } catch (IOException | DocumentException e) {
      return false;
    }
  }
}
