// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.journal.LeafRoom.Extent;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A page that has two uses can still be read, and looks whole until something is written: then what
 * was acknowledged before, and what is acknowledged now, would be written over.
 */
class PageUsesTest {
  private static final int COUNT = 100;
  private static final int CONFIRMED = 60;
  private static final int FEW = 5;
  private static final int PAGE = Database.PAGE_BYTES;

  /** Where a file's header has the first page of the list of free ones. */
  private static final int FREE_LIST = 32;

  /** On a page of that list: how many it names, and the first of them. */
  private static final int FREE_LEAVES = 4;

  private static final int FIRST_FREE = 8;
  private static final int LEAF_TABLE = 0x0d;
  private static final int INTERIOR_TABLE = 0x05;

  /** In a page's own header. */
  private static final int FIRST_BLOCK = 1;

  private static final int CONTENT = 5;
  private static final int RIGHT_CHILD = 8;

  /** Several pages of a row's own. */
  private static final int LONG = 5 * PAGE;

  private static final int RECORD = 2 * PAGE;

  /** Column of a record. */
  private static final int SEALED = 3;

  @TempDir Path temp;
  private TestBench bench;
  private List<EventRecord> alarms = List.of();
  private List<EventRecord> kept = List.of();
  private ByteBuffer content = ByteBuffer.allocate(0);

  /**
   * Some pages are free, since what stood on them was confirmed. Two records go on in pages of
   * their own, and are not on the last page of their table.
   */
  @BeforeEach
  void fill() throws Exception {
    bench = new TestBench(temp);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, COUNT);
      kept = appendAll(journal, EventName.PUMP_IDENTIFIED, COUNT / 2);
      for (int i = 0; i < 2; i++) {
        Fields details = Fields.builder().put("text", "x".repeat(RECORD)).build();
        kept.add(result(journal.append(Event.of(EventName.PUMP_IDENTIFIED, details))));
      }
      kept.addAll(appendAll(journal, EventName.PUMP_IDENTIFIED, COUNT / 2));
      journal.rememberAnswer("long", Fields.builder().put("status", "x".repeat(LONG)).build());
      EventRecord confirmed = alarms.get(CONFIRMED - 1);
      journal.confirm(confirmed.stream(), CONFIRMED, confirmed.hash());
    }
    alarms.subList(0, CONFIRMED).clear();
    content = ByteBuffer.wrap(Files.readAllBytes(bench.file()));
  }

  private int begin(int page) {
    return (page - 1) * PAGE;
  }

  private int freeList() {
    return content.getInt(FREE_LIST);
  }

  private List<Integer> freePages() {
    List<Integer> pages = new ArrayList<>(List.of(freeList()));
    for (int i = 0; i < content.getInt(begin(freeList()) + FREE_LEAVES); i++) {
      pages.add(content.getInt(begin(freeList()) + FIRST_FREE + Integer.BYTES * i));
    }
    return pages;
  }

  private List<Integer> pagesInUse() {
    List<Integer> pages = new ArrayList<>();
    List<Integer> free = freePages();
    for (int page = 1; page <= content.capacity() / PAGE; page++) {
      if (!free.contains(page)) {
        pages.add(page);
      }
    }
    return pages;
  }

  private List<Integer> pagesOfKind(int kind) {
    return pagesInUse().stream().filter(page -> content.get(begin(page)) == kind).toList();
  }

  private Optional<JournalException> examine() throws Exception {
    Files.write(bench.file(), content.array());
    try {
      StoreTail unused = StoreTail.of(bench.file(), new RecordSeal(bench.sealer));
      return Optional.empty();
    } catch (JournalException e) {
      assertThat(e.reason()).isEqualTo(Reason.DAMAGED);
      return Optional.of(e);
    }
  }

  @Test
  void nothingIsSaidOfAFileThatIsWhole() throws Exception {
    assertThat(freePages()).hasSizeGreaterThan(2);
    assertThat(pagesOfKind(INTERIOR_TABLE)).isNotEmpty();
    assertThat(examine()).isEmpty();
  }

  /** Whichever it is: a list's, a table's, an index's, of the rest of a long row. */
  @Test
  void aPageInUseThatIsCalledFreeIsNoticed() throws Exception {
    int entry = begin(freeList()) + FIRST_FREE;
    int first = content.getInt(entry);
    for (int page : pagesInUse()) {
      content.putInt(entry, page);
      assertThat(examine()).as("page " + page).isPresent();
    }
    content.putInt(entry, first);
    assertThat(examine()).isEmpty();
  }

  @Test
  void noPageBelongsToTwoTables() throws Exception {
    List<Integer> parents = pagesOfKind(INTERIOR_TABLE);
    List<Integer> leaves = pagesOfKind(LEAF_TABLE);
    for (int parent : parents) {
      int place = begin(parent) + RIGHT_CHILD;
      int child = content.getInt(place);
      for (int leaf : leaves) {
        content.putInt(place, leaf);
        assertThat(examine().isEmpty()).as(parent + " leads to " + leaf).isEqualTo(leaf == child);
      }
      content.putInt(place, child);
    }
  }

  /** The reserve's and a long answer's: where they go on, nothing else is. */
  @Test
  void theRestOfARowIsNobodyElses() throws Exception {
    int link = begin(restOfARow());
    int next = content.getInt(link);
    for (int page : pagesInUse()) {
      content.putInt(link, page);
      assertThat(examine().isEmpty()).as("goes on at " + page).isEqualTo(page == next);
    }
  }

  /** Of a record: at its row, and on each page where it goes on. */
  @Test
  void theRestOfARecordIsNobodyElses() throws Exception {
    List<Integer> links = linksOfRecords();
    assertThat(links).hasSize(2 * RECORD / PAGE);
    for (int link : links) {
      int next = content.getInt(link);
      for (int page : pagesInUse()) {
        content.putInt(link, page);
        assertThat(examine().isEmpty()).as(link + ": goes on at " + page).isEqualTo(page == next);
      }
      for (int page : freePages()) {
        content.putInt(link, page);
        assertThat(examine()).as(link + ": goes on at the free page " + page).isPresent();
      }
      content.putInt(link, next);
    }
    assertThat(examine()).isEmpty();
  }

  /** Where the number of the next page stands. */
  private List<Integer> linksOfRecords() throws Exception {
    List<Integer> links = new ArrayList<>();
    for (int leaf : pagesOfKind(LEAF_TABLE)) {
      byte[] page = Arrays.copyOfRange(content.array(), begin(leaf), begin(leaf) + PAGE);
      for (Row row : LeafCells.of(page, 0, this::page)) {
        if (leaf > 1 && FoundRow.isLike(row) && row.blob(SEALED).length() > RECORD) {
          links.addAll(links(leaf, page));
        }
      }
    }
    return links.stream().distinct().toList();
  }

  private List<Integer> links(int leaf, byte[] page) {
    List<Integer> links = new ArrayList<>();
    for (Extent row : LeafRoom.extents(page, 0)) {
      int link = begin(leaf) + row.to() - Integer.BYTES;
      for (int i = 0; i < row.pages(); i++) {
        links.add(link);
        link = begin(content.getInt(link));
      }
    }
    return links;
  }

  private Optional<byte[]> page(int number) {
    return Optional.of(Arrays.copyOfRange(content.array(), begin(number), begin(number) + PAGE));
  }

  /** A page that was written where another one belongs: all that it led to is nobody's. */
  @ParameterizedTest
  @ValueSource(strings = {"reader", "hole", "salvage", "contradicted"})
  void noRecordsAreLeftBehind(String empty) throws Exception {
    byte[] other = page(bench.rootOf(empty)).orElseThrow();
    for (String table : List.of("records_1", "records_2")) {
      int root = begin(bench.rootOf(table));
      assertThat(content.get(root)).isEqualTo((byte) INTERIOR_TABLE);
      byte[] there = Arrays.copyOfRange(content.array(), root, root + PAGE);
      System.arraycopy(other, 0, content.array(), root, PAGE);
      assertThat(examine()).as(table).isPresent();
      System.arraycopy(there, 0, content.array(), root, PAGE);
    }
    assertThat(examine()).isEmpty();
  }

  /** SQLite would read its rows as if they were this table's, and find none of what it had. */
  @ParameterizedTest
  @ValueSource(
      strings = {"stream", "answer", "reader", "hole", "salvage", "contradicted", "schema_copy"})
  void aPageOfAnotherTableIsNoticed(String table) throws Exception {
    int root = begin(bench.rootOf(table));
    byte[] there = Arrays.copyOfRange(content.array(), root, root + PAGE);
    for (String other : List.of("stream", "sqlite_sequence", "schema_copy", "reserve")) {
      if (!other.equals(table)) {
        byte[] page = page(bench.rootOf(other)).orElseThrow();
        System.arraycopy(page, 0, content.array(), root, PAGE);
        assertThat(examine()).as(table + " holds rows of " + other).isPresent();
        System.arraycopy(there, 0, content.array(), root, PAGE);
      }
    }
    assertThat(examine()).isEmpty();
  }

  /** A store is not condemned for what nobody has looked at. */
  @Test
  void whatIsNotReadIsNotSaid() throws Exception {
    Files.write(bench.file(), content.array());
    try (PageImages images = PageImages.open(bench.file())) {
      for (int most : List.of(0, 1, COUNT)) {
        PageUses.of(images, most).requireSingle();
      }
    }
    content.putInt(linksOfRecords().get(0), freePages().get(0));
    Files.write(bench.file(), content.array());
    try (PageImages images = PageImages.open(bench.file())) {
      PageUses.of(images, 0).requireSingle();
      assertThatThrownBy(PageUses.of(images, COUNT)::requireSingle)
          .isInstanceOf(JournalException.class);
    }
  }

  /** Zeros, behind the number of the page where it goes on. */
  private int restOfARow() {
    for (int page : pagesInUse()) {
      boolean filler = page > 1 && content.getInt(begin(page)) > 0;
      for (int at = Integer.BYTES; filler && at < PAGE; at++) {
        filler = content.get(begin(page) + at) == 0;
      }
      if (filler) {
        return page;
      }
    }
    throw new AssertionError("the reserve has no room");
  }

  /** Where the next record goes: what the page calls free is where others are. */
  @ParameterizedTest
  @ValueSource(strings = {"records_1", "records_2"})
  void roomIsNotWhereRowsAre(String table) throws Exception {
    int leaf = begin(lastPageOf(table));
    assertThat(content.get(leaf)).isEqualTo((byte) LEAF_TABLE);
    int begin = content.getShort(leaf + CONTENT);
    for (int wrong : List.of(begin + 1, begin + 0x100, PAGE, PAGE + 1, 0)) {
      content.putShort(leaf + CONTENT, (short) wrong);
      assertThat(examine()).as("rows from " + wrong).isPresent();
    }
    content.putShort(leaf + CONTENT, (short) begin);
    for (int block : List.of(begin, PAGE - Integer.BYTES, 1)) {
      content.putShort(leaf + FIRST_BLOCK, (short) block);
      assertThat(examine()).as("free from " + block).isPresent();
    }
    content.putShort(leaf + FIRST_BLOCK, (short) 0);
    assertThat(examine()).isEmpty();
  }

  private int lastPageOf(String table) throws Exception {
    int page = bench.rootOf(table);
    while (content.get(begin(page)) == INTERIOR_TABLE) {
      page = content.getInt(begin(page) + RIGHT_CHILD);
    }
    return page;
  }

  /** Nor is what stands on a page that was called free taken for a thing of the past. */
  @Test
  void nothingAcknowledgedIsWrittenOver() throws Exception {
    int entry = begin(freeList()) + FIRST_FREE;
    for (int page : pagesOfKind(LEAF_TABLE)) {
      content.putInt(entry, page);
      StoreBenchmark.remove(bench.directory);
      Files.createDirectories(bench.directory);
      Files.write(bench.file(), content.array());
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        assertThat(bench.setAside()).as("page " + page).hasSize(1);
        List<EventRecord> written = appendAll(journal, EventName.PUMP_IDENTIFIED, FEW);
        assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
        assertThat(readAll(journal, alarms.get(0).stream())).as("page " + page).isEqualTo(alarms);
        assertThat(readAll(journal, kept.get(0).stream())).as("page " + page).isEqualTo(kept);
        assertThat(readAll(journal, written.get(0).stream())).isEqualTo(written);
        assertThat(journal.findAnswer("long")).isPresent();
      }
    }
  }
}
