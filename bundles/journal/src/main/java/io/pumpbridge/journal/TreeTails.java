// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest ends of the tables, read without SQLite: a changed pointer or count there hides the
 * newest rows, and nobody would miss them, since nothing comes after them. Only a few pages for
 * each table.
 */
final class TreeTails {
  /**
   * The end of a table.
   *
   * @param above its newest row has a higher number than this
   * @param rows what may be the rows of its last page, reachable or not
   */
  record Tail(long above, List<Row> rows) {
    static final Tail UNKNOWN = new Tail(Long.MIN_VALUE, List.of());
  }

  private final PageImages images;

  private TreeTails(PageImages images) {
    this.images = images;
  }

  /** By name of the table. */
  private static Map<String, Tail> of(PageImages images, PageUses uses) {
    TreeTails tails = new TreeTails(images);
    Map<String, Tail> found = new HashMap<>();
    uses.roots().forEach((table, root) -> found.put(table, tails.tail(root)));
    return found;
  }

  /**
   * By name of the table, and what SQLite would not say of the files.
   *
   * @param uses of the same pages; says where tables begin
   * @throws JournalException {@code DAMAGED} if there is something
   */
  static Map<String, Tail> requireSound(PageImages images, PageUses uses) throws JournalException {
    if (!images.hasHeader()) {
      throw new JournalException(Reason.DAMAGED, "the file does not begin as a journal does");
    }
    if (images.isLogDamaged()) {
      throw new JournalException(
          Reason.DAMAGED, "the write-ahead log is damaged before its last transaction");
    }
    if (!images.isFreeListWhole()) {
      throw new JournalException(Reason.DAMAGED, "the list of free pages is not what was written");
    }
    return of(images, uses);
  }

  /**
   * Nothing on the table's last page is newer than what SQLite calls the newest.
   *
   * @param head ends with that
   * @throws JournalException {@code DAMAGED} otherwise
   */
  static void requireNewest(Map<String, Tail> tails, Head head, RecordSeal seal)
      throws JournalException {
    Tail tail = tails.getOrDefault("records_" + head.table(), Tail.UNKNOWN);
    boolean reached = head.last() == head.removedUpTo() || head.last() > tail.above();
    for (Row row : tail.rows()) {
      if (FoundRow.isLike(row) && row.number() > head.last()) {
        reached &= FoundRow.of(seal, head.stream(), row, true).isEmpty();
      }
    }
    if (!reached) {
      throw new JournalException(
          Reason.DAMAGED, "the newest records of " + head.stream() + " cannot be reached");
    }
  }

  private Tail tail(int root) {
    long above = Long.MIN_VALUE;
    int number = root;
    for (int depth = 0; depth < PageUses.MAX_DEPTH; depth++) {
      Optional<byte[]> page = images.page(number);
      if (page.isEmpty()) {
        return Tail.UNKNOWN;
      }
      ByteBuffer bytes = ByteBuffer.wrap(page.get());
      if (bytes.get(0) != PageUses.INTERIOR_TABLE) {
        return new Tail(above, LeafCells.of(page.get(), 0, images));
      }
      above = Math.max(above, lastKey(page.get()));
      number = bytes.getInt(PageUses.RIGHT_CHILD);
    }
    return Tail.UNKNOWN;
  }

  /** Of the rows left of the right child; as its cell has it, behind the child's number. */
  private static long lastKey(byte[] content) {
    ByteBuffer page = ByteBuffer.wrap(content);
    int pointer = PageUses.POINTERS + 2 * ((page.getShort(PageUses.COUNT) & 0xffff) - 1);
    if (pointer < PageUses.POINTERS || pointer + Short.BYTES > page.capacity()) {
      return Long.MIN_VALUE;
    }
    int cell = page.getShort(pointer) & 0xffff;
    return cell + Integer.BYTES < page.capacity()
        ? LeafCells.varint(content, cell + Integer.BYTES)
        : Long.MIN_VALUE;
  }
}
