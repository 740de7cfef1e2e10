// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How much a journal holds, and what of it still waits for the server; as the port has it. */
final class JournalStatistics {
  private JournalStatistics() {}

  /** Of a journal that is being written; only the two ends of each stream are read. */
  static Map<String, Object> of(Store store, RecordReader reader, Path directory)
      throws JournalException {
    List<Map<String, Object>> lanes = new ArrayList<>();
    for (Head head : reader.heads()) {
      Tally tally = new Tally(head);
      tally.last = head.last();
      tally.waiting = waiting(reader, head);
      tally.oldest = first(reader, head, head.goneUpTo());
      tally.newest = first(reader, head, head.last() - 1);
      lanes.add(tally.describe());
    }
    return of(directory, lanes, OptionalInt.of(store.condition().fullness()));
  }

  /** Numbers that damage has taken do not wait. */
  static long waiting(RecordReader reader, Head asked) throws JournalException {
    Page numbers =
        reader.page(
            asked.stream(),
            asked.goneUpTo(),
            0,
            (database, head, after, none) ->
                new Page(
                    head.stream(),
                    head.goneUpTo(),
                    head.lastHash(),
                    head.last(),
                    database.holes().between(head, head.goneUpTo() + 1, head.last()),
                    List.of()));
    long waiting = numbers.end() - numbers.anchorSequence();
    for (Hole hole : numbers.holes()) {
      waiting -= hole.last() - Math.max(numbers.anchorSequence(), hole.first() - 1);
    }
    return waiting;
  }

  private static Optional<EventRecord> first(RecordReader reader, Head head, long after)
      throws JournalException {
    return after < head.goneUpTo()
        ? Optional.empty()
        : reader.read(head.stream(), after, 1, Page::read).stream().findFirst();
  }

  /** Of a journal that nobody writes. */
  static Map<String, Object> stored(Path directory, RecordSeal seal) throws JournalException {
    Ends ends = new Ends();
    StoreCopy.read(directory, seal, ends);
    List<Map<String, Object>> lanes = new ArrayList<>();
    for (Tally tally : ends.tallies) {
      lanes.add(tally.describe());
    }
    return of(directory, lanes, OptionalInt.empty());
  }

  /** Counts the records of each stream that wait, and remembers the first and the last of them. */
  private static final class Ends implements StoreCopy.Visitor {
    private final List<Tally> tallies = new ArrayList<>();

    @Override
    public void stream(Head head) {
      tallies.add(new Tally(head));
    }

    @Override
    public void row(Head head, StoredRecord row, Optional<EventRecord> record) {
      Tally tally = tallies.get(tallies.size() - 1);
      tally.last = row.sequence();
      if (row.sequence() > head.goneUpTo()) {
        tally.waiting++;
        tally.oldest = tally.oldest.or(() -> record);
        tally.newest = record.or(() -> tally.newest);
      }
    }
  }

  /** What is there of one stream. */
  private static final class Tally {
    private final Head head;
    private long last;
    private long waiting;
    private Optional<EventRecord> oldest = Optional.empty();
    private Optional<EventRecord> newest = Optional.empty();

    Tally(Head head) {
      this.head = head;
      this.last = head.removedUpTo();
    }

    Map<String, Object> describe() throws JournalException {
      Map<String, Object> lane = new LinkedHashMap<>();
      lane.put("lane", head.stream().lane().wireName());
      lane.put("gateway", head.stream().gateway());
      lane.put("epoch", head.stream().epoch());
      lane.put("last", last);
      lane.put("confirmed", head.confirmedUpTo());
      lane.put("waiting", waiting);
      if (oldest.isPresent() && newest.isPresent()) {
        lane.put("oldest", ExportLines.timeOf(oldest.get()));
        lane.put("newest", ExportLines.timeOf(newest.get()));
      }
      return lane;
    }
  }

  private static Map<String, Object> of(
      Path directory, List<Map<String, Object>> lanes, OptionalInt full) throws JournalException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("waiting", lanes.stream().mapToLong(lane -> (Long) lane.get("waiting")).sum());
    all.put("lanes", lanes);
    long bytes = 0;
    long setAside = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          bytes += Files.size(file);
        } else if (file.getFileName().toString().startsWith(StoreFiles.DAMAGED)) {
          setAside++;
        }
      }
    } catch (IOException e) {
      throw Faults.storage(e);
    }
    all.put("bytes", bytes);
    full.ifPresent(percent -> all.put("full_percent", percent));
    all.put("set_aside", setAside);
    return all;
  }
}
