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
      assertThat(status.storedCount()).isPositive().isLessThan(1_000);
      List<EventRecord> left = readAll(journal, status.stream());
      assertThat(left).endsWith(alarms.get(1_199));
      assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
      EventRecord upTo = left.get(10);
      journal.confirm(status.stream(), upTo.sequence(), upTo.hash());
      assertThat(readAll(journal, status.stream())).isEqualTo(left.subList(11, left.size()));
    }
  }

  @Test
  void lanesGiveWayInTheOrderTelemetryAuditClinicalAlarm() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.SAMPLE, 100);
      fill(journal, EventName.LIBRARY_REFUSED, 100);
      fill(journal, EventName.DELIV_START, 100);
      fill(journal, EventName.ALARM, 540);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).as("first").isLessThan(100);
      assertThat(status(journal, Lane.CLINICAL).storedCount()).isEqualTo(100);
      fill(journal, EventName.ALARM, 230);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).as("all").isZero();
      assertThat(status(journal, Lane.CLINICAL).storedCount()).isLessThan(100);
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(770);
    }
  }

  @Test
  void healthWarnsBeforeItIsFull() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      fill(journal, EventName.ALARM, 700);
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
    try (SqliteEventJournal journal = bench.open(new Settings(32, 100))) {
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
