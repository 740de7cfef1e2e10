// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditFeed;
import io.pumpbridge.model.audit.AuditFeed.Position;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second reader of the audit lane loses nothing when the store is damaged. */
class ReaderAfterDamageTest {
  private static final int COUNT = 10;
  private static final int CONFIRMED = 8;
  private static final int PASSED = 5;

  @TempDir Path temp;
  private TestBench bench;
  private List<EventRecord> all = List.of();

  @BeforeEach
  void aReaderIsBehindTheServer() throws Exception {
    bench = new TestBench(temp);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      all = appendAll(journal, EventName.COMMAND_REFUSED, COUNT);
      StreamId audit = stream(journal, Lane.AUDIT);
      journal.confirm(audit, CONFIRMED, all.get(CONFIRMED - 1).hash());
      feed.pass(audit, PASSED);
    }
  }

  private SqliteEventJournal salvaged() throws Exception {
    SqliteEventJournal journal = bench.open(EAGER);
    journal.auditFeed().follow();
    assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
    assertThat(bench.setAside()).hasSize(1);
    return journal;
  }

  @Test
  void itGoesOnWhereItStoodAndNeitherItNorTheServerHearsAnythingTwice() throws Exception {
    bench.tamper("PRAGMA user_version = 99");
    StreamId old = all.get(0).stream();
    try (SqliteEventJournal journal = salvaged()) {
      AuditFeed feed = journal.auditFeed();
      assertThat(feed.positions()).contains(new Position(old, PASSED, COUNT));
      assertThat(feed.readHeld(old, PASSED, 100)).isEqualTo(all.subList(PASSED, COUNT));
      assertThat(readAll(journal, old)).isEqualTo(all.subList(CONFIRMED, COUNT));
      journal.confirm(old, COUNT, all.get(COUNT - 1).hash());
      assertThat(feed.readHeld(old, PASSED, 100)).as("held").hasSize(COUNT - PASSED);
      feed.pass(old, COUNT);
    }
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.streams()).noneMatch(one -> one.stream().equals(old));
      assertThat(journal.auditFeed().positions()).noneMatch(one -> one.stream().equals(old));
    }
  }

  @Test
  void ifItsPlaceIsLostItHearsRatherTwiceThanNever() throws Exception {
    bench.tamper("DELETE FROM reader", "UPDATE stream SET digest = x'00'");
    StreamId old = all.get(0).stream();
    try (SqliteEventJournal journal = salvaged()) {
      AuditFeed feed = journal.auditFeed();
      assertThat(feed.readHeld(old, 0, 100)).containsAll(all.subList(PASSED, COUNT));
      assertThat(readAll(journal, old)).containsAll(all.subList(CONFIRMED, COUNT));
    }
  }

  /** The server may be quicker than the collector after a start. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRAGMA user_version = 99",
        "DELETE FROM reader",
        "UPDATE stream SET digest = x'00'"
      })
  void aReaderThatComesLateHasEverythingThatWasHeldForIt(String tampering) throws Exception {
    bench.tamper(tampering);
    StreamId old = all.get(0).stream();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      journal.confirm(old, COUNT, all.get(COUNT - 1).hash());
      AuditFeed feed = journal.auditFeed();
      feed.follow();
      assertThat(feed.readHeld(old, 0, 100)).containsAll(all.subList(PASSED, COUNT));
    }
  }

  @Test
  void forAReaderThatHasLeftNothingIsHeld() throws Exception {
    bench.tamper("PRAGMA user_version = 99");
    StreamId old = all.get(0).stream();
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      journal.auditFeed().unfollow();
      TestBench.await("all is back", () -> journal.check().code().equals("salvaged"));
      journal.confirm(old, COUNT, all.get(COUNT - 1).hash());
      assertThat(journal.auditFeed().readHeld(old, 0, 100)).isEmpty();
    }
  }
}
