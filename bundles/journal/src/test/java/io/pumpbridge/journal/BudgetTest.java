// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 16 MB, filled with records of 12 kB so that it does not take long. */
class BudgetTest {
  private static final String FILLING = "x".repeat(12_000);
  private static final Pattern NUMBERS = Pattern.compile("\"(count|first|last)\":(\\d+)");

  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  @Test
  void samplesGiveWayFirstAndEachLossIsSaidWithItsNumbersAndHash() throws Exception {
    List<EventRecord> samples;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.ALARM, 100);
      samples = fill(journal, EventName.SAMPLE, 1_000);
      fill(journal, EventName.ALARM, 50);
      StreamStatus telemetry = status(journal, Lane.TELEMETRY);
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(150);
      assertThat(telemetry.lastSequence()).isEqualTo(1_000);
      assertThat(telemetry.confirmedUpTo()).isZero();
      assertThat(telemetry.storedCount()).isLessThan(900).isPositive();
      assertThat(journal.check().code()).isEqualTo("giving-way");
      assertGapsCover(journal, samples, 1_000 - telemetry.storedCount());
      List<EventRecord> left = readAll(journal, telemetry.stream());
      long gone = left.get(0).sequence() - 1;
      assertThat(left).hasSize((int) telemetry.storedCount());
      assertWhole(left, gone, samples.get((int) gone - 1).hash());
      assertThat(journal.read(telemetry.stream(), 3, 1))
          .as("across the hole")
          .isEqualTo(left.subList(0, 1));
    }
    assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).isEmpty();
      EventRecord next = result(journal.append(event(EventName.SAMPLE)));
      assertThat(next.sequence()).isEqualTo(1_001);
      assertThat(next.previousHash()).isEqualTo(samples.get(999).hash());
    }
  }

  @Test
  void theNewestAlarmIsNeverRefusedEvenIfAllAreAlarms() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> alarms = fill(journal, EventName.ALARM, 1_200);
      StreamStatus status = status(journal, Lane.ALARM);
      assertThat(status.lastSequence()).isEqualTo(1_200);
      assertThat(status.storedCount()).isPositive().isLessThan(700);
      List<EventRecord> left = readAll(journal, status.stream());
      assertThat(left).endsWith(alarms.get(1_199));
      assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
      EventRecord upTo = left.get(10);
      journal.confirm(status.stream(), upTo.sequence(), upTo.hash());
      assertThat(readAll(journal, status.stream())).isEqualTo(left.subList(11, left.size()));
    }
  }

  @Test
  void lanesGiveWayInTheOrderTelemetryClinicalAlarm() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.SAMPLE, 100);
      fill(journal, EventName.DELIV_START, 100);
      fill(journal, EventName.ALARM, 500);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).as("first").isLessThan(100);
      assertThat(status(journal, Lane.CLINICAL).storedCount()).isEqualTo(100);
      fill(journal, EventName.ALARM, 120);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).as("all").isZero();
      assertThat(status(journal, Lane.CLINICAL).storedCount()).isLessThan(100);
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(620);
    }
  }

  @Test
  void aStormOfRefusalsPushesOutNoAlarmNoDeliveryAndNoSample() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.ALARM, 200);
      fill(journal, EventName.DELIV_START, 200);
      fill(journal, EventName.SAMPLE, 200);
      List<EventRecord> refusals = fill(journal, EventName.COMMAND_REFUSED, 1_000);
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(200);
      assertThat(status(journal, Lane.CLINICAL).storedCount()).isEqualTo(200);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).isEqualTo(200);
      List<EventRecord> left = readAll(journal, stream(journal, Lane.AUDIT));
      assertThat(left).hasSizeBetween(64, 200).contains(refusals.get(999));
      assertThat(left.stream().map(TestBench::text))
          .as("its own loss is said in its own chain")
          .anyMatch(text -> text.contains("JOURNAL_GAP") && text.contains("\"lane\":\"audit\""));
      assertWhole(left, left.get(0).sequence() - 1, left.get(0).previousHash());
    }
    assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
  }

  @Test
  void aStormOfAlarmsPushesOutNothingThatWasAudited() throws Exception {
    List<EventRecord> refusals;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      refusals = fill(journal, EventName.COMMAND_REFUSED, 100);
      fill(journal, EventName.ALARM, 1_200);
      assertThat(status(journal, Lane.ALARM).storedCount()).isLessThan(700);
      assertThat(readAll(journal, stream(journal, Lane.AUDIT))).containsAll(refusals);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.DELIV_START, 400);
      assertThat(readAll(journal, stream(journal, Lane.AUDIT)))
          .as("also when the room is measured anew")
          .containsAll(refusals);
    }
    assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
  }

  @Test
  void theAuditLaneHasAsMuchRoomAsTheHospitalSets() throws Exception {
    try (SqliteEventJournal journal = bench.open(new Settings(16, 100, 50))) {
      fill(journal, EventName.COMMAND_REFUSED, 400);
      assertThat(status(journal, Lane.AUDIT).storedCount()).isEqualTo(400);
      journal.adjust(new Settings(16, 100, 10));
      fill(journal, EventName.COMMAND_REFUSED, 1);
      assertThat(status(journal, Lane.AUDIT).storedCount()).isLessThan(100);
      assertThat(status(journal, Lane.AUDIT).lastSequence()).isGreaterThan(400);
    }
  }

  @Test
  void rowsTakeOnDiskWhatIsReckoned() throws Exception {
    for (int length : new int[] {10, 400, 1_500, 2_500, 3_600, 5_000, 12_000}) {
      Path place = temp.resolve("of-" + length);
      TestBench other = new TestBench(place);
      try (SqliteEventJournal journal = other.open(new Settings(64, 100, 50))) {
        Event event =
            Event.of(EventName.SAMPLE, Fields.builder().put("filling", "y".repeat(length)).build());
        List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
          futures.add(journal.append(event));
        }
        futures.forEach(TestBench::result);
      }
      try (Database database = Database.open(other.file(), 1L << 40, Connections::toSqlite)) {
        Head head =
            database.streams().all().stream()
                .filter(one -> one.stream().lane() == Lane.TELEMETRY)
                .findFirst()
                .orElseThrow();
        long reckoned = database.records().occupied(head, Long.MAX_VALUE);
        long used = database.usedBytes() - 20 * Database.PAGE_BYTES; // the other tables
        assertThat((double) reckoned / used).as("%d characters", length).isBetween(0.95, 1.1);
      }
    }
  }

  @Test
  void healthWarnsBeforeItIsFull() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.ALARM, 600);
      assertThat(journal.check().code()).isEqualTo("nearly-full");
      EventRecord last = result(journal.append(alarm(1)));
      journal.confirm(last.stream(), last.sequence(), last.hash());
      assertThat(journal.check().code()).isEqualTo("ok");
    }
  }

  @Test
  void aConfirmedRecordThatMakesRoomIsNoLoss() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (int round = 0; round < 5; round++) {
        EventRecord last = fill(journal, EventName.SAMPLE, 300).get(299);
        journal.confirm(last.stream(), last.sequence(), last.hash());
      }
      assertThat(status(journal, Lane.AUDIT).lastSequence()).isZero();
      assertThat(journal.check().code()).isEqualTo("ok");
    }
  }

  @Test
  void aSmallerBudgetTakesEffectWithTheNextEvents() throws Exception {
    try (SqliteEventJournal journal = bench.open(new Settings(32, 100, 20))) {
      fill(journal, EventName.SAMPLE, 1_000);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).isEqualTo(1_000);
      journal.adjust(EAGER);
      result(journal.append(alarm(1)));
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).isPositive().isLessThan(800);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(bench.setAside()).isEmpty();
      assertThat(result(journal.append(alarm(2))).sequence()).isEqualTo(2);
    }
  }

  static List<EventRecord> fill(SqliteEventJournal journal, EventName name, int count) {
    List<CompletableFuture<EventRecord>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      futures.add(journal.append(event(name)));
    }
    return futures.stream().map(TestBench::result).toList();
  }

  private static Event event(EventName name) {
    return Event.of(name, Fields.builder().put("filling", FILLING).build());
  }

  /** First to last without a hole between the gap records, and the hash of each one's last. */
  private static void assertGapsCover(
      SqliteEventJournal journal, List<EventRecord> samples, long lost) throws Exception {
    long covered = 0;
    for (EventRecord gap : readAll(journal, stream(journal, Lane.AUDIT))) {
      String text = text(gap);
      assertThat(text).contains("JOURNAL_GAP", "\"reason\":\"budget\"", "\"lane\":\"telemetry\"");
      List<Long> numbers =
          NUMBERS
              .matcher(text)
              .results()
              .map((MatchResult m) -> Long.parseLong(m.group(2)))
              .toList();
      long count = numbers.get(0);
      long last = numbers.get(2);
      assertThat(numbers.get(1)).isEqualTo(covered + 1);
      assertThat(last).isEqualTo(covered + count);
      assertThat(text).contains("\"hash\":\"" + samples.get((int) last - 1).hash() + "\"");
      covered = last;
    }
    assertThat(covered).isEqualTo(lost).isPositive();
  }
}
