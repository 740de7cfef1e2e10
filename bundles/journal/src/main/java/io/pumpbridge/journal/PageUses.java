// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafCells.Value;
import io.pumpbridge.journal.LeafRoom.Extent;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What each page of a store is used for, read without SQLite. Where two tables lead to one page,
 * the list of free ones names a page in use, or a page's free room reaches into its rows,
 * everything can still be read; but whoever writes writes over records, those that have been
 * acknowledged since among them. So this is looked at before anything is written.
 *
 * <p>Records' own pages are known from what leads to them, and only the last of each table, which
 * grows, is read: of 256 MB that is some 250 pages. What is then left over are the rests of records
 * that are longer than a page, or pages that should lead somewhere and do not any more. The free
 * ones are counted in the file's header: if one of them is a rest, another page is left over in its
 * place. So where none is, nothing need be looked for; where some are, the records' pages are read
 * until each has its record, {@link #MOST_PAGES} at most. Nor is it known what a page leads to that
 * the disk does not give: whoever needs that page hears of it.
 */
final class PageUses {
  /** Where page 1 has its own header, behind the file's. */
  private static final int FIRST_PAGE_HEADER = 100;

  /** How the names of tables of records begin. */
  private static final String RECORDS = "records_";

  static final int INTERIOR_INDEX = 0x02;

  /** In the header of a page that leads to others (file format, 1.6). */
  static final int INTERIOR_TABLE = 0x05;

  static final int COUNT = 3;
  static final int RIGHT_CHILD = 8;
  static final int POINTERS = 12;

  /** A tree of 256 MB has three levels. */
  static final int MAX_DEPTH = 8;

  /** Of what is left over, and again of records' pages: 32 MB. */
  private static final int MOST_PAGES = 8_192;

  private final PageImages images;
  private final BitSet used = new BitSet();

  /** Empty until all else has been claimed. */
  private LeftOver leftOver = LeftOver.NOTHING;

  /** Of each table of records, the last of which has been read. */
  private final List<List<Integer>> recordLeaves = new ArrayList<>();

  private boolean isUnreadable;

  /** Where each table, or index, begins. */
  private final Map<String, Integer> roots = new LinkedHashMap<>();

  private Optional<String> fault = Optional.empty();

  private PageUses(PageImages images) {
    this.images = images;
  }

  /** As far as the pages lead, whatever is wrong with them. */
  static PageUses of(PageImages images) {
    return of(images, MOST_PAGES);
  }

  /**
   * As {@link #of(PageImages)}.
   *
   * @param mostPages to be read for what is left over, and again of records
   */
  static PageUses of(PageImages images, int mostPages) {
    PageUses uses = new PageUses(images);
    for (int list : uses.claimTree(1, "sqlite_schema")) {
      Optional<byte[]> content = uses.page(list);
      if (content.isPresent()) {
        uses.claimTables(LeafCells.of(content.get(), header(list), images));
      }
    }
    uses.leftOver = LeftOver.of(images, uses.used);
    uses.leftOver.strange(mostPages).ifPresent(uses::noteLeftOver);
    uses.claimRests(mostPages);
    return uses;
  }

  /**
   * Each page has one use at most.
   *
   * @throws JournalException {@code DAMAGED} otherwise
   */
  void requireSingle() throws JournalException {
    if (fault.isPresent()) {
      throw new JournalException(Reason.DAMAGED, fault.get());
    }
  }

  /** Whether a table has that page, be it called free or not. */
  boolean isUsed(int page) {
    return used.get(page);
  }

  /** By name of the table, or index. */
  Map<String, Integer> roots() {
    return Collections.unmodifiableMap(roots);
  }

  private void claimTables(List<Row> list) {
    for (Row row : list) {
      if (row.counted() && isTable(row)) {
        int root = (int) Math.min(Integer.MAX_VALUE, Math.max(0, row.whole(3)));
        roots.put(row.text(1), root);
        List<Integer> leaves = claimTree(root, row.text(1));
        if (row.text(1).startsWith(RECORDS)) {
          recordLeaves.add(leaves);
        }
      }
    }
  }

  /** Or an index; one that SQLite has made by itself has no text. */
  private static boolean isTable(Row row) {
    return row.values().size() == 5
        && row.values().get(1) instanceof Value.Text
        && row.values().get(3) instanceof Value.Whole;
  }

  /**
   * All leaves of a tree are at one depth, so one of them tells of the others what they are.
   *
   * @return its leaves
   */
  private List<Integer> claimTree(int root, String table) {
    List<Integer> level = claim(root) ? List.of(root) : List.of();
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      OptionalInt kind = kind(level);
      if (kind.isEmpty()) {
        return List.of();
      }
      if (kind.getAsInt() == LeafCells.INDEX_LEAF || kind.getAsInt() == LeafCells.TABLE_LEAF) {
        boolean grows = table.startsWith(RECORDS);
        claimRows(grows ? level.subList(level.size() - 1, level.size()) : level, table);
        return level;
      }
      level = claimChildren(level, kind.getAsInt());
    }
    note("a table's pages lead nowhere, from page " + root);
    return List.of();
  }

  /** As its last page says. */
  private OptionalInt kind(List<Integer> level) {
    if (level.isEmpty()) {
      return OptionalInt.empty();
    }
    int last = level.get(level.size() - 1);
    Optional<byte[]> content = page(last);
    return content.isPresent() ? OptionalInt.of(content.get()[header(last)]) : OptionalInt.empty();
  }

  private List<Integer> claimChildren(List<Integer> level, int kind) {
    List<Integer> children = new ArrayList<>();
    for (int parent : level) {
      Optional<byte[]> content = page(parent);
      if (content.isPresent()) {
        claimChildren(parent, ByteBuffer.wrap(content.get()), kind, children);
        if (kind == INTERIOR_INDEX) { // an index has rows here, too
          claimChains(content.get(), header(parent));
        }
      }
    }
    return children;
  }

  private void claimChildren(int parent, ByteBuffer page, int kind, List<Integer> children) {
    int header = header(parent);
    if (page.get(header) != kind || (kind != INTERIOR_INDEX && kind != INTERIOR_TABLE)) {
      note("page " + parent + " is not what leads to it");
      return;
    }
    int end = header + POINTERS + 2 * (page.getShort(header + COUNT) & 0xffff);
    for (int at = header + POINTERS; at < end; at += 2) {
      int cell = at + 2 <= page.capacity() ? page.getShort(at) & 0xffff : page.capacity();
      if (cell + Integer.BYTES > page.capacity()) {
        note("page " + parent + " leads nowhere");
      } else if (claim(page.getInt(cell))) {
        children.add(page.getInt(cell));
      }
    }
    int right = page.getInt(header + RIGHT_CHILD);
    if (claim(right)) {
      children.add(right);
    }
  }

  private void claimRows(List<Integer> leaves, String table) {
    for (int leaf : leaves) {
      Optional<byte[]> content = page(leaf);
      if (content.isPresent()) {
        if (!LeafRoom.isFree(content.get(), header(leaf))) {
          note("page " + leaf + " has room where rows are");
        }
        if (!RowShape.isOf(table, content.get(), header(leaf))) {
          note("page " + leaf + " holds something else than rows of " + table);
        }
        claimChains(content.get(), header(leaf));
      }
    }
  }

  private void claimChains(byte[] page, int header) {
    LeafRoom.extents(page, header).forEach(this::claimChain);
  }

  private void claimChain(Extent row) {
    int next = row.next();
    for (int i = 0; i < row.pages() && claim(next); i++) {
      Optional<byte[]> content = page(next);
      if (content.isEmpty()) {
        return;
      }
      next = ByteBuffer.wrap(content.get()).getInt(0);
    }
  }

  /** The newest ones first, of small tables before large ones, until nothing is left over. */
  private void claimRests(int mostPages) {
    recordLeaves.sort(Comparator.comparing(List::size));
    int read = 0;
    for (List<Integer> leaves : recordLeaves) {
      for (int i = leaves.size() - 2; i >= 0 && !leftOver.isEmpty() && fault.isEmpty(); i--) {
        if (read++ >= mostPages) {
          return;
        }
        page(leaves.get(i)).ifPresent(content -> claimChains(content, 0));
      }
    }
    if (!leftOver.isEmpty() && !isUnreadable) {
      noteLeftOver(leftOver.first());
    }
  }

  private void noteLeftOver(int page) {
    note("page " + page + " belongs to nothing");
  }

  /** Whether it is there and nobody had it. */
  private boolean claim(int page) {
    if (!images.has(page) || used.get(page)) {
      note("page " + page + " is not there, or has two uses");
      return false;
    }
    if (images.isFree(page)) {
      note("page " + page + " is in use and called free");
    }
    used.set(page);
    leftOver.take(page);
    return true;
  }

  private Optional<byte[]> page(int number) {
    Optional<byte[]> content = images.page(number);
    isUnreadable |= content.isEmpty();
    return content;
  }

  private void note(String what) {
    fault = fault.or(() -> Optional.of(what));
  }

  private static int header(int page) {
    return page == 1 ? FIRST_PAGE_HEADER : 0;
  }
}
