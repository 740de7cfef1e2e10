// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal is exported and verified while it is open and written. */
class ToldLinesTest {
  private static final int MANY = ToldLines.PAGE + 50;

  @TempDir Path temp;
  private TestBench bench;
  private final JournalDeskComponent desk = new JournalDeskComponent();

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
    desk.addSealer(bench.sealer);
  }

  private static List<String> told(SqliteEventJournal journal) throws JournalException {
    List<String> lines = new ArrayList<>();
    journal.tell(lines::add);
    return lines;
  }

  private static List<String> records(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("{\"what\":")).toList();
  }

  private List<Map<String, Object>> findings(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyTold(lines.iterator(), findings::add);
    return findings;
  }

  private List<String> faults(List<String> lines) {
    return findings(lines).stream()
        .filter(finding -> finding.get("type").equals("fault"))
        .map(f -> f.get("fault") + " " + f.get("lane") + " " + f.get("seq"))
        .toList();
  }

  @Test
  void itIsTheSameAsAnExportAfterwardsAndHolds() throws Exception {
    List<String> lines;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
      appendAll(journal, EventName.COMMAND_REFUSED, MANY);
      lines = told(journal);
    }
    List<String> export = new ArrayList<>();
    assertThat(desk.export(temp, export::add)).isZero();
    assertThat(records(lines)).isEqualTo(export).hasSize(3 + MANY);
    List<Map<String, Object>> afterwards = new ArrayList<>();
    desk.verifyState(temp, afterwards::add);
    assertThat(findings(lines)).isEqualTo(afterwards);
  }

  @Test
  void whatTheServerHasConfirmedIsNoHole() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> alarms = appendAll(journal, EventName.ALARM, 4);
      journal.confirm(stream(journal, Lane.ALARM), 2, alarms.get(1).hash());
      List<String> lines = told(journal);
      assertThat(records(lines)).hasSize(2);
      assertThat(faults(lines)).isEmpty();
      lines.removeIf(line -> line.contains("\"seq\":3"));
      assertThat(faults(lines)).containsExactly("missing alarm 3");
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsForTheNextTime() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, MANY);
      List<String> lines = new ArrayList<>();
      journal.tell(
          line -> {
            lines.add(line);
            if (records(lines).size() == 1) {
              appendAll(journal, EventName.ALARM, 5);
            }
          });
      assertThat(records(lines)).hasSize(MANY);
      assertThat(faults(lines)).isEmpty();
      assertThat(records(told(journal))).hasSize(MANY + 5);
    }
  }

  /** A person looks at the first page while the server takes everything. */
  @Test
  void whoeverTakesTooLongIsToldSoAndTheWriterNeverWaits() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<EventRecord> alarms = appendAll(journal, EventName.ALARM, 2 * MANY);
      StreamId stream = stream(journal, Lane.ALARM);
      Consumer<String> slow =
          line -> {
            if (line.contains("\"seq\":2,")) {
              confirm(journal, stream, alarms.get(MANY));
            }
          };
      assertThatThrownBy(() -> journal.tell(slow))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("ask again");
      assertThat(faults(told(journal))).isEmpty();
    }
  }

  private static void confirm(SqliteEventJournal journal, StreamId stream, EventRecord upTo) {
    try {
      journal.confirm(stream, upTo.sequence(), upTo.hash());
    } catch (JournalException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRecordThatDoesNotOpenIsNamedAndNotExported() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, StoreTail.RECORDS + 5); // whose damage is found later
    }
    bench.tamper("UPDATE records_1 SET sealed = x'01' WHERE seq = 3");
    try (SqliteEventJournal journal = bench.open(TestBench.UNSCRUBBED)) {
      List<String> lines = told(journal);
      assertThat(lines).anyMatch(line -> line.startsWith("{\"what\":\"closed\""));
      assertThat(faults(lines)).containsExactly("changed alarm 3");
    }
  }

  @Test
  void aLineThatIsNoneOfTheThreeIsAFault() throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, 3);
      List<String> lines = told(journal);
      lines.set(2, "{\"what\":\"ever\"}");
      assertThat(faults(lines)).isNotEmpty();
    }
  }
}
