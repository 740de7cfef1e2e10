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
      Optional<EventRecord> oldest = first(reader, head, head.goneUpTo());
      Optional<EventRecord> newest = first(reader, head, head.last() - 1);
      lanes.add(lane(head, oldest, newest));
    }
    return of(directory, lanes, OptionalInt.of(store.condition().fullness()));
  }

  private static Optional<EventRecord> first(RecordReader reader, Head head, long after)
      throws JournalException {
    return after < head.goneUpTo()
        ? Optional.empty()
        : reader.read(head.stream(), after, 1, Page::read).stream().findFirst();
  }

  /** Of a journal that nobody writes. */
  static Map<String, Object> stored(Path directory, RecordSeal seal) throws JournalException {
    List<Map<String, Object>> lanes = new ArrayList<>();
    StoreCopy.read(directory, seal, new Ends(lanes));
    return of(directory, lanes, OptionalInt.empty());
  }

  /** Remembers the first and the last record of each stream that waits. */
  private static final class Ends implements StoreCopy.Visitor {
    private final List<Map<String, Object>> lanes;
    private Optional<EventRecord> oldest = Optional.empty();

    Ends(List<Map<String, Object>> lanes) {
      this.lanes = lanes;
    }

    @Override
    public void stream(Head head) throws JournalException {
      oldest = Optional.empty();
      lanes.add(lane(head, oldest, Optional.empty()));
    }

    @Override
    public void row(Head head, StoredRecord row, Optional<EventRecord> record)
        throws JournalException {
      if (row.sequence() > head.goneUpTo() && record.isPresent()) {
        oldest = oldest.or(() -> record);
        Head whole = head.endingAt(row.sequence(), record.get().hash());
        lanes.set(lanes.size() - 1, lane(whole, oldest, record));
      }
    }
  }

  private static Map<String, Object> lane(
      Head head, Optional<EventRecord> oldest, Optional<EventRecord> newest)
      throws JournalException {
    Map<String, Object> lane = new LinkedHashMap<>();
    lane.put("lane", head.stream().lane().wireName());
    lane.put("gateway", head.stream().gateway());
    lane.put("epoch", head.stream().epoch());
    lane.put("last", head.last());
    lane.put("confirmed", head.confirmedUpTo());
    lane.put("waiting", head.storedCount());
    if (oldest.isPresent() && newest.isPresent()) {
      lane.put("oldest", ExportLines.timeOf(oldest.get()));
      lane.put("newest", ExportLines.timeOf(newest.get()));
    }
    return lane;
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
