// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stored journal, read from a copy: opening a store changes it (what it holds back is folded in,
 * damage is moved aside), and evidence must stay as it was found. The copy is sealed as the
 * original is, and goes when it was read.
 */
final class StoreCopy {
  private static final int PAGE = 500;

  /** Of the copy; it only ever shrinks. */
  private static final long NO_LIMIT = 1L << 40;

  /** Takes what is found. */
  interface Visitor {
    void stream(Head head) throws JournalException;

    /** Numbers that damage has taken earlier; a gap record said so, and may have been delivered. */
    default void hole(Head head, Hole hole) {}

    /** A row; no record if it does not open. */
    void row(Head head, StoredRecord row, Optional<EventRecord> record) throws JournalException;

    /**
     * The file itself is damaged, and these rows with it; whoever does not go on without them
     * throws.
     */
    default void unreadable(Head head, Salvage.Hole hole) throws JournalException {
      throw new JournalException(Reason.DAMAGED, "the journal's file is damaged: " + hole.reason());
    }
  }

  private StoreCopy() {}

  /** The copy lies beside the original. */
  static void read(Path journal, RecordSeal seal, Visitor visitor) throws JournalException {
    Path original = new StoreFiles(journal).store();
    if (!Files.exists(original)) {
      throw new JournalException(Reason.STORAGE, "there is no journal in " + journal);
    }
    read(original, journal, seal, visitor);
  }

  /**
   * Reads one store.
   *
   * @param original only read
   * @param scratch where the copy is made
   */
  static void read(Path original, Path scratch, RecordSeal seal, Visitor visitor)
      throws JournalException {
    try {
      Path folder = Files.createTempDirectory(scratch, "copy-");
      try {
        for (String suffix : List.of("", "-wal")) {
          Path file = original.resolveSibling(original.getFileName() + suffix);
          if (Files.exists(file)) {
            Path copy = Files.copy(file, folder.resolve(file.getFileName()));
            // A copy has its original's mode, and evidence is often read-only.
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
          }
        }
        visit(folder.resolve(original.getFileName()), seal, visitor);
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw Faults.storage(e);
    } catch (SQLException e) {
      throw Faults.whileOpening(e);
    }
  }

  private static void visit(Path file, RecordSeal seal, Visitor visitor)
      throws SQLException, JournalException {
    try (Database database = Database.open(file, NO_LIMIT, Connections::toSqlite)) {
      if (!database.isOurs()) {
        throw new JournalException(Reason.DAMAGED, "the file is no journal of this format");
      }
      List<Head> heads = database.streams().all();
      for (Head head :
          heads.stream().sorted(Comparator.comparing(head -> head.stream().lane())).toList()) {
        visitor.stream(head);
        for (Hole hole : database.holes().between(head, 1, Long.MAX_VALUE)) {
          visitor.hole(head, hole);
        }
        visit(database, head, seal, visitor);
      }
    }
  }

  private static void visit(Database database, Head head, RecordSeal seal, Visitor visitor)
      throws SQLException, JournalException {
    long after = Long.MIN_VALUE;
    while (true) {
      List<StoredRecord> rows;
      try {
        rows = database.records().after(head, after, PAGE);
      } catch (SQLException e) {
        Salvage salvage = Salvage.after(database, head, Math.max(after, head.removedUpTo()), e);
        rows = salvage.rows();
        for (Salvage.Hole hole : salvage.holes()) {
          visitor.unreadable(head, hole);
        }
        after = salvage.end();
      }
      for (StoredRecord row : rows) {
        visitor.row(head, row, seal.find(head.stream(), row));
        after = Math.max(after, row.sequence());
      }
      if (rows.isEmpty()) {
        return;
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
