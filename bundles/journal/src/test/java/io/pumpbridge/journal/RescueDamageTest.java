// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.GATEWAY;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.trust.Sealer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead gateway's journal whose files are damaged is read as the gateway itself would have. */
class RescueDamageTest {
  private static final int ALARMS = 60;
  private static final int CONFIRMED = 20;

  @TempDir Path temp;
  @TempDir Path scratch;
  private TestBench bench;
  private final List<String> lines = new ArrayList<>();
  private final List<Map<String, Object>> findings = new ArrayList<>();

  /** As on the disk of a gateway that was killed: much stands in the log alone. */
  @BeforeEach
  void aGatewayWasKilled() throws Exception {
    TestBench running = new TestBench(temp.resolve("gateway"));
    bench = new TestBench(temp.resolve("copy"));
    Files.createDirectories(bench.directory);
    try (SqliteEventJournal journal = running.open(EAGER)) {
      List<EventRecord> alarms = appendAll(journal, EventName.ALARM, ALARMS);
      journal.confirm(stream(journal, Lane.ALARM), CONFIRMED, alarms.get(CONFIRMED - 1).hash());
      for (Path file : List.of(running.file(), log(running))) {
        Files.copy(file, bench.directory.resolve(file.getFileName()));
      }
    }
  }

  private static Path log(TestBench where) {
    return where.directory.resolve("journal.db-wal");
  }

  private void spoil(Path file, int at) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private void rescue(Sealer sealer) throws Exception {
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(sealer);
    desk.rescue(temp.resolve("copy"), scratch, GATEWAY, lines::add, findings::add);
  }

  private List<Map<String, Object>> all(String type) {
    return findings.stream().filter(finding -> finding.get("type").equals(type)).toList();
  }

  private void assertAllIsTold() {
    assertThat(lines).doesNotHaveDuplicates().hasSize(ALARMS - CONFIRMED);
    assertThat(all("backlog"))
        .filteredOn(finding -> finding.get("lane").equals("alarm"))
        .singleElement()
        .satisfies(
            backlog ->
                assertThat(backlog)
                    .containsEntry("told", (long) ALARMS - CONFIRMED)
                    .containsEntry("confirmed", (long) CONFIRMED)
                    .containsEntry("undelivered", (long) ALARMS - CONFIRMED));
    assertThat(all("fault")).isEmpty();
  }

  @Test
  void aFileThatSqliteWouldNotOpenIsReadPageByPageAndThatIsSaid() throws Exception {
    spoil(bench.file(), 20);
    rescue(bench.sealer);
    assertAllIsTold();
    assertThat(all("damage"))
        .singleElement()
        .satisfies(
            damage ->
                assertThat(String.valueOf(damage.get("reason")))
                    .contains("does not begin as a journal", "cannot be told"));
  }

  /** SQLite would pass over all that stands behind that byte. */
  @Test
  void aLogThatIsDamagedInItsMidstHidesNothing() throws Exception {
    spoil(log(bench), (int) Files.size(log(bench)) / 2);
    rescue(bench.sealer);
    assertThat(lines).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(ALARMS - CONFIRMED - 1);
    assertThat(all("damage")).isNotEmpty();
  }

  @Test
  void aWrongKeyIsNotTakenForMoreDamage() throws Exception {
    spoil(bench.file(), 20);
    assertThatThrownBy(() -> rescue(TestBench.sealer("ward eight")))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("journal-foreign"))
        .hasMessageContaining("another key");
  }

  @Test
  void exportAndVerifyTellNothingOfADamagedFileRatherThanAPart() throws Exception {
    spoil(log(bench), (int) Files.size(log(bench)) / 2);
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(bench.sealer);
    assertThatThrownBy(() -> desk.export(temp.resolve("copy"), lines::add))
        .isInstanceOfSatisfying(
            JournalException.class, e -> assertThat(e.code()).isEqualTo("journal-damaged"));
    assertThatThrownBy(() -> desk.verifyState(temp.resolve("copy"), findings::add))
        .hasMessageContaining("write-ahead log");
    assertThat(lines).isEmpty();
    assertThat(findings).isEmpty();
  }
}
