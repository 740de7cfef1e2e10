// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a salvage must not do to the journal that it goes into. */
class SalvageLimitsTest {
  private static final Pattern NUMBER = Pattern.compile("\"(count|first|last)\":(\\d+)");

  @TempDir Path temp;
  private TestBench bench;

  @BeforeEach
  void prepare() {
    bench = new TestBench(temp);
  }

  /** In the file's header, so that nothing can be opened any more. */
  private void spoil() throws Exception {
    byte[] bytes = Files.readAllBytes(bench.file());
    bytes[20] ^= 1;
    Files.write(bench.file(), bytes);
  }

  /** What is not there and not said to be missing. */
  private List<Map<String, Object>> faults() throws Exception {
    JournalDeskComponent desk = new JournalDeskComponent();
    desk.addSealer(bench.sealer);
    List<Map<String, Object>> findings = new ArrayList<>();
    desk.verifyState(temp, findings::add);
    return findings.stream().filter(one -> one.get("type").equals("fault")).toList();
  }

  @Test
  void theBudgetHoldsAlsoWhileAFullStoreComesBackIntoOneThatFillsUp() throws Exception {
    List<EventRecord> alarms;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      alarms = BudgetTest.fill(journal, EventName.ALARM, 200);
      BudgetTest.fill(journal, EventName.SAMPLE, 600);
    }
    spoil();
    List<EventRecord> newer;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      newer = BudgetTest.fill(journal, EventName.ALARM, 200);
      List<EventRecord> samples = BudgetTest.fill(journal, EventName.SAMPLE, 600);
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(journal.check().code()).isEqualTo("salvaged");
      assertThat(readAll(journal, alarms.get(0).stream())).isEqualTo(alarms);
      assertThat(readAll(journal, stream(journal, Lane.ALARM))).isEqualTo(newer);
      assertThat(readAll(journal, stream(journal, Lane.TELEMETRY)))
          .as("the newest samples stay")
          .isNotEmpty()
          .endsWith(samples.get(599));
    }
    assertThat(Files.size(bench.file())).isLessThan(EAGER.maxBytes());
    assertThat(faults()).as("whatever gave way was said").isEmpty();
  }

  /** Of 60 pieces each has eight holes. */
  @Test
  void manyHolesAreSaidTogether() throws Exception {
    int pieces = 60;
    int every = 25;
    int records = pieces * StoreSalvage.PIECE;
    StreamId old;
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      List<CompletableFuture<EventRecord>> pending = new ArrayList<>();
      for (int i = 1; i <= records; i++) {
        pending.add(journal.append(TestBench.alarm(i)));
        if (pending.size() == 1_000) {
          pending.forEach(TestBench::result);
          pending.clear();
        }
      }
      old = stream(journal, Lane.ALARM);
    }
    bench.tamper(
        "UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq % " + every + " = 0",
        "PRAGMA user_version = 99");
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      List<EventRecord> back = readAll(journal, old);
      assertThat(back).hasSizeGreaterThanOrEqualTo(records - records / every);
      List<String> gaps =
          readAll(journal, stream(journal, Lane.AUDIT)).stream()
              .map(TestBench::text)
              .filter(text -> text.contains("\"reason\":\"damaged\""))
              .toList();
      assertThat(gaps).as("one for a piece, and one for all that come after").hasSize(51);
      for (long lost = every; lost < records; lost += every) {
        long number = lost;
        assertThat(gaps).anyMatch(gap -> covers(gap, number));
      }
      assertThat(journal.check().sentence()).contains(records / every - 1 + " are missing");
      assertThat(result(journal.append(TestBench.alarm(1))).sequence()).isEqualTo(1);
    }
    assertThat(faults()).isEmpty();
  }

  private static boolean covers(String gap, long number) {
    long first = 0;
    long last = 0;
    Matcher numbers = NUMBER.matcher(gap.substring(gap.indexOf("\"event\"")));
    while (numbers.find()) {
      long value = Long.parseLong(numbers.group(2));
      first = numbers.group(1).equals("first") ? value : first;
      last = numbers.group(1).equals("last") ? value : last;
    }
    return first <= number && number <= last;
  }
}
