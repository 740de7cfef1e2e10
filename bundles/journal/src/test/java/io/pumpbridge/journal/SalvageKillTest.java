// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static io.pumpbridge.journal.TestBench.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a process that brings a damaged store back, again and again in the midst of it. */
class SalvageKillTest {
  private static final int ROUNDS = 6;
  private static final int BURST = 500;
  private static final int BURSTS = 6;
  private static final int ANSWERS = 40;
  private static final int CONFIRMED = 100;

  /** One record each, far apart. */
  private static final List<Long> LOST = List.of(450L, 1_150L, 2_333L);

  private static final String BACK = "back ";

  @TempDir Path temp;
  private final Map<StreamId, List<EventRecord>> original = new LinkedHashMap<>();

  @Test
  void itGoesOnAfterEachKillAndNothingIsLostOrSaidTwice() throws Exception {
    TestBench bench = new TestBench(temp);
    fillAndSpoil(bench);
    List<String> acknowledged = new ArrayList<>();
    int records = original.values().stream().mapToInt(List::size).sum();
    Random random = new Random(4_711);
    int interrupted = 0;
    for (int round = 1; round <= ROUNDS; round++) {
      long until = (long) records * round / (ROUNDS + 2) + random.nextInt(BURST / 2);
      for (String line :
          ChildJvm.heardUntilKilled(Child.class, temp, heard -> isBack(heard, until))) {
        if (!line.startsWith(BACK)) {
          acknowledged.add(line);
        }
      }
      assertThat(bench.setAside()).hasSize(1);
      interrupted += Files.exists(bench.setAside().get(0).resolve("salvaged")) ? 0 : 1;
    }
    assertThat(interrupted).as("rounds that ended in the midst of it").isGreaterThan(ROUNDS / 2);
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      assertThat(journal.awaitUpkeep(TestBench.DEADLINE)).isTrue();
      assertThat(bench.setAside()).hasSize(1);
      assertAllIsBack(journal);
      assertToldOnce(journal, records);
      assertThat(readAll(journal, stream(journal, Lane.ALARM)).stream().map(EventRecord::hash))
          .as("what was acknowledged meanwhile")
          .containsAll(acknowledged);
    }
  }

  private static boolean isBack(String line, long until) {
    return line.startsWith(BACK) && Long.parseLong(line.substring(BACK.length())) >= until;
  }

  private void fillAndSpoil(TestBench bench) throws Exception {
    try (SqliteEventJournal journal = bench.open(EAGER)) {
      for (int burst = 0; burst < BURSTS; burst++) {
        List<CompletableFuture<EventRecord>> pending = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
          pending.add(journal.append(alarm(i)));
          pending.add(journal.append(TestBench.sample(i)));
        }
        for (var one : pending) {
          EventRecord record = result(one);
          original.computeIfAbsent(record.stream(), none -> new ArrayList<>()).add(record);
        }
      }
      for (int i = 0; i < ANSWERS; i++) {
        journal.rememberAnswer("r" + i, answer(i));
      }
      List<EventRecord> alarms = original.get(stream(journal, Lane.ALARM));
      journal.confirm(alarms.get(0).stream(), CONFIRMED, alarms.get(CONFIRMED - 1).hash());
      alarms.removeIf(record -> record.sequence() <= CONFIRMED || LOST.contains(record.sequence()));
    }
    for (long lost : LOST) {
      bench.tamper("UPDATE records_1 SET sealed = zeroblob(length(sealed)) WHERE seq = " + lost);
    }
    bench.tamper("PRAGMA user_version = 99");
  }

  private static Fields answer(int number) {
    return Fields.builder().put("number", number).build();
  }

  private void assertAllIsBack(SqliteEventJournal journal) throws Exception {
    for (Map.Entry<StreamId, List<EventRecord>> entry : original.entrySet()) {
      assertThat(readAll(journal, entry.getKey())).isEqualTo(entry.getValue());
    }
    for (int i = 0; i < ANSWERS; i++) {
      assertThat(journal.findAnswer("r" + i)).contains(answer(i));
    }
  }

  private static void assertToldOnce(SqliteEventJournal journal, int records) throws Exception {
    List<String> gaps =
        readAll(journal, stream(journal, Lane.AUDIT)).stream()
            .map(TestBench::text)
            .filter(text -> text.contains("JOURNAL_GAP"))
            .toList();
    assertThat(gaps).filteredOn(gap -> gap.contains("\"store-damaged\"")).hasSize(1);
    for (long lost : LOST) {
      assertThat(gaps).filteredOn(gap -> gap.contains("\"first\":" + lost + ",")).hasSize(1);
    }
    assertThat(gaps).filteredOn(gap -> gap.contains("\"reason\":\"damaged\"")).hasSize(LOST.size());
    assertThat(gaps)
        .filteredOn(gap -> gap.contains("\"reason\":\"salvaged\""))
        .singleElement()
        .satisfies(
            gap ->
                assertThat(gap)
                    .contains("\"records\":" + records, "\"lost\":" + LOST.size())
                    .contains("\"answers\":" + ANSWERS));
  }

  /** Salvages with haste, appends alarms, and says what is acknowledged and how much is back. */
  static final class Child {
    private static final Pace BRISK =
        new Pace(Duration.ofMillis(2), Duration.ZERO, Duration.ofDays(1), Duration.ofSeconds(2));

    private Child() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      TestBench bench = new TestBench(Path.of(arguments[0]));
      SqliteEventJournal journal = bench.open(BRISK);
      for (long i = 0; true; i++) {
        out.print(result(journal.append(alarm(i))).hash() + ";\n");
        String sentence = journal.check().sentence();
        String back = sentence.replaceAll("[^:;]*[;:] (\\d+) records.*", "$1");
        out.print(back.equals(sentence) ? "" : BACK + back + ";\n");
      }
    }
  }
}
