// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.audit.AuditFeed.Position;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditReaderTest {
  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  private static List<EventRecord> refusals(SqliteEventJournal journal, int count)
      throws Exception {
    return appendAll(journal, EventName.COMMAND_REFUSED, count);
  }

  @Test
  void whatTheServerConfirmedStaysUntilTheReaderHasPassedIt() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      List<EventRecord> all = refusals(journal, 10);
      StreamId audit = stream(journal, Lane.AUDIT);
      journal.confirm(audit, 8, all.get(7).hash());

      assertThat(journal.read(audit, 0, 100)).as("the server's").isEqualTo(all.subList(8, 10));
      assertThat(status(journal, Lane.AUDIT)).isEqualTo(new StreamStatus(audit, 10, 8, 2));
      assertThat(feed.readHeld(audit, 0, 100)).as("the reader's").isEqualTo(all);

      feed.pass(audit, 5);
      assertThat(feed.readHeld(audit, 0, 100)).isEqualTo(all.subList(5, 10));
      feed.pass(audit, 10);
      assertThat(feed.readHeld(audit, 0, 100)).as("unconfirmed").isEqualTo(all.subList(8, 10));
      feed.pass(audit, 3);
      assertThat(feed.positions()).containsExactly(new Position(audit, 10, 10));
    }
  }

  @Test
  void otherLanesAreNotHeld() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
      List<EventRecord> alarms = appendAll(journal, EventName.ALARM, 3);
      StreamId stream = stream(journal, Lane.ALARM);
      journal.confirm(stream, 3, alarms.get(2).hash());
      assertThat(journal.auditFeed().readHeld(stream, 0, 10)).isEmpty();
    }
  }

  @Test
  void whereTheReaderStandsOutlivesARestart() throws Exception {
    List<EventRecord> all;
    StreamId audit;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
      all = refusals(journal, 6);
      audit = stream(journal, Lane.AUDIT);
      journal.auditFeed().pass(audit, 2);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.confirm(audit, 6, all.get(5).hash());
      assertThat(journal.auditFeed().positions()).containsExactly(new Position(audit, 2, 6));
      assertThat(journal.auditFeed().readHeld(audit, 2, 10)).isEqualTo(all.subList(2, 6));
    }
  }

  @Test
  void aReaderThatLeavesHoldsNothing() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      List<EventRecord> all = refusals(journal, 4);
      StreamId audit = stream(journal, Lane.AUDIT);
      journal.confirm(audit, 3, all.get(2).hash());
      feed.unfollow();
      assertThat(feed.readHeld(audit, 0, 10)).isEqualTo(all.subList(3, 4));
    }
  }

  @Test
  void aNewEpochIsHeldToo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
    }
    Files.write(temp.resolve("journal/journal.db"), "no store".getBytes(StandardCharsets.US_ASCII));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      journal.auditFeed().follow();
      EventRecord gap = journal.read(stream(journal, Lane.AUDIT), 0, 1).get(0);
      journal.confirm(gap.stream(), 1, gap.hash());
      assertThat(journal.auditFeed().readHeld(gap.stream(), 0, 1)).containsExactly(gap);
    }
  }

  @Test
  void whatIsOnlyHeldGivesWayBeforeWhatTheServerLacksAndAGapSaysSo() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      StreamId audit = stream(journal, Lane.AUDIT);
      EventRecord last = BudgetTest.fill(journal, EventName.COMMAND_REFUSED, 140).get(139);
      journal.confirm(audit, last.sequence(), last.hash());
      List<EventRecord> newer = BudgetTest.fill(journal, EventName.COMMAND_REFUSED, 80);

      assertThat(journal.read(audit, 0, 1_000)).as("the server's").containsAll(newer);
      List<EventRecord> left = feed.readHeld(audit, 0, 1_000);
      assertThat(left.get(0).sequence()).isGreaterThan(1).isLessThanOrEqualTo(140);
      assertThat(left)
          .anySatisfy(
              gap ->
                  assertThat(gap.canonical().toText(StandardCharsets.UTF_8))
                      .contains("\"reason\":\"collector-budget\"")
                      .contains("\"held_first\":"));
      assertThat(result(journal.append(TestBench.alarm(1))).sequence()).isEqualTo(1);
    }
  }

  @Test
  void aStormOfSamplesTakesNothingFromTheReader() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      StreamId audit = stream(journal, Lane.AUDIT);
      List<EventRecord> all = BudgetTest.fill(journal, EventName.COMMAND_REFUSED, 100);
      journal.confirm(audit, 100, all.get(99).hash());
      BudgetTest.fill(journal, EventName.SAMPLE, 1_000);
      assertThat(status(journal, Lane.TELEMETRY).storedCount()).isLessThan(1_000);
      assertThat(feed.readHeld(audit, 0, 1_000)).containsAll(all);
    }
  }
}
