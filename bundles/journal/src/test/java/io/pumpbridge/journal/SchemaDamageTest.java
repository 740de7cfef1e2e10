// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A changed bit in what leads to the tables: nothing that they hold may seem never to have been.
 */
class SchemaDamageTest {
  private static final int COUNT = 100;

  /** Where a file's header has the number of free pages. */
  private static final int FREE_COUNT = 36;

  /** Of an inner page: the first cell's place, and there the number of the leftmost child. */
  private static final int FIRST_CELL = 12;

  @TempDir Path temp;
  private TestBench bench;
  private StreamId alarms = new StreamId("gw", "0", Lane.ALARM);

  @BeforeEach
  void fill() {
    bench = new TestBench(temp);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, COUNT);
      appendAll(journal, EventName.PUMP_IDENTIFIED, COUNT);
      alarms = stream(journal, Lane.ALARM);
    }
  }

  private void tamperWithList(String set, String table) {
    bench.tamper(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET " + set + " WHERE name = '" + table + "'");
  }

  private void assertAllComesBack() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).hasSize(1);
      assertThat(result(journal.append(alarm(1))).stream()).isNotEqualTo(alarms);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      for (Lane lane : List.of(Lane.ALARM, Lane.CLINICAL)) {
        StreamId stream = new StreamId(alarms.gateway(), alarms.epoch(), lane);
        assertThat(readAll(journal, stream))
            .extracting(EventRecord::sequence)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, COUNT).boxed().toList());
      }
    }
  }

  private void assertNothingHappened() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(bench.setAside()).isEmpty();
      assertThat(stream(journal, Lane.ALARM)).isEqualTo(alarms);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(COUNT + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stream",
        "answer",
        "reader",
        "hole",
        "salvage",
        "schema_copy",
        "records_1",
        "records_2",
        "records_3",
        "records_4",
        "sqlite_autoindex_answer_1",
        "sqlite_autoindex_stream_1"
      })
  void aTableThatBeginsWhereAnotherDoesIsNoticed(String table) throws Exception {
    tamperWithList("rootpage = " + bench.rootOf("contradicted"), table);
    assertAllComesBack();
  }

  /** A part of a journal must not be told as if it were all of it. */
  @Test
  void nothingIsToldOfAFileWhoseTableBeginsElsewhere() throws Exception {
    tamperWithList("rootpage = " + bench.rootOf("contradicted"), "records_2");
    RecordSeal seal = new RecordSeal(bench.sealer);
    List<StreamId> told = new ArrayList<>();
    StoreCopy.Visitor visitor =
        new StoreCopy.Visitor() {
          @Override
          public void stream(Head head) {
            told.add(head.stream());
          }

          @Override
          public void row(Head head, StoredRecord row, Optional<EventRecord> record) {
            told.add(head.stream());
          }
        };
    assertThatThrownBy(() -> StoreCopy.read(bench.directory, seal, visitor))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
    assertThat(told).isEmpty();
  }

  /** Where its first records are all that is left of it. */
  @ParameterizedTest
  @ValueSource(strings = {"records_1", "records_2", "hole", "contradicted", "schema_copy"})
  void aTableThatBeginsWithinATreeIsNoticed(String table) throws Exception {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(bench.file()));
    int root = (bench.rootOf("records_1") - 1) * Database.PAGE_BYTES;
    int leaf = content.getInt(root + content.getShort(root + FIRST_CELL));
    tamperWithList("rootpage = " + leaf, table);
    assertAllComesBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"contradicted", "schema_copy", "hole", "records_1"})
  void aTableOfAnotherNameIsNoticed(String table) throws Exception {
    tamperWithList("name = name || 'x'", table);
    assertAllComesBack();
  }

  @Test
  void aColumnOfAnotherNameIsNoticed() throws Exception {
    tamperWithList("sql = replace(sql, '(stream', '(rtream')", "contradicted");
    assertAllComesBack();
  }

  /** The room that is in use would be measured by it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 0x100, 0x10_0000, 0x8000_0000})
  void aWrongNumberOfFreePagesIsNoticed(int difference) throws Exception {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(bench.file()));
    content.putInt(FREE_COUNT, content.getInt(FREE_COUNT) ^ difference);
    Files.write(bench.file(), content.array());
    assertAllComesBack();
  }

  /** As an older version has left it. */
  @Test
  void aFileWithoutACopyOfTheListGetsOne() throws Exception {
    bench.tamper("DROP TABLE schema_copy");
    assertNothingHappened();
    assertThat(bench.rootOf("schema_copy")).isPositive();
  }

  @Test
  void aCopyThatIsBehindDoesNotCountAndIsMadeAnew() throws Exception {
    bench.tamper("CREATE TABLE records_99 (seq INTEGER PRIMARY KEY) STRICT");
    assertNothingHappened();
    tamperWithList("rootpage = " + bench.rootOf("contradicted"), "records_1");
    bench.tamper("DELETE FROM answer"); // nothing that changes the list
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).hasSize(1);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, alarms)).hasSize(COUNT + 1);
    }
  }
}
