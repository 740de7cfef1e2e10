// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.powercut.FlashWear;
import io.pumpbridge.journal.powercut.Trace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The check of {@code .ci/checks/power-cut.sh}. Arguments: the preloaded library, an empty
 * directory, best in memory.
 */
final class PowerCutCheck {
  private static final long SEED = 20_260_301;
  private static final int STEPS = 560;
  private static final int RANDOM_CUTS = 6_000;
  private static final int LEAST_IMAGES = 10_000;

  /** With commits that are not durable a fraction of the sweep finds more than enough. */
  private static final int NORMAL_IMAGES = 4_000;

  /**
   * What the product promises; the worst case of a journal as small as the script's is far below.
   */
  private static final long RECOVERY_LIMIT_MS = 2_000;

  private static final long FLASH_MB = 200;
  private static final long MEGA = 1_000_000;

  private final Path library;
  private final Path scratch;
  private boolean good = true;

  private PowerCutCheck(Path library, Path scratch) {
    this.library = library;
    this.scratch = scratch;
  }

  public static void main(String[] arguments) throws Exception {
    PowerCutCheck check = new PowerCutCheck(Path.of(arguments[0]), Path.of(arguments[1]));
    check.loadLibrary();
    check.full();
    check.normal();
    check.flash("offline");
    check.flash("online");
    check.flash("flooded");
    System.exit(check.good ? 0 : 1);
  }

  /** Unpacking and loading SQLite's library is no part of a recovery, and happens once. */
  private void loadLibrary() {
    new TestBench(scratch.resolve("first")).open(PowerCutSession.SMALLEST).close();
  }

  private void full() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    PowerCutSweep sweep =
        new PowerCutSweep(
            record("full"), scratch.resolve("full-cuts"), SEED, RANDOM_CUTS, Integer.MAX_VALUE);
    PowerCutSweep.Outcome outcome = sweep.sweep();
    System.out.println("  " + sweep.counts());
    long worstMs = outcome.worstNanos() / 1_000_000;
    System.out.printf(
        "  %d violations; worst recovery %d ms; %d s%n",
        outcome.violations(), worstMs, (System.nanoTime() - begin) / 1_000_000_000);
    require("at least " + LEAST_IMAGES + " cuts", outcome.images() >= LEAST_IMAGES);
    require("no power cut breaks a promise", outcome.violations() == 0);
    require("every recovery within " + RECOVERY_LIMIT_MS + " ms", worstMs <= RECOVERY_LIMIT_MS);
  }

  private void normal() throws IOException, InterruptedException {
    PowerCutSweep sweep =
        new PowerCutSweep(record("normal"), scratch.resolve("normal-cuts"), SEED, 0, NORMAL_IMAGES);
    PowerCutSweep.Outcome outcome = sweep.sweep();
    System.out.printf("  %s, %d violations%n", sweep.counts(), outcome.violations());
    require("commits that are not durable are found out", outcome.violations() > 0);
  }

  /** Counted is what is handed to the system; whole pages are told beside it. */
  private void flash(String server) throws IOException, InterruptedException {
    Path root = scratch.resolve("flash-" + server);
    FlashWear wear = new FlashWear();
    Trace.read(Recording.play(library, root, FlashDay.class, server), wear::apply);
    System.out.printf(
        "a day of four pumps, %s: %d MB written (%d MB in whole pages), %d syncs%n",
        server, wear.bytes() / MEGA, wear.pageBytes() / MEGA, wear.syncs());
    require("at most " + FLASH_MB + " MB a day", wear.bytes() <= FLASH_MB * MEGA);
  }

  private Recording record(String durability) throws IOException, InterruptedException {
    Path root = scratch.resolve(durability);
    Path trace =
        Recording.play(
            library,
            root,
            PowerCutSession.class,
            durability,
            Long.toString(SEED),
            Integer.toString(STEPS));
    Recording recording = Recording.read(trace);
    recording.requireSameAs(root);
    Promises promises = recording.allPromises();
    System.out.printf("synchronous=%s, seed %d%n", durability, SEED);
    System.out.println("  the script: " + promises);
    System.out.println("  " + recording.counts());
    require("records gave way in it, and the server was told", !promises.gaps().isEmpty());
    return recording;
  }

  private void require(String sentence, boolean holds) {
    System.out.printf("  %s: %s%n", holds ? "ok" : "DOES NOT HOLD", sentence);
    good &= holds;
  }
}
