// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.faultsIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that somebody with the file in hands, but without its key, has spoilt or written. */
class ForgedRowsTest {
  private static final int REFUSALS = 7;

  /** None, too short, as long as one, too long. */
  private static final List<String> HASHES =
      Stream.of(0, 1, 32, 64).map(bytes -> "x'" + "5a".repeat(bytes) + "'").toList();

  @TempDir Path temp;
  private TestBench bench;
  private JournalDeskComponent desk;
  private List<EventRecord> refusals;

  @BeforeEach
  void writeARealJournal() {
    bench = new TestBench(temp);
    desk = new JournalDeskComponent();
    desk.addSealer(bench.sealer);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      refusals = appendAll(journal, EventName.COMMAND_REFUSED, REFUSALS);
    }
  }

  /** As {@code kind lane seq}. */
  private List<String> faults() throws Exception {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyState(temp, findings::add);
    return faultsIn(findings);
  }

  /** And puts the store back as it was. */
  private List<String> faultsAfter(String... statements) throws Exception {
    byte[] before = Files.readAllBytes(bench.file());
    bench.tamper(statements);
    List<String> faults = faults();
    Files.write(bench.file(), before);
    assertThat(faults()).isEmpty();
    return faults;
  }

  @Test
  void eachRecordThatWasDestroyedIsNamedWhateverItsHashIsNow() throws Exception {
    for (int number = 1; number <= REFUSALS; number++) {
      for (String hash : HASHES) {
        assertThat(
                faultsAfter(
                    "UPDATE records_4 SET hash = %s, sealed = x'01' WHERE seq = %d"
                        .formatted(hash, number)))
            .as("%d with hash %s", number, hash)
            .containsExactly("changed audit " + number);
      }
    }
  }

  /** Its successor is made to name it: the chain holds, and there is nothing in it. */
  @Test
  void twoNeighboursThatWereDestroyedAreNamedThoughTheyAgree() throws Exception {
    for (String hash : HASHES) {
      assertThat(
              faultsAfter(
                  "UPDATE records_4 SET hash = %s, sealed = x'01' WHERE seq = 3".formatted(hash),
                  "UPDATE records_4 SET prev = %s, sealed = x'01' WHERE seq = 4".formatted(hash)))
          .as(hash)
          .containsExactly("changed audit 3", "changed audit 4");
    }
  }

  @Test
  void eachRowThatWasAppendedIsNamed() throws Exception {
    String newest = "x'" + refusals.get(REFUSALS - 1).hash() + "'";
    for (String hash : HASHES) {
      assertThat(
              faultsAfter(
                  insertion(REFUSALS + 1, newest, hash),
                  insertion(REFUSALS + 2, hash, hash),
                  insertion(REFUSALS + 3, hash, hash)))
          .as(hash)
          .containsExactly("changed audit 8", "changed audit 9", "changed audit 10");
    }
  }

  private static String insertion(int number, String previous, String hash) {
    return "INSERT INTO records_4 (seq, prev, hash, sealed) VALUES (%d, %s, %s, x'01')"
        .formatted(number, previous, hash);
  }

  @Test
  void aRecordThatStillOpensIsNamedIfItsHashIsNoHash() throws Exception {
    for (String hash : HASHES) {
      for (int number : new int[] {3, REFUSALS}) {
        assertThat(
                faultsAfter(
                    "UPDATE records_4 SET hash = %s WHERE seq = %d".formatted(hash, number)))
            .as("%d with hash %s", number, hash)
            .containsExactly("changed audit " + number);
      }
    }
  }

  /** The agent that has it open tells it in lines; damage further back is found later. */
  @Test
  void aRunningAgentsWordIsJudgedAsStrictly() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.COMMAND_REFUSED, StoreTail.RECORDS);
    }
    bench.tamper("UPDATE records_4 SET hash = x'', sealed = x'01' WHERE seq = 3");
    List<String> lines = new ArrayList<>();
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      journal.tell(lines::add);
    }
    assertThat(told(lines)).containsExactly("changed audit 3");
    lines.removeIf(line -> line.matches(".*\"seq\":([4-9]|\\d\\d+)[,}].*"));
    assertThat(told(lines)).as("as the newest one").containsExactly("changed audit 3");
  }

  private List<String> told(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyTold(lines.iterator(), findings::add);
    return faultsIn(findings);
  }
}
