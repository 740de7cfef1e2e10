// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.LeafCells.Row;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a disk wrote in another place, or not at all. */
class LostWriteTest {
  private static final int PAGE = Database.PAGE_BYTES;
  private static final int SECTOR = 512;
  private static final int COUNT = 40;
  private static final int FEW = 3;
  private static final int LEAF = 0x0d;

  /** In a page's own header. */
  private static final int RIGHT_CHILD = 8;

  private static final int FIRST_CELL = 12;

  private static final String ALARMS = "records_1";
  private static final String CLINICAL = "records_2";

  @TempDir Path temp;

  private static int begin(int page) {
    return (page - 1) * PAGE;
  }

  private static int lastLeaf(TestBench bench, String table) throws Exception {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(bench.file()));
    int page = bench.rootOf(table);
    while (content.get(begin(page)) != LEAF) {
      page = content.getInt(begin(page) + RIGHT_CHILD);
    }
    return page;
  }

  private static int firstLeaf(TestBench bench, String table) throws Exception {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(bench.file()));
    int page = bench.rootOf(table);
    while (content.get(begin(page)) != LEAF) {
      page = content.getInt(begin(page) + content.getShort(begin(page) + FIRST_CELL));
    }
    return page;
  }

  private static long highest(TestBench bench, int leaf) throws Exception {
    byte[] content = Files.readAllBytes(bench.file());
    byte[] page = Arrays.copyOfRange(content, begin(leaf), begin(leaf) + PAGE);
    return LeafCells.of(page, 0, number -> Optional.empty()).stream()
        .filter(Row::counted)
        .mapToLong(Row::number)
        .max()
        .orElseThrow();
  }

  /** It ends just before what is left here: every next number was there already, for ever. */
  @Test
  void aPageOfAnotherLaneDoesNotKeepAlarmsFromTheDisk() throws Exception {
    TestBench bench = new TestBench(temp);
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, COUNT);
      List<EventRecord> unused = appendAll(journal, EventName.PUMP_IDENTIFIED, COUNT);
    }
    int other = firstLeaf(bench, CLINICAL);
    int confirmed = (int) highest(bench, other);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      EventRecord last = alarms.get(confirmed - 1);
      journal.confirm(last.stream(), confirmed, last.hash());
    }
    byte[] content = Files.readAllBytes(bench.file());
    System.arraycopy(content, begin(other), content, begin(lastLeaf(bench, ALARMS)), PAGE);
    Files.write(bench.file(), content);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> later = appendAll(journal, EventName.ALARM, FEW);
      assertThat(bench.setAside()).hasSize(1);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, later.get(0).stream())).isEqualTo(later);
      assertThat(alarms).containsAll(readAll(journal, alarms.get(0).stream()));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SQLiteErrorCode.class,
      names = {
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_ROWID",
        "SQLITE_CONSTRAINT_UNIQUE"
      })
  void aNumberThatIsTakenIsDamage(SQLiteErrorCode code) {
    assertThat(Faults.of(new SQLiteException("taken", code)).reason()).isEqualTo(Reason.DAMAGED);
  }

  /** The newest record is there, and the list that names it is from before. */
  @Test
  void aForgottenSectorDoesNotHideTheNewestRecord() throws Exception {
    TestBench bench = new TestBench(temp);
    List<EventRecord> alarms = new ArrayList<>();
    int page;
    byte[] before;
    do {
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        alarms.addAll(appendAll(journal, EventName.ALARM, 1));
      }
      before = Files.readAllBytes(bench.file());
      page = begin(lastLeaf(bench, ALARMS));
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        alarms.addAll(appendAll(journal, EventName.ALARM, 1));
      }
    } while (page != begin(lastLeaf(bench, ALARMS)) || alarms.size() < COUNT);
    byte[] content = Files.readAllBytes(bench.file());
    System.arraycopy(before, page, content, page, SECTOR);
    Files.write(bench.file(), content);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> later = appendAll(journal, EventName.ALARM, FEW);
      assertThat(bench.setAside()).hasSize(1);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
      assertThat(readAll(journal, later.get(0).stream())).isEqualTo(later);
    }
  }

  /** Seven eighths of the page are whole. */
  @Test
  void aSectorOfZerosCostsOnlyWhatStoodInIt() throws Exception {
    TestBench bench = new TestBench(temp);
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, COUNT);
    }
    byte[] content = Files.readAllBytes(bench.file());
    int page = begin(firstLeaf(bench, ALARMS));
    Arrays.fill(content, page, page + SECTOR, (byte) 0);
    Files.write(bench.file(), content);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> unused = appendAll(journal, EventName.ALARM, FEW);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, alarms.get(0).stream())).hasSizeGreaterThanOrEqualTo(COUNT - 1);
    }
  }
}
