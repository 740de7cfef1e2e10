// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.powercut.CutKind;
import io.pumpbridge.journal.powercut.Disk;
import io.pumpbridge.journal.powercut.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Cuts the power at every point of a recording, in every way and once more at random, opens what is
 * left, and counts what does not hold. Images that differ in nothing are looked at once.
 */
final class PowerCutSweep {
  /** At every boundary; the others take turns, except where a name is at stake: there all come. */
  private static final List<CutKind> ALWAYS =
      List.of(CutKind.DROPPED, CutKind.KEPT, CutKind.TORN_512, CutKind.SCATTERED_4096);

  private static final List<CutKind> TAKING_TURNS =
      List.of(
          CutKind.ZEROED,
          CutKind.SCATTERED_512,
          CutKind.MIXED,
          CutKind.TORN_4096,
          CutKind.NAMES_FORGOTTEN,
          CutKind.BYTES_FORGOTTEN);

  /** Where a name is at stake, so that its combinations with the bytes come too. */
  private static final int TURNS_FOR_NAMES = 4;

  /** Those that leave a choice. */
  private static final List<CutKind> CHOOSING =
      List.of(CutKind.SCATTERED_512, CutKind.SCATTERED_4096, CutKind.MIXED, CutKind.TORN_512);

  private static final int WORKERS = Runtime.getRuntime().availableProcessors();
  private static final int MOST_REPORTED = 5;
  private static final int MOST_WAITING = 2 * WORKERS;

  private final Recording recording;
  private final Promises ever;
  private final Path scratch;
  private final long seed;
  private final int randomCuts;
  private final int limit;
  private final Set<Long> seen = new HashSet<>();
  private final Map<CutKind, Integer> counts = new EnumMap<>(CutKind.class);
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger directories = new AtomicInteger();
  private int boundaries;
  private int atRandom;
  private long worstNanos;

  /**
   * @param scratch where images are laid out, best in memory
   * @param randomCuts on top of those at every boundary
   * @param limit images to look at, at most
   */
  PowerCutSweep(Recording recording, Path scratch, long seed, int randomCuts, int limit) {
    this.recording = recording;
    this.ever = recording.allPromises();
    this.scratch = scratch;
    this.seed = seed;
    this.randomCuts = randomCuts;
    this.limit = limit;
  }

  /** What a sweep has found. */
  record Outcome(int images, int violations, long worstNanos) {}

  Outcome sweep() throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    int[] randomHere = new int[recording.steps().size() + 1];
    new Random(seed).ints(randomCuts, 0, randomHere.length).forEach(at -> randomHere[at]++);
    Disk disk = new Disk();
    Promises promises = new Promises();
    Promises known = promises.copy();
    int version = 0;
    for (int at = 0; at < randomHere.length; at++) {
      boolean end = at == recording.steps().size();
      List<String> marks = end ? recording.marksAtEnd() : recording.steps().get(at).marks();
      if (!marks.isEmpty()) {
        marks.forEach(promises::take);
        known = promises.copy();
        version++;
      }
      boundaries++;
      cutHere(new Point(disk, at, known, version), randomHere[at]);
      if (!end) {
        disk.apply(recording.steps().get(at).change());
      }
    }
    workers.shutdown();
    if (!workers.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IOException("a recovery does not end");
    }
    return new Outcome(images(), violations.get(), worstNanos);
  }

  /** A moment between two changes. */
  private record Point(Disk disk, int at, Promises known, int version) {}

  private void cutHere(Point point, int randomCutsHere) throws InterruptedException {
    for (CutKind kind : ALWAYS) {
      cut(point, kind, 0);
    }
    if (point.disk().namesAtStake()) {
      for (int turn = 0; turn < TURNS_FOR_NAMES; turn++) {
        for (CutKind kind : CutKind.values()) {
          cut(point, kind, turn);
        }
      }
    } else {
      cut(point, TAKING_TURNS.get(point.at() % TAKING_TURNS.size()), 0);
    }
    Random random = new Random(seed + point.at());
    for (int turn = TURNS_FOR_NAMES; turn < TURNS_FOR_NAMES + randomCutsHere; turn++) {
      CutKind kind = CHOOSING.get(random.nextInt(CHOOSING.size()));
      atRandom += cut(point, kind, turn) ? 1 : 0;
    }
  }

  private int images() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Answers whether there was anything new to look at. */
  private boolean cut(Point point, CutKind kind, int turn) throws InterruptedException {
    if (images() >= limit) {
      return false;
    }
    long choice = ((seed * 31 + point.at()) * 31 + turn) * 31 + kind.name().hashCode();
    Image image = point.disk().cut(kind, new Random(choice));
    if (!seen.add(image.print() * 1_000_003 + point.version())) {
      return false;
    }
    counts.merge(kind, 1, Integer::sum);
    places.acquire();
    workers.execute(
        () -> {
          try {
            judge(image, point.known(), "cut %d %s %d".formatted(point.at(), kind, turn));
          } finally {
            places.release();
          }
        });
    return true;
  }

  private void judge(Image image, Promises known, String where) {
    Path root = scratch.resolve("image-" + directories.incrementAndGet());
    try {
      image.writeTo(root);
      Recovery recovery = new Recovery(root, known, ever);
      List<String> found = recovery.violations();
      note(found, where, recovery.nanos());
      delete(root);
    } catch (IOException e) {
      note(List.of("the image cannot be laid out: " + e), where, 0);
    }
  }

  private synchronized void note(List<String> found, String where, long nanos) {
    worstNanos = Math.max(worstNanos, nanos);
    if (!found.isEmpty() && violations.incrementAndGet() <= MOST_REPORTED) {
      System.out.printf("    %s: %s%n", where, found.subList(0, Math.min(3, found.size())));
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** For people. */
  String counts() {
    return "%d boundaries, %d images, %d of them at random: %s"
        .formatted(boundaries, images(), atRandom, counts);
  }
}
