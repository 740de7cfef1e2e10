// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads all that a dead gateway's journal still holds, those stores included that it had set aside
 * as damaged, and leaves its files as they are.
 */
final class Rescue {
  /** A gateway that sets aside more has a broken disk; the oldest are then left out, and named. */
  private static final int MAX_STORES = 64;

  /** What was found of one stream. */
  private static final class Tally {
    private final Head head;
    private long told;
    private long undelivered;
    private long closed;

    Tally(Head head) {
      this.head = head;
    }

    Map<String, Object> describe() {
      Map<String, Object> map = place("backlog", head.stream());
      map.put("told", told);
      map.put("confirmed", head.confirmedUpTo());
      map.put("undelivered", undelivered);
      map.put("closed", closed);
      return map;
    }
  }

  /** A record that came back from a store that was set aside is in both stores. */
  private record Told(StreamId stream, long sequence, String hash) {}

  private final RecordSeal seal;
  private final String gateway;
  private final Consumer<String> lines;
  private final JournalReview review = new JournalReview(false);
  private final List<Tally> tallies = new ArrayList<>();
  private final Set<Told> told = new HashSet<>();
  private final List<Map<String, Object>> damage = new ArrayList<>();

  /**
   * @param gateway whose key it is
   * @param lines takes each record that opens, once, as an export has it
   */
  Rescue(RecordSeal seal, String gateway, Consumer<String> lines) {
    this.seal = seal;
    this.gateway = gateway;
    this.lines = lines;
  }

  /**
   * Reads it all.
   *
   * @param journal only read
   * @param scratch for copies
   * @throws JournalException if there is nothing that this key opens
   */
  void read(Path journal, Path scratch, Consumer<Map<String, Object>> findings)
      throws JournalException {
    List<Path> stores = stores(journal);
    if (stores.isEmpty()) {
      throw new JournalException(Reason.STORAGE, "There is no journal in " + journal + ".");
    }
    int tooMany = Math.max(0, stores.size() - MAX_STORES);
    for (Path store : stores.subList(0, tooMany)) {
      spoilt(journal.relativize(store).toString(), "left out: over " + MAX_STORES + " are there");
    }
    for (Path store : stores.subList(tooMany, stores.size())) {
      read(journal.relativize(store).toString(), store, scratch);
    }
    requireOurs(journal);
    tallies.forEach(tally -> findings.accept(tally.describe()));
    damage.forEach(findings);
    review.tell(findings);
  }

  /** Those set aside first: they are older. */
  private static List<Path> stores(Path journal) throws JournalException {
    List<Path> stores = new ArrayList<>();
    try {
      if (Files.isDirectory(journal)) {
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(journal, "damaged-*")) {
          for (Path aside : asides) {
            stores.add(new StoreFiles(aside).store());
          }
        }
      }
    } catch (IOException e) {
      throw Faults.storage(e);
    }
    stores.sort(null);
    stores.add(new StoreFiles(journal).store());
    stores.removeIf(Files::notExists);
    return stores;
  }

  private void read(String name, Path store, Path scratch) throws JournalException {
    try {
      StoreCopy.read(store, scratch, seal, new Reader(name));
    } catch (JournalException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
      spoilt(name, String.valueOf(e.getMessage()));
    }
  }

  /** A whole store of which nothing is told. */
  private void spoilt(String store, String reason) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", "damage");
    map.put("store", store);
    map.put("reason", reason);
    damage.add(map);
  }

  /** Sealed is what other gateways wrote, too; a wrong key must not look like a damaged disk. */
  private void requireOurs(Path journal) throws JournalException {
    if (tallies.isEmpty()) {
      throw new JournalException(
          Reason.DAMAGED, "No journal in " + journal + " can be read: " + damage + ".");
    }
    if (tallies.stream().noneMatch(tally -> tally.head.stream().gateway().equals(gateway))) {
      throw new JournalException(
          Reason.FOREIGN,
          "The key is that of gateway "
              + gateway
              + ", and the journal is that of "
              + tallies.get(0).head.stream().gateway()
              + ": take the envelope from the same gateway.");
    }
    if (tallies.stream().mapToLong(tally -> tally.told).sum() == 0
        && tallies.stream().mapToLong(tally -> tally.closed).sum() > 0) {
      throw new JournalException(
          Reason.FOREIGN,
          "Not one record opens: this journal was sealed with another key than the one in the"
              + " envelope.");
    }
  }

  private static Map<String, Object> place(String type, StreamId stream) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", type);
    map.put("gateway", stream.gateway());
    map.put("epoch", stream.epoch());
    map.put("lane", stream.lane().wireName());
    return map;
  }

  /** Of one store. */
  private final class Reader implements StoreCopy.Visitor {
    private final String store;

    Reader(String store) {
      this.store = store;
    }

    @Override
    public void stream(Head head) {
      tallies.add(new Tally(head));
      review.frame(
          head.stream(), new Anchor(head.removedUpTo(), Optional.of(head.removedHash())), 0);
    }

    @Override
    public void hole(Head head, Hole hole) {
      review.hole(head.stream(), hole);
    }

    @Override
    public void row(Head head, StoredRecord row, Optional<EventRecord> record)
        throws JournalException {
      Tally tally = tallies.get(tallies.size() - 1);
      review.add(StoredEvidence.of(head.stream(), row, record));
      if (record.isEmpty()) {
        tally.closed++;
        return;
      }
      if (!told.add(new Told(head.stream(), row.sequence(), row.hash().toHex()))) {
        return;
      }
      lines.accept(ExportLines.ofStored(record.get()));
      tally.told++;
      if (row.sequence() > head.confirmedUpTo()) {
        tally.undelivered++;
      }
    }

    @Override
    public void unreadable(Head head, Salvage.Hole hole) {
      Map<String, Object> map = place("damage", head.stream());
      map.put("store", store);
      map.put("first", hole.first());
      map.put("last", hole.last());
      map.put("reason", hole.reason());
      damage.add(map);
    }
  }
}
