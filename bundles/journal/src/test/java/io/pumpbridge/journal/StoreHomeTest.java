// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.audits;
import static io.pumpbridge.journal.TestBench.event;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.FaultyDisk.Fault;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /** A bit that flipped on the disk. */
  @Test
  void aNoteOfOtherBytesThanDigitsIsTakenForAnotherFilesNoteOnce() throws Exception {
    StreamId before = alarms(3);
    byte[] note = Files.readAllBytes(note());
    note[0] |= (byte) 0x80;
    Files.write(note(), note);
    StreamId after = alarms(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(alarms(1)).isEqualTo(after);
  }

  @Test
  void aNoteThatCannotBeOpenedIsTakenForAnotherFilesNote() throws Exception {
    StreamId before = alarms(3);
    Files.delete(note());
    Files.createSymbolicLink(note(), note().getFileName());
    assertThat(alarms(1).epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void withoutANoteAlarmsAreStoredAllTheSameAndTheNextOpeningMakesIt() throws Exception {
    blockNotes();
    StreamId before = alarms(3);
    assertThat(note()).doesNotExist();
    unblockNotes();
    assertThat(alarms(1)).isEqualTo(before);
    assertThat(note()).isNotEmptyFile();
    Files.copy(bench.file(), temp.resolve("copy.db"));
    Files.move(temp.resolve("copy.db"), bench.file(), StandardCopyOption.REPLACE_EXISTING);
    assertThat(alarms(1).epoch()).isNotEqualTo(before.epoch());
  }

  /** A disk that fails now and then must not begin an epoch each time. */
  @Test
  void anOldNoteThatCannotBeReplacedBeginsOneEpochInARun() throws Exception {
    StreamId before = alarms(3);
    Files.writeString(note(), "1");
    blockNotes();
    try (SqliteEventJournal journal = bench.openAtHome()) {
      StreamId after = appendAll(journal, EventName.ALARM, 1).get(0).stream();
      assertThat(after.epoch()).isNotEqualTo(before.epoch());
      bench.disk.failWhen(Fault.AFTER_COMMIT);
      JournalException unused = failure(journal.append(event(EventName.ASSOCIATION_REFUSED, 1)));
      bench.disk.failWhen(Fault.NONE);
      assertThat(result(journal.append(alarm(2))).stream()).isEqualTo(after);
    }
  }

  @Test
  void aNoteThatCouldNotBeFinishedLeavesNothingBehind() throws Exception {
    StreamId before = alarms(1);
    Files.delete(note());
    Path inside = Files.createDirectories(note().resolve("inside"));
    assertThat(alarms(1).epoch()).isNotEqualTo(before.epoch());
    assertThat(inside).exists();
    assertThat(next()).doesNotExist();
  }

  private Path note() {
    return bench.directory.resolve("journal.home");
  }

  private Path next() {
    return bench.directory.resolve("journal.home.new");
  }

  private void blockNotes() throws Exception {
    Path unused = Files.createDirectories(next().resolve("inside"));
  }

  private void unblockNotes() throws Exception {
    Files.delete(next().resolve("inside"));
    Files.delete(next());
  }
}
