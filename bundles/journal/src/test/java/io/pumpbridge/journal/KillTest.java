// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static io.pumpbridge.journal.TestBench.EAGER;
import static io.pumpbridge.journal.TestBench.alarm;
import static io.pumpbridge.journal.TestBench.assertWhole;
import static io.pumpbridge.journal.TestBench.readAll;
import static io.pumpbridge.journal.TestBench.result;
import static io.pumpbridge.journal.TestBench.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a process that appends, at random moments: what it was promised must be there. */
class KillTest {
  private static final int ROUNDS = 5;
  private static final int MOST_ACKNOWLEDGED = 400;

  @TempDir Path temp;

  @Test
  void whatWasAcknowledgedSurvivesTheKillAndTheChainIsWhole() throws Exception {
    TestBench bench = new TestBench(temp);
    Random random = new Random(4_711);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> now = appendUntilKilled(1 + random.nextInt(MOST_ACKNOWLEDGED));
      assertThat(now).as("the child got to work").isNotEmpty();
      acknowledged.addAll(now);
      try (SqliteEventJournal journal = bench.open(EAGER)) {
        List<String> recovered = new ArrayList<>();
        for (Lane lane : List.of(Lane.ALARM, Lane.TELEMETRY)) {
          List<EventRecord> records = readAll(journal, stream(journal, lane));
          assertWhole(records, 0, EventRecord.FIRST_PREVIOUS);
          records.forEach(record -> recovered.add(line(record)));
        }
        assertThat(recovered).containsAll(acknowledged);
        assertThat(bench.setAside()).isEmpty();
        EventRecord next = result(journal.append(alarm(round)));
        assertThat(recovered).doesNotContain(line(next));
        acknowledged.add(line(next));
      }
    }
  }

  private List<String> appendUntilKilled(int enough) throws Exception {
    AtomicInteger lines = new AtomicInteger();
    return ChildJvm.heardUntilKilled(Child.class, temp, heard -> lines.incrementAndGet() == enough);
  }

  private static String line(EventRecord record) {
    return record.stream().lane().wireName() + " " + record.sequence() + " " + record.hash();
  }

  /** Appends for ever and says what was acknowledged. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      SqliteEventJournal journal = new TestBench(Path.of(arguments[0])).open(EAGER);
      for (long i = 0; true; i++) {
        List<CompletableFuture<EventRecord>> burst = new ArrayList<>();
        for (int j = 0; j < 1 + i % 4; j++) {
          EventName name = (i + j) % 3 == 0 ? EventName.SAMPLE : EventName.ALARM;
          burst.add(journal.append(TestBench.event(name, i)));
        }
        burst.add(journal.append(alarm(i))); // takes the samples along
        burst.forEach(future -> out.print(line(result(future)) + ";\n"));
      }
    }
  }
}
