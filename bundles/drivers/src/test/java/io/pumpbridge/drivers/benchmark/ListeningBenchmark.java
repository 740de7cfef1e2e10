// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.benchmark;

import com.sun.management.ThreadMXBean;
import io.pumpbridge.drivers.EveryDriver;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.simulators.Simulators;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Frames per second and protocol against the most that the pump's line can carry. */
public final class ListeningBenchmark {

  /** Ten minutes of listening at four readings a second. */
  private static final long RECORDED_MS = 600_000;

  private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int ROUNDS = 7;

  /** The fastest line that pumps of any of these protocols are set to. */
  private static final int FAST_BAUD = 115_200;

  private ListeningBenchmark() {}

  /** What one protocol costs. */
  private record Cost(double framesPerSecond, double least, double most, long bytesPerFrame) {}

  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.println(
        "Driver and session on one core against the pump's own line, carrying nothing but frames.");
    out.printf(
        Locale.ROOT,
        "%-10s %7s %7s %10s %21s %9s %12s %12s %10s%n",
        "protocol",
        "B/frame",
        "baud",
        "line f/s",
        "driver f/s (min-max)",
        "x line",
        "core at own",
        "at 115200",
        "heap B/f");
    for (PumpDriver driver : EveryDriver.made()) {
      Recording recording =
          Recording.of(
              driver, Simulators.create(driver.protocol(), Optional.empty(), 1), RECORDED_MS);
      print(out, driver, recording, measure(recording));
    }
  }

  private static void print(PrintStream out, PumpDriver driver, Recording recording, Cost cost) {
    double bytesPerFrame = (double) recording.bytes() / recording.frames();
    double ownLine = framesPerSecond(driver.lineSettings(), bytesPerFrame);
    double fastLine = ownLine * FAST_BAUD / driver.lineSettings().baud();
    out.printf(
        Locale.ROOT,
        "%-10s %7.1f %7d %10.0f %9.0f (%.0f-%.0f) %9.0f %11.3f%% %11.3f%% %10d%n",
        driver.protocol(),
        bytesPerFrame,
        driver.lineSettings().baud(),
        ownLine,
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
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long replays = 0;
    long allocated = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long frames = 0;
      while (System.nanoTime() - start < ROUND_NS) {
        said += recording.replay();
        frames += recording.frames();
        replays++;
      }
      rates[round] = frames * 1e9 / (System.nanoTime() - start);
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    if (said == 0) {
      throw new IllegalStateException("the sessions said nothing");
    }
    Arrays.sort(rates);
    return new Cost(
        rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1], allocated / (replays * recording.frames()));
  }
}
