// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.pumpbridge.drivers.EveryDriver;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LineSettings;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Frames per second and protocol against the most that the pump's line can carry. Counted is the
 * processor time of the whole JVM, garbage collection included, so that neighbours matter little.
 */
public final class ListeningBenchmark {

  /** A minute of listening at four readings a second. */
  private static final long RECORDED_MS = 60_000;

  private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int ROUNDS = 5;

  /** The fastest line that pumps of any of these protocols are set to. */
  private static final int FAST_BAUD = 115_200;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private ListeningBenchmark() {}

  /** What one protocol costs. */
  private record Cost(double framesPerSecond, double least, double most, long bytesPerFrame) {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.println(
        "| protocol | bytes a frame | line | frames/s it carries | read | driver, frames/s (median"
            + " of "
            + ROUNDS
            + "; min to max) | times the line | core for a full line | at 115200 baud"
            + " | heap a frame |");
    out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (PumpDriver driver : EveryDriver.made()) {
      Recording whole = Recording.of(driver, RECORDED_MS);
      print(out, driver, whole, "whole");
      print(out, driver, whole.byteByByte(), "byte by byte");
    }
  }

  private static void print(
      PrintStream out, PumpDriver driver, Recording recording, String howItIsRead) {
    Cost cost = measure(recording);
    double bytesPerFrame = (double) recording.bytes() / recording.frames();
    double ownLine = framesPerSecond(driver.lineSettings(), bytesPerFrame);
    double fastLine = ownLine * FAST_BAUD / driver.lineSettings().baud();
    out.printf(
        Locale.ROOT,
        "| `%s` | %.0f | %d | %.1f | %s | %,.0f (%,.0f to %,.0f) | %,.0f | %.3f %% | %.2f %%"
            + " | %,d B |%n",
        driver.protocol(),
        bytesPerFrame,
        driver.lineSettings().baud(),
        ownLine,
        howItIsRead,
        cost.framesPerSecond(),
        cost.least(),
        cost.most(),
        cost.framesPerSecond() / ownLine,
        100 * ownLine / cost.framesPerSecond(),
        100 * fastLine / cost.framesPerSecond(),
        cost.bytesPerFrame());
  }

  private static double framesPerSecond(LineSettings line, double bytesPerFrame) {
    int parityBit = line.parity() == LineSettings.Parity.NONE ? 0 : 1;
    int bitsPerByte = 1 + line.dataBits() + parityBit + line.stopBits();
    return line.baud() / (bitsPerByte * bytesPerFrame);
  }

  private static Cost measure(Recording recording) {
    long said = 0;
    for (long end = System.nanoTime() + WARM_UP_NS; System.nanoTime() - end < 0; ) {
      said += recording.replay();
    }
    double[] rates = new double[ROUNDS];
    long replays = 0;
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long cpu = PROCESS.getProcessCpuTime();
      long frames = 0;
      while (System.nanoTime() - start < ROUND_NS) {
        said += recording.replay();
        frames += recording.frames();
        replays++;
      }
      rates[round] = frames * 1e9 / (PROCESS.getProcessCpuTime() - cpu);
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    if (said == 0) {
      throw new IllegalStateException("the sessions said nothing");
    }
    Arrays.sort(rates);
    return new Cost(
        rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1], allocated / (replays * recording.frames()));
  }
}
