// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.druglibrary.library.LibraryCheck;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.InfusionOrder;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.dose.OrderGuard;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The largest library: how long it takes from signed bytes to being judged by, cold as after a
 * restart and warm; how many orders a second are judged by it; what it takes in memory. Each figure
 * stands beside the limit that the product has set itself.
 */
@State(Scope.Benchmark)
public class LibraryBenchmark {
  private static final String DIRECTORY = "pump-bridge.benchmark.directory";
  private static final double LOAD_LIMIT_MS = 1_000;
  private static final double CHECKS_LIMIT = 1_000;
  private static final double SIZE_LIMIT_BYTES = 8 * 1024 * 1024;
  private static final double HEAP_LIMIT_BYTES = 16 * 1024 * 1024;

  private LibraryCheck check;
  private Bytes signed;
  private Optional<DrugLibrary> library = Optional.empty();
  private InfusionOrder order;

  @Setup
  public void prepare() throws Exception {
    Path directory = Path.of(System.getProperty(DIRECTORY));
    check = LargeLibrary.check(directory);
    signed = Bytes.of(Files.readAllBytes(directory.resolve("large.p7m")));
    library = Optional.of(check.verify(signed).library());
    order =
        new InfusionOrder(
            "o",
            "p",
            "1",
            "Area 29",
            new Medication(
                "drug 40",
                Optional.of("therapy " + 320 % 7),
                Optional.of(new Concentration(Quantity.of("1", "mg"), Quantity.of("250", "mL")))),
            Body.weighing(Quantity.of("70", "kg")),
            DeliveryMode.CONTINUOUS,
            Optional.of(Quantity.of("0.5", "ug/kg/min")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  /** Verified, parsed, ready to be judged by. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  public VerifiedLibrary load() throws Exception {
    return check.verify(signed);
  }

  /** One order, from dose to verdict. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  public Judgement check() {
    return OrderGuard.judge(library, order);
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("pump-bridge-benchmark-");
    try {
      LargeLibrary.make(directory);
      Collection<RunResult> results = run(directory);
      print(System.out, directory, results);
    } finally {
      delete(directory);
    }
  }

  private static Collection<RunResult> run(Path directory) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(LibraryBenchmark.class.getSimpleName())
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .jvmArgs(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-D" + DIRECTORY + "=" + directory)
                .build())
        .run();
  }

  private static void print(PrintStream out, Path directory, Collection<RunResult> results)
      throws IOException, InterruptedException {
    out.println();
    out.println("| 30 care areas, 10 000 entries | measured | limit | of the limit |");
    out.println("| --- | --- | --- | --- |");
    line(out, "signed bytes", Files.size(directory.resolve("large.p7m")), SIZE_LIMIT_BYTES);
    for (RunResult result : results) {
      String name = result.getPrimaryResult().getLabel();
      double score = result.getPrimaryResult().getScore();
      if (name.equals("load")) {
        line(out, "signed bytes to in force, warm (ms)", score, LOAD_LIMIT_MS);
      } else {
        line(out, "orders judged a second (at least)", score, CHECKS_LIMIT);
      }
    }
    line(out, "the same, first in its JVM (ms)", LibraryHeap.coldMs(directory), LOAD_LIMIT_MS);
    line(out, "heap in force (bytes)", LibraryHeap.retained(directory), HEAP_LIMIT_BYTES);
    line(out, "heap to load it (bytes)", LibraryHeap.needed(directory), HEAP_LIMIT_BYTES);
  }

  private static void line(PrintStream out, String what, Number measured, double limit) {
    out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.2f |%n",
        what,
        measured.doubleValue(),
        limit,
        measured.doubleValue() / limit);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
