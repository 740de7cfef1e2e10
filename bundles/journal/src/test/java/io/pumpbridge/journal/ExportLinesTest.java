// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLinesTest {
  @TempDir Path temp;

  /** As an output writes it that has no more than ASCII; a question mark is another character. */
  @Test
  void aLineThatSaysCharactersByTheirNumbersHoldsAndOneThatLostThemDoesNot() throws Exception {
    String label = "M\u00FCller \uD83D\uDC8A";
    TestBench bench = new TestBench(temp);
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(bench.sealer);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      Fields details = Fields.builder().put("label", label).build();
      TestBench.result(journal.append(Event.of(EventName.ALARM, details)));
    }
    List<String> export = new ArrayList<>();
    assertThat(desk.export(temp, export::add)).isZero();
    assertThat(export).singleElement().asString().contains(label);
    export.replaceAll(line -> line.replace(label, "M\\u00fcller \\ud83d\\udc8a"));
    assertThat(faults(desk, export)).isZero();
    export.replaceAll(line -> line.replace("\\u00fc", "?"));
    assertThat(faults(desk, export)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "7", "", "{"})
  void aLineThatIsNoObjectIsNoEvidence(String line) {
    assertThat(ExportLines.fromExport(line, 1)).isEmpty();
    assertThat(ExportLines.fromServer("0".repeat(64) + " " + line, 1)).isEmpty();
  }

  private static long faults(JournalDeskComponent desk, List<String> lines) {
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyExport(lines.iterator(), findings::add);
    return findings.stream().filter(finding -> finding.get("type").equals("fault")).count();
  }
}
