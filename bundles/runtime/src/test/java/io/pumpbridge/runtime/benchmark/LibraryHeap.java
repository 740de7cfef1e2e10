// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.benchmark;

import io.pumpbridge.druglibrary.library.LibraryCheck;
import io.pumpbridge.druglibrary.library.VerifiedLibrary;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a library takes in memory. A JVM of its own verifies a small library, so that every class is
 * there, then the one asked for, and says what is used after a collection; whether it gets that far
 * with a given heap says what is needed at the worst moment.
 */
final class LibraryHeap {
  private static final long MIB = 1024 * 1024;
  private static final int LEAST_MIB = 8;
  private static final int MOST_MIB = 128;

  private LibraryHeap() {}

  /** In a JVM of its own: directory, file. Prints the milliseconds taken and the bytes used. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    LibraryCheck check = LargeLibrary.check(directory);
    VerifiedLibrary small = check.verify(read(directory.resolve("small.p7m")));
    long beginNs = System.nanoTime();
    VerifiedLibrary asked = check.verify(read(directory.resolve(arguments[1])));
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNs);
    try {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      System.out.println(tookMs + " " + (runtime.totalMemory() - runtime.freeMemory()));
    } finally {
      Reference.reachabilityFence(small);
      Reference.reachabilityFence(asked);
    }
  }

  private static Bytes read(Path file) throws IOException {
    return Bytes.of(Files.readAllBytes(file));
  }

  private record Said(long tookMs, long used) {}

  /** Bytes of a library in force. */
  static long retained(Path directory) throws IOException, InterruptedException {
    return get(directory, "large.p7m").used() - get(directory, "small.p7m").used();
  }

  /** From file to in force in a JVM that has loaded one small library before. */
  static long coldMs(Path directory) throws IOException, InterruptedException {
    return get(directory, "large.p7m").tookMs();
  }

  private static Said get(Path directory, String file) throws IOException, InterruptedException {
    return run(directory, file, MOST_MIB)
        .orElseThrow(() -> new IOException(file + " needs more than " + MOST_MIB + " MiB"));
  }

  /** Bytes of heap without which it cannot be loaded, above those for a small one. */
  static long needed(Path directory) throws IOException, InterruptedException {
    return (least(directory, "large.p7m") - least(directory, "small.p7m")) * MIB;
  }

  private static int least(Path directory, String file) throws IOException, InterruptedException {
    int mib = LEAST_MIB;
    while (run(directory, file, mib).isEmpty()) {
      mib++;
      if (mib > MOST_MIB) {
        throw new IOException(file + " needs more than " + MOST_MIB + " MiB");
      }
    }
    return mib;
  }

  /** Empty if the heap was too small. */
  private static Optional<Said> run(Path directory, String file, int mib)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx" + mib + "m",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    LibraryHeap.class.getName(),
                    directory.toString(),
                    file))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (process.waitFor() != 0) {
      return Optional.empty();
    }
    int space = out.indexOf(' ');
    return Optional.of(
        new Said(
            Long.parseLong(out.substring(0, space)), Long.parseLong(out.substring(space + 1))));
  }
}
