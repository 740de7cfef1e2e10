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
import org.junit.jupiter.params.provider.ValueSource;

/** A file that somebody or something has changed while the journal was not looking. */
class DamageTest {
  private static final int COUNT = StoreOpening.TAIL + 20;

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
        "UPDATE records_1 SET sealed = (SELECT sealed FROM records_1 WHERE seq = 79) WHERE seq = 80",
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
    try (SqliteEventJournal journal =
        new SqliteEventJournal(
            bench.clock,
            new AesSealer("another"),
            TestBench.GATEWAY,
            bench.directory,
            EAGER,
            bench.disk,
            TestBench.SWIFT)) {
      assertBeganAnew(journal);
    }
  }

  /** Older than the tail that is verified at start: found when it is read. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = 7",
        "UPDATE records_1 SET sealed = (SELECT sealed FROM records_1 WHERE seq = 8) WHERE seq = 7",
        "UPDATE records_1 SET hash = zeroblob(32) WHERE seq = 7",
        "UPDATE records_1 SET prev = zeroblob(32) WHERE seq = 7",
        "DELETE FROM records_1 WHERE seq = 7"
      })
  void anOlderRecordThatDoesNotHoldIsNamedWhenItIsRead(String tampering) throws Exception {
    bench.tamper(tampering);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      StreamId stream = stream(journal, Lane.ALARM);
      assertThat(bench.setAside()).isEmpty();
      assertThat(journal.read(stream, 0, 6)).hasSize(6);
      assertThatThrownBy(() -> journal.read(stream, 0, 10))
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
          .hasMessageMatching(".*" + epoch + "[|/]alarm[|/]7 .*");
      assertThat(journal.check().code()).isEqualTo("damaged");
      assertThat(journal.check().sentence()).contains(epoch);
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(COUNT + 1);
    }
  }

  @Test
  void twoRecordsThatChangedPlacesAreNamed() throws Exception {
    bench.tamper(
        "UPDATE " + ALARMS + " SET seq = -7 WHERE seq = 7",
        "UPDATE " + ALARMS + " SET seq = 7 WHERE seq = 8",
        "UPDATE " + ALARMS + " SET seq = 8 WHERE seq = -7");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      StreamId stream = stream(journal, Lane.ALARM);
      assertThatThrownBy(() -> journal.read(stream, 0, 10)).hasMessageContaining("alarm|7 ");
    }
  }

  /**
   * One byte changed, anywhere: either all is as it was, or it is named, or the file was set aside;
   * and an alarm is stored in any case.
   */
  @Test
  void noSingleByteCanBringTheJournalDownOrChangeARecordUnnoticed() throws Exception {
    byte[] whole = Files.readAllBytes(bench.file());
    List<EventRecord> original;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      original = readAll(journal, stream(journal, Lane.ALARM));
    }
    int unharmed = 0;
    int named = 0;
    int setAside = 0;
    int step = 1_021; // prime: every offset within a page comes up in time
    for (int at = 0; at < whole.length; at += at < 120 ? 7 : step) {
      TestBench one = new TestBench(temp.resolve("byte-" + at));
      Files.createDirectories(one.directory);
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) 0xff;
      Files.write(one.file(), damaged);
      try (SqliteEventJournal journal = one.open(EAGER)) {
        assertThat(result(journal.append(alarm(-1))).sequence()).as("byte " + at).isPositive();
        if (!one.setAside().isEmpty()) {
          setAside++;
        } else {
          try {
            List<EventRecord> read = readAll(journal, stream(journal, Lane.ALARM));
            assertThat(read.subList(0, COUNT)).as("byte " + at).isEqualTo(original);
            unharmed++;
          } catch (JournalException e) {
            assertThat(e.reason()).as("byte " + at).isEqualTo(Reason.DAMAGED);
            named++;
          }
        }
      }
    }
    assertThat(unharmed).isPositive();
    assertThat(named).isPositive();
    assertThat(setAside).isPositive();
  }

  private void assertBeganAnew(SqliteEventJournal journal) throws Exception {
    assertThat(bench.setAside()).hasSize(1);
    assertThat(stream(journal, Lane.ALARM).epoch()).isNotEqualTo(epoch);
    assertThat(status(journal, Lane.ALARM).lastSequence()).isZero();
    List<EventRecord> audit = readAll(journal, stream(journal, Lane.AUDIT));
    assertThat(audit).hasSize(1);
    assertThat(text(audit.get(0)))
        .contains("\"name\":\"JOURNAL_GAP\"", "\"reason\":\"store-damaged\"")
        .contains("\"kept_in\":\"" + bench.setAside().get(0).getFileName() + "\"");
    assertThat(journal.check().code()).isEqualTo("set-aside");
  }
}
