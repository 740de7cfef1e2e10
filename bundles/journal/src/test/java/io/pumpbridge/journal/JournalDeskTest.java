// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.appendAll;
import static io.pumpbridge.journal.TestBench.faultsIn;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.trust.Sealer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each single way to spoil a real export, at each of its records. */
class JournalDeskTest {
  private static final int ALARMS = 5;
  private static final int REFUSALS = 7;

  @TempDir Path temp;
  private TestBench bench;
  private JournalDeskComponent desk;
  private List<String> export;

  @BeforeEach
  void exportARealJournal() throws Exception {
    bench = new TestBench(temp);
    desk = deskWith(bench.sealer);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      appendAll(journal, EventName.ALARM, ALARMS);
      appendAll(journal, EventName.COMMAND_REFUSED, REFUSALS);
    }
    export = new ArrayList<>();
    assertThat(desk.export(temp, export::add)).isZero();
  }

  private static JournalDeskComponent deskWith(Sealer sealer) {
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(sealer);
    return desk;
  }

  private List<String> faults(List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyExport(lines.iterator(), findings::add);
    return faultsIn(findings);
  }

  /** What the i-th line of the export is. */
  private static String place(int i) {
    return i < ALARMS ? "alarm " + (i + 1) : "audit " + (i - ALARMS + 1);
  }

  private static boolean isLastOfItsLane(int i) {
    return i == ALARMS - 1 || i == ALARMS + REFUSALS - 1;
  }

  private static boolean isFirstOfItsLane(int i) {
    return i == 0 || i == ALARMS;
  }

  @Test
  void anExportIsTheContractsLinesLaneByLaneAndHolds() {
    assertThat(export).hasSize(ALARMS + REFUSALS);
    assertThat(export.get(0))
        .startsWith("{\"clock\":\"synchronised\",\"epoch\":\"")
        .contains("\"gateway\":\"gw-icu-7\",\"hash\":\"")
        .contains("\"lane\":\"alarm\",\"mono_ms\":")
        .contains("\"prev\":\"" + "0".repeat(64) + "\",\"seq\":1,\"t\":\"");
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyExport(export.iterator(), findings::add);
    assertThat(findings).hasSize(2);
    assertThat(findings.get(0))
        .containsEntry("lane", "alarm")
        .containsEntry("last", (long) ALARMS)
        .containsEntry("ok", true);
    assertThat(findings.get(1)).containsEntry("lane", "audit").containsEntry("first", 1L);
  }

  @Test
  void eachDeletionIsNamedExceptAtAnEndWhichNothingInTheFileProves() {
    for (int i = 0; i < export.size(); i++) {
      List<String> spoilt = new ArrayList<>(export);
      spoilt.remove(i);
      if (isLastOfItsLane(i) || isFirstOfItsLane(i)) {
        assertThat(faults(spoilt)).as(place(i)).isEmpty();
      } else {
        assertThat(faults(spoilt)).as(place(i)).containsExactly("missing " + place(i));
      }
    }
  }

  @Test
  void eachChangeIsNamed() {
    for (int i = 0; i < export.size(); i++) {
      List<String> spoilt = new ArrayList<>(export);
      spoilt.set(i, export.get(i).replace("\"number\":", "\"number\":1"));
      assertThat(faults(spoilt)).as(place(i)).containsExactly("changed " + place(i));
    }
  }

  @Test
  void aChangedNumberLaneOrPredecessorIsNamedAtItsTruePlace() {
    for (int i = 0; i < export.size(); i++) {
      if (isLastOfItsLane(i) || isFirstOfItsLane(i)) {
        continue; // one neighbour less to ask
      }
      for (String change :
          List.of("\"seq\":=>\"seq\":7", "\"lane\":\"=>\"lane\":\"clinical\",\"x\":\"")) {
        String[] fromTo = change.split("=>", 2);
        List<String> spoilt = new ArrayList<>(export);
        spoilt.set(i, export.get(i).replace(fromTo[0], fromTo[1]));
        assertThat(faults(spoilt)).as(place(i)).containsExactly("changed " + place(i));
      }
      List<String> spoilt = new ArrayList<>(export);
      spoilt.set(i, export.get(i).replaceFirst("\"prev\":\"....", "\"prev\":\"ffff"));
      assertThat(faults(spoilt)).as(place(i)).containsExactly("changed " + place(i));
    }
  }

  @Test
  void aChangeWithAHashToMatchIsNamedByItsSuccessor() throws Exception {
    for (int i = 0; i < export.size(); i++) {
      if (isLastOfItsLane(i)) {
        continue; // nothing vouches for the last one
      }
      List<String> spoilt = new ArrayList<>(export);
      spoilt.set(i, rehashed(export.get(i).replace("\"number\":", "\"number\":1"), i));
      assertThat(faults(spoilt)).as(place(i)).containsExactly("changed " + place(i));
    }
  }

  /** As an attacker would who knows how hashes are made. */
  private static String rehashed(String line, int i) {
    String claimed = line.replaceAll(".*\"hash\":\"([0-9a-f]{64})\".*", "$1");
    String computed = ExportLines.fromExport(line, i).orElseThrow().computed();
    return line.replace("\"hash\":\"" + claimed, "\"hash\":\"" + computed);
  }

  @Test
  void aLineThatIsNoRecordAnyMoreIsNamedByItsNeighbours() {
    for (int i = 0; i < export.size(); i++) {
      List<String> spoilt = new ArrayList<>(export);
      spoilt.set(i, export.get(i).substring(0, 40));
      assertThat(faults(spoilt)).as(place(i)).containsExactly("changed " + place(i));
    }
  }

  @Test
  void eachDuplicateIsNamedWhereverItStands() {
    for (int i = 0; i < export.size(); i++) {
      for (int at = 0; at <= export.size(); at++) {
        List<String> spoilt = new ArrayList<>(export);
        spoilt.add(at, export.get(i));
        assertThat(faults(spoilt)).contains("duplicate " + place(i));
      }
    }
  }

  @Test
  void eachInsertionIsNamed() {
    for (int i = 0; i < export.size(); i++) {
      String forged = rehashed(export.get(i).replace("\"number\":", "\"number\":1"), i);
      for (int at : new int[] {i, i + 1}) {
        if (isLastOfItsLane(i)) {
          continue; // which of the two was written nothing proves
        }
        List<String> spoilt = new ArrayList<>(export);
        spoilt.add(at, forged);
        assertThat(faults(spoilt)).as(place(i)).containsExactly("inserted " + place(i));
      }
    }
  }

  @Test
  void eachSwapOfNeighboursIsNamedByOneOfThem() {
    for (int i = 0; i + 1 < export.size(); i++) {
      if (isLastOfItsLane(i)) {
        continue; // between lanes there is no order
      }
      List<String> spoilt = new ArrayList<>(export);
      Collections.swap(spoilt, i, i + 1);
      assertThat(faults(spoilt))
          .as(place(i))
          .hasSize(1)
          .first()
          .isIn("reordered " + place(i), "reordered " + place(i + 1));
    }
  }

  @Test
  void aRecordThatWasMovedFarIsTheOneThatIsNamed() {
    List<String> spoilt = new ArrayList<>(export);
    spoilt.add(ALARMS + 5, spoilt.remove(ALARMS + 1));
    assertThat(faults(spoilt)).containsExactly("reordered audit 2");
  }

  @Test
  void whatTheJournalItselfSaysIsGoneIsListedAndNoFault() throws Exception {
    bench = new TestBench(temp.resolve("full"));
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      BudgetTest.fill(journal, EventName.SAMPLE, 1_000);
    }
    List<Map<String, Object>> findings = new ArrayList<>();
    deskWith(bench.sealer).verifyState(temp.resolve("full"), findings::add);
    assertThat(faultsIn(findings)).isEmpty();
    assertThat(findings)
        .filteredOn(finding -> finding.get("type").equals("gap"))
        .isNotEmpty()
        .allMatch(gap -> gap.get("lane").equals("telemetry") && gap.get("reason").equals("budget"));
  }

  @Test
  void aServersStreamBeginsWithOneUnlessAGapSaysWhy() throws Exception {
    List<String> stored = serverStream();
    assertThat(serverFaults(stored)).isEmpty();
    stored.remove(0);
    assertThat(serverFaults(stored)).containsExactly("missing alarm 1");
    stored.set(2, stored.get(2).replace("number", "numbed"));
    assertThat(serverFaults(stored)).containsExactly("missing alarm 1", "changed alarm 4");
  }

  private List<String> serverStream() throws Exception {
    List<String> stored = new ArrayList<>();
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (Lane lane : List.of(Lane.ALARM, Lane.AUDIT)) {
        StreamId stream = stream(journal, lane);
        for (EventRecord record : journal.read(stream, 0, 100)) {
          stored.add(record.hash() + " " + record.canonical().toText(StandardCharsets.UTF_8));
        }
      }
    }
    return stored;
  }

  private List<String> serverFaults(List<String> stored) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyServerStream(stored.iterator(), findings::add);
    return faultsIn(findings);
  }

  @Test
  void aStoredJournalIsVerifiedAndLeftAsItWas() throws Exception {
    List<Map<String, Object>> findings = new ArrayList<>();
    byte[] before = Files.readAllBytes(bench.file());
    desk.verifyState(temp, findings::add);
    assertThat(faultsIn(findings)).isEmpty();
    assertThat(findings).hasSize(Lane.values().length);
    assertThat(Files.readAllBytes(bench.file())).isEqualTo(before);
    try (Stream<Path> left = Files.list(bench.directory)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("copy-"))).isEmpty();
    }
  }

  @Test
  void eachRowThatWasDeletedOrChangedInTheFileIsNamed() throws Exception {
    bench.tamper(
        "DELETE FROM records_4 WHERE seq = 3", "UPDATE records_4 SET sealed = x'01' WHERE seq = 5");
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyState(temp, findings::add);
    assertThat(faultsIn(findings)).containsExactly("missing audit 3", "changed audit 5");
    List<String> lines = new ArrayList<>();
    assertThat(desk.export(temp, lines::add)).as("records that do not open").isEqualTo(1);
    assertThat(lines).hasSize(ALARMS + REFUSALS - 2);
  }
}
