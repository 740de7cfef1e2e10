// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that somebody or something has changed while the journal was not looking. */
class DamageTest {
  private static final int COUNT = StoreTail.RECORDS + 20;

  @TempDir Path temp;
  private TestBench bench;
  private String epoch = "";

  @BeforeEach
  void fill() {
    bench = new TestBench(temp);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, COUNT);
      epoch = stream(journal, Lane.ALARM).epoch();
    }
  }

  /** The table of the first stream that was made: the alarms'. */
  private static final String ALARMS = "records_1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = 80",
        "UPDATE records_1 SET sealed = (SELECT sealed FROM records_1 WHERE seq = 79) WHERE seq ="
            + " 80",
        "UPDATE records_1 SET hash = zeroblob(32) WHERE seq = 80",
        "UPDATE records_1 SET hash = x'00' WHERE seq = 80",
        "UPDATE records_1 SET prev = zeroblob(32) WHERE seq = 80",
        "UPDATE records_1 SET seq = 1000 WHERE seq = 84",
        "UPDATE records_1 SET sealed = x'' WHERE seq = 84",
        "DELETE FROM records_1 WHERE seq = 80",
        "DELETE FROM records_1 WHERE seq = 1",
        "UPDATE stream SET removed_up_to = 3 WHERE lane = 'alarm'",
        "UPDATE stream SET removed_hash = x'01' WHERE lane = 'alarm'",
        "UPDATE stream SET confirmed_up_to = 85 WHERE lane = 'alarm'",
        "UPDATE stream SET confirmed_up_to = -1 WHERE lane = 'alarm'",
        "UPDATE stream SET gateway = 'gw-icu-8' WHERE lane = 'alarm'",
        "UPDATE stream SET lane = 'nurse' WHERE lane = 'alarm'",
        "DELETE FROM stream WHERE lane = 'clinical'",
        "DROP TABLE records_1",
        "DROP TABLE stream",
        "PRAGMA user_version = 99",
        "PRAGMA application_id = 0"
      })
  void aStoreWhoseTailDoesNotHoldIsSetAsideAndANewEpochSaysSo(String tampering) throws Exception {
    bench.tamper(tampering);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertBeganAnew(journal);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).as("once is enough").hasSize(1);
      assertThat(status(journal, Lane.ALARM).lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsSetAside() throws Exception {
    Files.writeString(bench.file(), "not a database ".repeat(1_000));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertBeganAnew(journal);
      assertThat(bench.setAside().get(0).resolve("journal.db")).content().startsWith("not a data");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4_096, 20_000})
  void aFileThatWasCutShortIsSetAside(int length) throws Exception {
    byte[] whole = Files.readAllBytes(bench.file());
    Files.write(bench.file(), java.util.Arrays.copyOf(whole, length));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertBeganAnew(journal);
    }
  }

  @Test
  void whatAnotherKeySealedIsSetAsideToo() throws Exception {
    try (SqliteEventJournal journal = bench.openSealedBy(TestBench.sealer("another"))) {
      assertBeganAnew(journal);
    }
  }

  /**
   * Older than the tail that is verified at start: found when it is read. What stands beside the
   * sealed bytes only repeats them, so its loss costs nothing. The first page's records would come
   * back: their table began on it, and what grew into a tree left them there.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = 17; 1",
        "UPDATE records_1 SET sealed = (SELECT sealed FROM records_1 WHERE seq = 18) WHERE seq ="
            + " 17; 1",
        "UPDATE records_1 SET hash = zeroblob(32) WHERE seq = 17; 0",
        "UPDATE records_1 SET prev = zeroblob(32) WHERE seq = 17; 0"
      })
  void anOlderRecordThatDoesNotHoldIsNamedWhenItIsReadAndTheOthersComeBack(
      String tampering, int lost) throws Exception {
    bench.tamper(tampering);
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      StreamId stream = stream(journal, Lane.ALARM);
      assertThat(bench.setAside()).isEmpty();
      assertThat(journal.read(stream, 0, 16)).hasSize(16);
      assertThatThrownBy(() -> journal.read(stream, 0, 20))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
          .hasMessageMatching(".*" + epoch + "[|/]alarm[|/]17 .*");
      awaitSalvage(journal);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
      assertThat(readAll(journal, stream))
          .extracting(EventRecord::sequence)
          .hasSize(COUNT - lost)
          .contains(16L, 18L, (long) COUNT);
    }
  }

  @Test
  void whatNobodyReadsTheScrubFinds() throws Exception {
    bench.tamper("UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = 17");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(journal.check().code()).isEqualTo("salvaged");
      assertThat(journal.check().sentence()).contains("1 are missing", "damaged-");
      StreamId old = new StreamId(TestBench.GATEWAY, epoch, Lane.ALARM);
      List<EventRecord> back = readAll(journal, old);
      assertThat(back).hasSize(COUNT - 1);
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .anyMatch(
              gap ->
                  text(gap).contains("\"reason\":\"damaged\"")
                      && text(gap).contains("\"first\":17,")
                      && text(gap).contains(back.get(16).previousHash()));
      journal.confirm(old, COUNT, back.get(COUNT - 2).hash());
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).hasSize(1);
      assertThat(journal.streams()).noneMatch(one -> one.stream().epoch().equals(epoch));
    }
  }

  @Test
  void twoRecordsThatChangedPlacesAreNamed() throws Exception {
    bench.tamper(
        "UPDATE " + ALARMS + " SET seq = -7 WHERE seq = 7",
        "UPDATE " + ALARMS + " SET seq = 7 WHERE seq = 8",
        "UPDATE " + ALARMS + " SET seq = 8 WHERE seq = -7");
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      StreamId stream = stream(journal, Lane.ALARM);
      assertThatThrownBy(() -> journal.read(stream, 0, 10)).hasMessageContaining("alarm|7 ");
    }
  }

  private void awaitSalvage(SqliteEventJournal journal) {
    TestBench.await("all is back", () -> journal.check().code().equals("salvaged"));
  }

  private void assertBeganAnew(SqliteEventJournal journal) throws Exception {
    assertThat(bench.setAside()).hasSize(1);
    assertThat(stream(journal, Lane.ALARM).epoch()).isNotEqualTo(epoch);
    assertThat(status(journal, Lane.ALARM).lastSequence()).isZero();
    List<EventRecord> audit = readAll(journal, stream(journal, Lane.AUDIT));
    assertThat(audit).isNotEmpty();
    assertThat(text(audit.get(0)))
        .contains("\"name\":\"JOURNAL_GAP\"", "\"reason\":\"store-damaged\"")
        .contains("\"kept_in\":\"" + bench.setAside().get(0).getFileName() + "\"");
    assertThat(journal.check().code()).isIn("set-aside", "salvaging", "salvaged");
  }
}
