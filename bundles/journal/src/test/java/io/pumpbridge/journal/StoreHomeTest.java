// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.audits;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old copy of the store in its place. */
class StoreHomeTest {
  @TempDir private Path temp;

  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  private StreamId alarms(int count) throws Exception {
    try (SqliteEventJournal journal = bench.openAtHome()) {
      List<EventRecord> unused = appendAll(journal, EventName.ALARM, count);
      return stream(journal, Lane.ALARM);
    }
  }

  @Test
  void theSameFileGoesOnInItsEpochAndNothingIsSaid() throws Exception {
    StreamId before = alarms(3);
    assertThat(alarms(2)).isEqualTo(before);
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(readAll(journal, before)).hasSize(5);
      assertThat(audits(journal)).isEmpty();
    }
  }

  @Test
  void anOldCopyBeginsANewEpochSaysSoAndKeepsWhatItHolds() throws Exception {
    StreamId before = alarms(3);
    Path copy = Files.copy(bench.file(), temp.resolve("copy.db"));
    assertThat(alarms(2)).as("written after the copy").isEqualTo(before);
    Files.delete(bench.file());
    Files.move(copy, bench.file());

    StreamId after;
    try (SqliteEventJournal journal = bench.openAtHome()) {
      after = stream(journal, Lane.ALARM);
      assertThat(after.epoch()).isNotEqualTo(before.epoch());
      assertThat(readAll(journal, before)).as("under their own numbers").hasSize(3);
      assertThat(appendAll(journal, EventName.ALARM, 1).get(0).sequence()).isEqualTo(1);
      assertThat(audits(journal))
          .singleElement()
          .asString()
          .contains("\"reason\":\"store-restored\"")
          .contains("\"ended_epoch\":\"" + before.epoch() + "\"");
    }
    assertThat(alarms(1)).as("once").isEqualTo(after);
  }

  @Test
  void aStoreThatTookADamagedOnesPlaceIsAtHomeThere() throws Exception {
    StreamId before = alarms(3);
    Files.write(bench.file(), new byte[5_000]);
    StreamId after = alarms(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(alarms(1)).isEqualTo(after);
    try (SqliteEventJournal journal = bench.openAtHome()) {
      assertThat(audits(journal)).noneMatch(gap -> gap.contains("store-restored"));
    }
  }

  @Test
  void aNoteThatCannotBeReadIsTakenForAnotherFilesNote() throws Exception {
    StreamId before = alarms(3);
    Files.writeString(bench.directory.resolve("journal.home"), "x".repeat(1_000));
    assertThat(alarms(1).epoch()).isNotEqualTo(before.epoch());
  }
}
