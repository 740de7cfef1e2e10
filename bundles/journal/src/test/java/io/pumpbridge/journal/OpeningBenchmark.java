// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * How long it takes from opening a journal with 500 000 records to the first acknowledged alarm,
 * sound and damaged, as a ratio to the 2 s that are allowed. Takes some minutes and 300 MB of disk.
 */
final class OpeningBenchmark {
  private static final int RECORDS = Integer.getInteger("records", 500_000);
  private static final int BURST = 1_000;
  private static final double ALLOWED_MS = 2_000;
  private static final Settings LARGE = new Settings(1_024, 100, 20);

  private OpeningBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path temp = Files.createTempDirectory(Path.of("target"), "opening-");
    TestBench bench = new TestBench(temp);
    try (SqliteEventJournal journal = bench.open(LARGE)) {
      List<CompletableFuture<EventRecord>> burst = new ArrayList<>();
      for (int i = 0; i < RECORDS; i++) {
        EventName name = i % 10 == 0 ? EventName.ALARM : EventName.SAMPLE;
        burst.add(journal.append(TestBench.event(name, i)));
        if (burst.size() == BURST) {
          burst.add(journal.append(TestBench.alarm(i)));
          burst.forEach(TestBench::result);
          burst.clear();
        }
      }
    }
    System.out.printf(Locale.ROOT, "records %d, file %d MB%n", RECORDS, megabytes(bench));
    measure("sound", bench);
    try (RandomAccessFile file = new RandomAccessFile(bench.file().toFile(), "rw")) {
      file.seek(20); // the header: nothing can be opened any more
      file.write(1);
    }
    measure("damaged", bench);
    StoreBenchmark.remove(temp);
  }

  private static void measure(String how, TestBench bench) throws Exception {
    long start = System.nanoTime();
    try (SqliteEventJournal journal = bench.open(LARGE)) {
      EventRecord unused = TestBench.result(journal.append(TestBench.alarm(1)));
      double ms = (System.nanoTime() - start) / 1e6;
      System.out.printf(
          Locale.ROOT,
          "%s: first alarm durable after %.0f ms, %.3f of 2 s%n",
          how,
          ms,
          ms / ALLOWED_MS);
      boolean idle = journal.awaitUpkeep(Duration.ofMinutes(10));
      System.out.printf(
          Locale.ROOT,
          "%s: all verified or back after %.1f s (%s), %s%n",
          how,
          (System.nanoTime() - start) / 1e9,
          idle,
          journal.check());
    }
  }

  private static long megabytes(TestBench bench) throws Exception {
    return Files.size(bench.file()) / 1_048_576;
  }
}
