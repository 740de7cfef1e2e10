// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.TreeTails.Tail;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stored journal, read from a copy: opening a store changes it (what it holds back is folded in,
 * damage is moved aside), and evidence must stay as it was found. The copy is sealed as the
 * original is, and goes when it was read.
 */
final class StoreCopy {
  private static final int PAGE = 500;

  private static final String COPY = "copy-";

  /** Of the copy; it only ever shrinks. */
  private static final long NO_LIMIT = 1L << 40;

  /** Takes what is found. */
  interface Visitor {
    void stream(Head head) throws JournalException;

    /** Numbers that damage has taken earlier; a gap record said so, and may have been delivered. */
    default void hole(Head head, Hole hole) {}

    /** A row; no record if it does not open. */
    void row(Head head, StoredRecord row, Optional<EventRecord> record) throws JournalException;
  }

  private StoreCopy() {}

  /**
   * The copy lies beside the original. What a command that was killed left there of another copy
   * goes first: nobody else may be reading, since a command has the state directory for itself.
   *
   * @throws JournalException {@code DAMAGED} before anything is told, unless all of it can be read
   */
  static void read(Path journal, RecordSeal seal, Visitor visitor) throws JournalException {
    Path original = new StoreFiles(journal).store();
    if (!Files.exists(original)) {
      throw new JournalException(Reason.STORAGE, "there is no journal in " + journal);
    }
    try {
      removeCopies(journal);
    } catch (IOException e) {
      throw Faults.storage(e);
    }
    read(original, journal, seal, visitor);
  }

  /**
   * Reads one store.
   *
   * @param original only read
   * @param scratch where the copy is made
   * @throws JournalException {@code DAMAGED} before anything is told, unless all of it can be read
   */
  static void read(Path original, Path scratch, RecordSeal seal, Visitor visitor)
      throws JournalException {
    try {
      Path folder = Files.createTempDirectory(scratch, COPY);
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

  /** Nothing is told before all of it could be read. */
  private static void visit(Path file, RecordSeal seal, Visitor visitor)
      throws IOException, SQLException, JournalException {
    Map<String, Tail> tails;
    try (PageImages images = PageImages.open(file)) {
      tails = TreeTails.requireSound(images, PageUses.of(images));
    }
    try (Database database = Database.open(file, NO_LIMIT, Connections::toSqlite)) {
      if (!database.isOurs()) {
        throw new JournalException(Reason.DAMAGED, "the file is no journal of this format");
      }
      database.schema().require();
      List<Head> heads = new ArrayList<>(database.streams().all());
      heads.sort(Comparator.comparing(head -> head.stream().lane()));
      for (Head head : heads) {
        requireReadable(database, tails, head, seal);
      }
      for (Head head : heads) {
        visitor.stream(head);
        for (Hole hole : database.holes().between(head, 1, Long.MAX_VALUE)) {
          visitor.hole(head, hole);
        }
        visit(database, head, row -> visitor.row(head, row, seal.find(head.stream(), row)));
      }
    }
  }

  /** What stands in the rows is not asked here: only that they can all be had. */
  private static void requireReadable(
      Database database, Map<String, Tail> tails, Head head, RecordSeal seal)
      throws SQLException, JournalException {
    visit(database, head, row -> {});
    Head whole =
        database
            .records()
            .newest(head)
            .map(row -> head.endingAt(row.sequence(), row.hash().toHex()))
            .orElse(head);
    TreeTails.requireNewest(tails, whole, seal);
  }

  private interface Taker {
    void take(StoredRecord row) throws JournalException;
  }

  private static void visit(Database database, Head head, Taker taker)
      throws SQLException, JournalException {
    long after = Long.MIN_VALUE;
    while (true) {
      List<StoredRecord> rows = database.records().after(head, after, PAGE);
      for (StoredRecord row : rows) {
        taker.take(row);
        after = row.sequence();
      }
      if (rows.isEmpty()) {
        return;
      }
    }
  }

  private static void removeCopies(Path journal) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(journal, COPY + "*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isCopy(folder)) {
          remove(folder);
        }
      }
    }
  }

  /** And nothing that a person has put there. */
  private static boolean isCopy(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> String.valueOf(file.getFileName()).startsWith("journal.db"));
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
