// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.powercut.Disk;
import io.pumpbridge.journal.powercut.DiskChange;
import io.pumpbridge.journal.powercut.DiskChange.Closed;
import io.pumpbridge.journal.powercut.DiskChange.Opened;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.journal.powercut.Image;
import io.pumpbridge.journal.powercut.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A script that was played by a process of its own, and what it did to the disk.
 *
 * @param steps changes of the disk, each with the marks that came before it
 * @param marksAtEnd those after the last change
 */
record Recording(List<Step> steps, List<String> marksAtEnd) {
  private static final long LIMIT_S = 300;

  /**
   * One change of the disk.
   *
   * @param marks promises made since the change before
   */
  record Step(List<String> marks, DiskChange change) {}

  /**
   * Plays a main class below the preloaded library.
   *
   * @param root to be made; the class gets it as its first argument
   * @param arguments the others
   * @return the trace's file
   */
  static Path play(Path library, Path root, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(root);
    Path trace = root.resolveSibling(root.getFileName() + ".trace");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), main.getName()));
    command.add(root.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "LD_PRELOAD", library.toString(),
                "PUMP_TRACE", trace.toString(),
                "PUMP_TRACE_BELOW", root.toRealPath().toString()));
    Process process = builder.start();
    if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the script does not end");
    }
    if (process.exitValue() != 0) {
      throw new IOException("the script failed with " + process.exitValue());
    }
    return trace;
  }

  /** Reads a trace and takes the marks out of it. */
  static Recording read(Path trace) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    List<Integer> markHandles = new ArrayList<>();
    Trace.read(
        trace,
        change -> {
          if (change instanceof Opened opened && opened.path().equals(Marks.FILE)) {
            markHandles.add(opened.handle());
          } else if (change instanceof Written written && markHandles.contains(written.handle())) {
            marks.add(written.data().toText(StandardCharsets.US_ASCII).strip());
          } else if (!(change instanceof Closed closed && markHandles.contains(closed.handle()))) {
            steps.add(new Step(List.copyOf(marks), change));
            marks.clear();
          }
        });
    return new Recording(List.copyOf(steps), List.copyOf(marks));
  }

  /**
   * Nothing has gone past the recorder: what the model has at the end is what the real directory
   * has, byte for byte.
   */
  void requireSameAs(Path root) throws IOException {
    Disk disk = new Disk();
    steps.forEach(step -> disk.apply(step.change()));
    Image real = Image.of(root);
    real.files().remove(Marks.FILE);
    if (disk.now().print() != real.print()) {
      throw new IOException(
          "the model has %s, the disk %s"
              .formatted(disk.now().files().keySet(), real.files().keySet()));
    }
  }

  /** How often each kind of change comes in it, by the kind's name. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (Step step : steps) {
      counts.merge(step.change().getClass().getSimpleName(), 1, Integer::sum);
    }
    return counts;
  }

  /** All that was ever promised, had the power stayed. */
  Promises allPromises() {
    Promises promises = new Promises();
    steps.forEach(step -> step.marks().forEach(promises::take));
    marksAtEnd.forEach(promises::take);
    return promises;
  }
}
