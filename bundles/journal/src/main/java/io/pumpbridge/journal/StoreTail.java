// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.TreeTails.Tail;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What must hold before a store is believed, however large it is: both files as files, the list of
 * tables, both ends of each stream, and its newest records. The rest is scrubbed in the background.
 */
final class StoreTail {
  /** Newest records of each stream that must open and chain. */
  static final int RECORDS = 64;

  private final Map<String, Tail> tails;
  private final RecordSeal seal;

  private StoreTail(Map<String, Tail> tails, RecordSeal seal) {
    this.tails = tails;
    this.seal = seal;
  }

  /**
   * Looks at the files before SQLite sees them: it would repair a header, and pass over a damaged
   * log in silence. Nor while it has them open, for letting go of a file lets go of all locks on
   * it.
   *
   * @throws JournalException with {@link Reason#DAMAGED} if they do not hold
   */
  static StoreTail of(Path store, RecordSeal seal) throws IOException, JournalException {
    try (PageImages images = PageImages.open(store)) {
      PageUses uses = PageUses.of(images);
      Map<String, Tail> tails = TreeTails.requireSound(images, uses);
      uses.requireSingle();
      return new StoreTail(tails, seal);
    }
  }

  /**
   * The heads of all streams as their records have them.
   *
   * @throws JournalException with {@link Reason#DAMAGED} unless all of it holds
   */
  List<Head> verifiedHeads(Database database) throws SQLException, JournalException {
    database.schema().require();
    List<Head> heads = new ArrayList<>();
    for (Head stored : database.streams().all()) {
      Head head = measured(database, stored);
      TreeTails.requireNewest(tails, head, seal);
      Page.read(database, head, head.last() - RECORDS, RECORDS).open(seal);
      heads.add(head);
    }
    return heads;
  }

  /** Finds both ends of what is stored; the front must fit what has gone. */
  private static Head measured(Database database, Head head) throws SQLException, JournalException {
    Optional<StoredRecord> newest = database.records().newest(head);
    Head whole = head;
    if (newest.isPresent()) {
      StoredRecord oldest = database.records().after(head, Long.MIN_VALUE, 1).get(0);
      long first = head.removedUpTo() + 1;
      boolean fits =
          oldest.sequence() == first
              ? oldest.previousHash().toHex().equals(head.removedHash())
              : Hole.cover(
                  database.holes().between(head, first, oldest.sequence()),
                  first,
                  oldest.sequence() - 1);
      if (oldest.sequence() < first || !fits) {
        throw Page.missing(head.stream(), head.removedUpTo() + 1);
      }
      StoredRecord last = newest.orElseThrow();
      if (last.sequence() < oldest.sequence()) { // another table's page ends this one
        throw Page.missing(head.stream(), oldest.sequence());
      }
      whole = head.endingAt(last.sequence(), last.hash().toHex());
    }
    if (whole.confirmedUpTo() < 0 || whole.removedUpTo() < 0 || whole.storedCount() < 0) {
      throw new JournalException(Reason.DAMAGED, "the numbers of " + head + " do not add up");
    }
    return whole;
  }
}
