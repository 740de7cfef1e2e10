// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.FoundNames.Found;
import io.pumpbridge.journal.LaneReview.Anchor;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads all that a dead gateway's journal still holds, those stores included that it had set aside
 * as damaged, and leaves its files as they are. What is damaged is read as the gateway itself would
 * have: page by page.
 */
final class Rescue {
  /** A gateway that sets aside more has a broken disk; the oldest are then left out, and named. */
  private static final int MAX_STORES = 64;

  private final RecordSeal seal;
  private final String gateway;
  private final Backlog backlog;

  /**
   * @param gateway whose key it is
   * @param lines takes each record that opens, once, as an export has it
   */
  Rescue(RecordSeal seal, String gateway, Consumer<String> lines) {
    this.seal = seal;
    this.gateway = gateway;
    this.backlog = new Backlog(lines);
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
    StoreFiles files = new StoreFiles(journal);
    List<Path> asides = asides(journal);
    boolean present = Files.exists(files.store());
    if (asides.isEmpty() && !present) {
      throw new JournalException(Reason.STORAGE, "There is no journal in " + journal + ".");
    }
    int tooMany = Math.max(0, asides.size() + (present ? 1 : 0) - MAX_STORES);
    for (Path aside : asides.subList(0, tooMany)) {
      backlog.spoilt(name(journal, aside), "left out: over " + MAX_STORES + " are there");
    }
    for (Path aside : asides.subList(tooMany, asides.size())) {
      readAside(name(journal, aside), aside);
    }
    if (present) {
      readPresent(name(journal, files.store()), files.store(), scratch);
    }
    requireOurs(journal);
    backlog.tell(findings);
  }

  private static String name(Path journal, Path store) {
    return journal.relativize(store).toString();
  }

  /** Oldest first. */
  private static List<Path> asides(Path journal) throws JournalException {
    List<Path> stores = new ArrayList<>();
    if (Files.isDirectory(journal)) {
      try (DirectoryStream<Path> asides =
          Files.newDirectoryStream(journal, StoreFiles.DAMAGED + "*")) {
        for (Path aside : asides) {
          stores.add(StoreFiles.storeIn(aside));
        }
      } catch (IOException e) {
        throw Faults.storage(e);
      }
    }
    stores.removeIf(Files::notExists);
    stores.sort(null);
    return stores;
  }

  private void readPresent(String name, Path store, Path scratch) throws JournalException {
    try {
      StoreCopy.read(store, scratch, seal, new Reader());
    } catch (JournalException e) {
      if (e.reason() != Reason.DAMAGED) {
        throw e;
      }
      String why = String.valueOf(e.getMessage());
      if (readDamaged(name, store, why) == 0) {
        backlog.spoilt(name, why + "; how each lane ended cannot be told");
      }
    }
  }

  /** What the gateway had brought back from it, it has spoken of itself. */
  private void readAside(String name, Path store) throws JournalException {
    long holes = readDamaged(name, store, "the gateway had set this store aside as damaged");
    if (holes == 0 && !StoreFiles.isSalvaged(store)) {
      backlog.spoilt(name, "the gateway had set it aside; how each lane ended cannot be told");
    }
  }

  /** Page by page; how many holes were found. */
  private long readDamaged(String name, Path store, String why) throws JournalException {
    try (DamagedStore damaged = DamagedStore.scan(store, seal, gateway, () -> false)) {
      long holes = 0;
      for (Found found : damaged.streams()) {
        holes += readDamaged(name, damaged, found, why);
      }
      if (damaged.closedCount() > 0) {
        backlog.closedElsewhere(damaged.closedCount());
        backlog.spoilt(name, damaged.closedCount() + " rows that look like records do not open");
      }
      return holes;
    }
  }

  private long readDamaged(String name, DamagedStore damaged, Found found, String why)
      throws JournalException {
    Optional<Anchor> before =
        found
            .standing()
            .map(head -> new Anchor(head.removedUpTo(), Optional.of(head.removedHash())));
    long after = before.map(Anchor::sequence).orElse(0L);
    FoundRecords records = damaged.records(found, after, before.flatMap(Anchor::hash));
    Optional<FoundRow> row = records.next();
    if (before.isEmpty() && row.isEmpty()) {
      return 0; // a name, and nothing that belongs to it
    }
    backlog.stream(found.stream(), found.confirmedUpTo(), before);
    long last = before.isPresent() ? after : row.orElseThrow().record().sequence() - 1;
    long holes = 0;
    while (row.isPresent()) {
      EventRecord record = row.get().record();
      if (record.sequence() > last + 1) {
        backlog.lost(name, new Hole(last + 1, record.sequence() - 1), why);
        holes++;
      }
      backlog.row(row.get().stored(), Optional.of(record));
      last = record.sequence();
      row = records.next();
    }
    return holes;
  }

  /** Sealed is what other gateways wrote, too; a wrong key must not look like a damaged disk. */
  private void requireOurs(Path journal) throws JournalException {
    if (!backlog.gateways().isEmpty() && !backlog.gateways().contains(gateway)) {
      throw new JournalException(
          Reason.FOREIGN,
          "The key is that of gateway "
              + gateway
              + ", and the journal is that of "
              + backlog.gateways().get(0)
              + ": take the envelope from the same gateway.");
    }
    if (backlog.isAllClosed()) {
      throw new JournalException(
          Reason.FOREIGN,
          "Not one record opens: this journal was sealed with another key than the one in the"
              + " envelope.");
    }
    if (backlog.gateways().isEmpty()) {
      throw new JournalException(
          Reason.DAMAGED, "No journal in " + journal + " can be read: " + backlog.damage() + ".");
    }
  }

  /** Of a store that is sound as a file; its rows may not be. */
  private final class Reader implements StoreCopy.Visitor {
    @Override
    public void stream(Head head) {
      backlog.stream(
          head.stream(),
          head.confirmedUpTo(),
          Optional.of(new Anchor(head.removedUpTo(), Optional.of(head.removedHash()))));
    }

    @Override
    public void hole(Head head, Hole hole) {
      backlog.earlierHole(hole);
    }

    @Override
    public void row(Head head, StoredRecord row, Optional<EventRecord> record)
        throws JournalException {
      backlog.row(row, record);
    }
  }
}
