// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * pump-bridge.jar in the background, as a person starts it; ends in order when it is closed.
 *
 * @param out what it has said so far
 * @param err what it has complained and logged so far
 */
record StartedProduct(Process process, Path out, Path err) implements AutoCloseable {

  static StartedProduct start(Path directory, String... arguments) throws IOException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    return new StartedProduct(Product.start(Product.JAR, directory, out, err, arguments), out, err);
  }

  /** The agent, with {@code config} and {@code state} in the directory; it runs. */
  static StartedProduct agent(Path directory, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--config", "config", "--state", "state"));
    all.addAll(List.of(more));
    StartedProduct agent = start(directory, all.toArray(String[]::new));
    try {
      agent.awaitSaid("running");
      return agent;
    } catch (Exception | AssertionError e) {
      agent.process.destroyForcibly();
      throw e;
    }
  }

  /** Until it says so, on standard output. */
  void awaitSaid(String text) throws Exception {
    await("said '" + text + "'", () -> said().contains(text));
  }

  /** As long as it is alive. */
  void await(String what, Callable<Boolean> holds) throws Exception {
    Awaiting.until(
        what,
        () -> {
          assertThat(process.isAlive()).as("alive, and " + what + ": " + complained()).isTrue();
          return holds.call();
        });
  }

  String said() {
    return read(out);
  }

  String complained() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    try {
      assertThat(process.waitFor(Awaiting.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("ended in time: " + complained())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL: no goodbye, no flush. */
  void killHard() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM. */
  @Override
  public void close() {
    process.destroy();
    awaitEnd();
  }
}
