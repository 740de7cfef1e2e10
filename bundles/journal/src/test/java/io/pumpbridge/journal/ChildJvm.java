// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that says lines, each with a semicolon at its end, until it is killed. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * What it said before SIGKILL.
   *
   * @param enough kills at the first line for which it holds; what stood in the pipe then counts
   *     too
   */
  static List<String> heardUntilKilled(Class<?> main, Path argument, Predicate<String> enough)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                argument.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> heard = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null) {
        if (line.endsWith(";")) { // the last one may be cut off
          heard.add(line.substring(0, line.length() - 1));
          if (enough.test(heard.get(heard.size() - 1))) {
            child.toHandle().destroyForcibly(); // leaves the pipe open
          }
        }
        line = lines.readLine();
      }
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as("killed, not ended").isEqualTo(128 + 9);
    return heard;
  }
}
