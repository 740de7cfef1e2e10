// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.audits;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole disk that was set back: the file is the same one, and only the server knows better. */
class SetBackTest {
  @TempDir private Path temp;

  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  private static void confirmWrongly(SqliteEventJournal journal, EventRecord record) {
    confirmWrongly(journal, record.stream(), record.sequence(), record.hash());
  }

  private static void confirmWrongly(
      SqliteEventJournal journal, StreamId stream, long sequence, String hash) {
    assertThatThrownBy(() -> journal.confirm(stream, sequence, hash))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_CONFIRMATION));
  }

  /** Three alarms, an image, two more that the server gets; then the image, into the same file. */
  private EventRecord setBack() throws Exception {
    try (SqliteEventJournal journal = bench.openAtHome()) {
      List<EventRecord> unused = appendAll(journal, EventName.ALARM, 3);
    }
    byte[] image = Files.readAllBytes(bench.file());
    EventRecord last;
    try (SqliteEventJournal journal = bench.openAtHome()) {
      last = appendAll(journal, EventName.ALARM, 2).get(1);
    }
    Files.write(bench.file(), image, StandardOpenOption.TRUNCATE_EXISTING);
    return last;
  }

  @Test
  void aRecordThatOnlyTheServerHasBeginsANewEpochAndSaysSo() throws Exception {
    EventRecord servers = setBack();
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(stream(journal, Lane.ALARM)).as("nobody knows yet").isEqualTo(servers.stream());
      confirmWrongly(journal, servers);

      StreamId after = stream(journal, Lane.ALARM);
      assertThat(after.epoch()).isNotEqualTo(servers.stream().epoch());
      assertThat(appendAll(journal, EventName.ALARM, 1).get(0).sequence()).isEqualTo(1);
      assertThat(readAll(journal, servers.stream())).as("kept, to be sent").hasSize(3);
      assertThat(audits(journal))
          .singleElement()
          .asString()
          .contains("\"reason\":\"store-restored\"")
          .contains("\"ended_epoch\":\"" + servers.stream().epoch() + "\"")
          .contains("\"known\":5")
          .contains("\"known_hash\":\"" + servers.hash() + "\"")
          .contains("\"known_lane\":\"alarm\"");
      assertThat(journal.check()).isEqualTo(Health.WELL);
    }
  }

  @Test
  void soDoesAnotherRecordWithANumberThatIsHere() throws Exception {
    EventRecord servers = setBack();
    try (SqliteEventJournal journal = bench.openAtHome()) {
      List<EventRecord> others = appendAll(journal, EventName.ALARM, 4);
      assertThat(others.get(1).sequence()).isEqualTo(servers.sequence());
      confirmWrongly(journal, servers);
      assertThat(stream(journal, Lane.ALARM).epoch()).isNotEqualTo(servers.stream().epoch());
      assertThat(readAll(journal, servers.stream())).hasSize(7);
    }
  }

  /** Records 4 to 7 of this life, where the server has 4 and 5 of the other one. */
  @Test
  void whatTheServerHasOtherwiseIsToldAgainInTheNewEpoch() throws Exception {
    EventRecord servers = setBack();
    List<EventRecord> others;
    try (SqliteEventJournal journal = bench.openAtHome()) {
      others = appendAll(journal, EventName.ALARM, 4);
      confirmWrongly(journal, servers);
      EventRecord common = readAll(journal, servers.stream()).get(2);
      confirmWrongly(journal, servers.stream(), 4, servers.hash());
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, servers.stream())).as("the first three may be known").hasSize(7);

      journal.confirm(common.stream(), 3, common.hash());
      confirmWrongly(journal, servers.stream(), 4, servers.hash());
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(readAll(journal, servers.stream())).isEmpty();
      List<EventRecord> again = readAll(journal, stream(journal, Lane.ALARM));
      assertThat(again).hasSize(4);
      assertWhole(again, 0, EventRecord.FIRST_PREVIOUS);
      assertThat(again)
          .map(SetBackTest::told)
          .isEqualTo(others.stream().map(SetBackTest::told).toList());
      assertThat(audits(journal).get(1))
          .contains("\"reason\":\"told-again\"")
          .contains("\"moved_first\":4")
          .contains("\"moved_last\":7");
    }
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(readAll(journal, stream(journal, Lane.ALARM))).hasSize(4);
    }
  }

  /** All but its number and its place in the chain. */
  private static String told(EventRecord record) {
    return TestBench.text(record).replaceAll("\"(epoch|prev|seq)\":[^,]*,", "");
  }

  /** The agent ends in between, and the server cannot contradict what it never had. */
  @Test
  void manyAreToldAgainInOrderAlsoAfterARestart() throws Exception {
    EventRecord servers = setBack();
    List<EventRecord> others;
    try (SqliteEventJournal journal = bench.openAtHome()) {
      others = appendAll(journal, EventName.ALARM, 450);
      EventRecord common = readAll(journal, servers.stream()).get(2);
      confirmWrongly(journal, servers);
      journal.confirm(common.stream(), 3, common.hash());
      confirmWrongly(journal, servers.stream(), 4, servers.hash());
    }
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      List<EventRecord> again = readAll(journal, stream(journal, Lane.ALARM));
      assertWhole(again, 0, EventRecord.FIRST_PREVIOUS);
      assertThat(again)
          .map(SetBackTest::told)
          .isEqualTo(others.stream().map(SetBackTest::told).toList());
      assertThat(audits(journal)).hasSize(1 + 3);
    }
  }

  /** Beyond the tail, where opening does not look. */
  @Test
  void oneThatDoesNotHoldCondemnsTheStoreAndTheOthersComeBack() throws Exception {
    EventRecord servers = setBack();
    try (SqliteEventJournal journal = bench.openAtHome()) {
      List<EventRecord> unused = appendAll(journal, EventName.ALARM, 450);
      EventRecord common = readAll(journal, servers.stream()).get(2);
      confirmWrongly(journal, servers);
      journal.confirm(common.stream(), 3, common.hash());
    }
    bench.tamper(
        "UPDATE records_1 SET sealed = x'01' WHERE seq = 100",
        "INSERT INTO contradicted(stream) VALUES (1)");
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(bench.setAside()).hasSize(1);
      List<String> back = new ArrayList<>();
      for (StreamStatus status : journal.streams()) {
        if (status.stream().lane() == Lane.ALARM) {
          readAll(journal, status.stream()).forEach(record -> back.add(told(record)));
        }
      }
      assertThat(back).hasSize(449).doesNotHaveDuplicates();
    }
  }

  @Test
  void nobodyMakesEpochsWithoutEnd() throws Exception {
    EventRecord servers = setBack();
    try (SqliteEventJournal journal = bench.openAtHome()) {
      confirmWrongly(journal, servers);
      StreamId after = stream(journal, Lane.ALARM);
      confirmWrongly(journal, servers);
      confirmWrongly(journal, after, 1_000, servers.hash());
      assertThat(stream(journal, Lane.ALARM)).isEqualTo(after);
    }
  }

  @Test
  void whatCameBeforeWhatIsHereProvesNothing() throws Exception {
    try (SqliteEventJournal journal = bench.openAtHome()) {
      List<EventRecord> records = appendAll(journal, EventName.ALARM, 5);
      EventRecord fourth = records.get(3);
      journal.confirm(fourth.stream(), 4, fourth.hash());
      confirmWrongly(journal, fourth.stream(), 3, "0".repeat(64));
      confirmWrongly(journal, fourth.stream(), 0, "0".repeat(64));
      assertThat(stream(journal, Lane.ALARM)).isEqualTo(fourth.stream());
    }
  }

  /** A changed bit in the list of streams that are to be told again names another one. */
  @Test
  void aStreamInUseIsNotToldAgain() throws Exception {
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.openAtHome()) {
      alarms = appendAll(journal, EventName.ALARM, 3);
    }
    bench.tamper("INSERT INTO contradicted SELECT id FROM stream");
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      alarms.addAll(appendAll(journal, EventName.ALARM, 1));
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
      assertThat(journal.check()).isEqualTo(Health.WELL);
    }
  }
}
