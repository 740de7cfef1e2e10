// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.event;
import static io.pumpbridge.journal.TestBench.failure;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.status;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A power cut between any two steps of putting a new store in place of a damaged one. */
class StoreFilesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123Z");

  @TempDir Path temp;
  private TestBench bench;
  private StoreFiles files;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
    files = new StoreFiles(bench.directory);
  }

  @Test
  void aStoreThatWasOnlyBegunAsideIsForgottenAndTheOldOneStays() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    Path aside = files.beginAside(NOW);
    Files.writeString(aside.resolveSibling(aside.getFileName() + "-wal"), "");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(3);
      assertThat(files.aside()).isEmpty();
      assertThat(bench.setAside()).isEmpty();
    }
  }

  @Test
  void aFinishedStoreAsideIsADecisionAndIsCarriedOut() throws Exception {
    finishOneAside();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
    }
    Path waiting = temp.resolve("waiting.db");
    Files.move(waiting, bench.directory.resolve("next-20260301T080000.123Z.db"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(status(journal, Lane.ALARM).storedCount()).isEqualTo(1);
      assertThat(bench.setAside())
          .singleElement()
          .satisfies(d -> assertThat(d.getFileName()).hasToString("damaged-20260301T080000.123Z"))
          .satisfies(d -> assertThat(d.resolve("journal.db")).exists());
    }
  }

  @Test
  void itIsCarriedOutAlsoIfTheOldStoreHadLeftAlready() throws Exception {
    finishOneAside();
    Path waiting = temp.resolve("waiting.db");
    Files.createDirectories(bench.directory.resolve("damaged-20260301T080000.123Z"));
    Files.move(waiting, bench.directory.resolve("next-20260301T080000.123Z.db"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(readAll(journal, stream(journal, Lane.ALARM))).hasSize(1);
      assertThat(result(journal.append(alarm(2))).sequence()).isEqualTo(2);
    }
  }

  /** Beside the new store it would be taken for the new store's own. */
  @Test
  void anOldWalDoesNotStayBesideANewStore() throws Exception {
    files.createDirectory();
    Files.writeString(bench.directory.resolve("journal.db-wal"), "left over");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(result(journal.append(alarm(1))).sequence()).isEqualTo(1);
      assertThat(bench.setAside().get(0).resolve("journal.db-wal")).hasContent("left over");
    }
  }

  @Test
  void twoDamagedStoresWithinOneMillisecondBothStay() throws Exception {
    files.createDirectory();
    for (String content : new String[] {"first", "second", "third"}) {
      Files.writeString(files.store(), content);
      files.putInPlace(files.beginAside(NOW));
    }
    assertThat(bench.setAside()).hasSize(3);
  }

  /** It is there, and nobody can look at it: not even root, as whom this test may run. */
  @Test
  void aStoreThatCannotBeLookedAtStaysWhereItIs() throws Exception {
    StreamId alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = appendAll(journal, EventName.ALARM, 3).get(0).stream();
    }
    Path kept = temp.resolve("kept.db");
    Files.move(bench.file(), kept);
    Files.createSymbolicLink(bench.file(), bench.file().getFileName());
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(failure(journal.append(event(EventName.ASSOCIATION_REFUSED, 1))).reason())
          .isEqualTo(Reason.STORAGE);
      assertThat(bench.file()).isSymbolicLink();
      assertThat(files.aside()).isEmpty();
      Files.delete(bench.file());
      Files.move(kept, bench.file());
      assertThat(result(journal.append(alarm(4))).stream()).isEqualTo(alarms);
      assertThat(readAll(journal, alarms)).hasSize(4);
    }
  }

  @Test
  void aCondemnedStoreThatCannotBeLookedAtIsMovedAllTheSame() throws Exception {
    files.createDirectory();
    Path wal = bench.directory.resolve("journal.db-wal");
    Files.createSymbolicLink(bench.file(), bench.file().getFileName());
    Files.createSymbolicLink(wal, wal.getFileName());
    files.putInPlace(files.beginAside(NOW));
    Path damaged = bench.setAside().get(0);
    assertThat(damaged.resolve("journal.db")).isSymbolicLink();
    assertThat(damaged.resolve("journal.db-wal")).isSymbolicLink();
    assertThat(bench.file()).isEmptyFile();
    assertThat(Files.exists(wal, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void aDirectoryInWhichNothingCanBeMadeIsSaidToBeSo() throws Exception {
    Path file = Files.createFile(temp.resolve("no-directory"));
    assertThatThrownBy(() -> new StoreFiles(file).beginAside(NOW)).isInstanceOf(IOException.class);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void namesAreNotTriedForEver() throws Exception {
    files.createDirectory();
    for (int i = 0; i < StoreFiles.MAX_NAMES; i++) {
      Path unused = files.beginAside(NOW);
    }
    assertThatThrownBy(() -> files.beginAside(NOW)).isInstanceOf(IOException.class);
    assertThat(files.aside()).hasSize(StoreFiles.MAX_NAMES);
  }

  /** A complete store with one alarm, kept beside the directory. */
  private void finishOneAside() throws Exception {
    TestBench other = new TestBench(temp.resolve("other"));
    try (SqliteEventJournal journal = other.open(EAGER)) {
      result(journal.append(alarm(1)));
    }
    Files.move(other.file(), temp.resolve("waiting.db"));
  }
}
