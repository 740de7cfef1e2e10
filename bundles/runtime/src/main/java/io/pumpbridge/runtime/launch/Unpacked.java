// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the product unpacks its bundles and native libraries, some 14 MB: in the state directory,
 * or among the system's temporary files where that has no room. So a gateway comes back although
 * its disk is full, and the alarms of its pumps are told. None of it is needed after the end.
 */
final class Unpacked {
  private static final Logger log = LoggerFactory.getLogger(Unpacked.class);

  /** Takes what it needs for a start. */
  interface Start<T> {
    T in(Unpacked room) throws IOException;
  }

  private final Path path;

  /** What is deleted at the end. */
  private final Optional<Path> borrowed;

  private Unpacked(Path path, Optional<Path> borrowed) {
    this.path = path;
    this.borrowed = borrowed;
  }

  /**
   * Starts in the state directory; if that fails for whatever reason, once more elsewhere.
   *
   * @throws IOException why it failed in the state directory
   */
  static <T> T inRoomFor(StateDirectory state, Start<T> start) throws IOException {
    try {
      return start.in(new Unpacked(state.path(), Optional.empty()));
    } catch (IOException e) {
      return elsewhere(state, start, e);
    }
  }

  private static <T> T elsewhere(StateDirectory state, Start<T> start, IOException why)
      throws IOException {
    try {
      Path directory = borrow(state);
      return within(new Unpacked(directory, Optional.of(directory)), start, why);
    } catch (IOException e) {
      why.addSuppressed(e);
      throw why;
    }
  }

  private static <T> T within(Unpacked borrowed, Start<T> start, IOException why)
      throws IOException {
    try {
      T started = start.in(borrowed);
      log.warn("no room in the state directory for what is unpacked why={}", why.getMessage());
      return started;
    } catch (IOException e) {
      borrowed.giveBack();
      throw e;
    }
  }

  /** What a killed run has left goes first: whoever has the state directory is the only one. */
  private static Path borrow(StateDirectory state) throws IOException {
    String name = "pump-bridge-unpacked-%08x-".formatted(state.path().hashCode());
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, name + "*")) {
      for (Path each : left) {
        delete(each); // others' stay: nobody may delete them, and their name is never ours
      }
    }
    return Files.createTempDirectory(temporary, name);
  }

  /** A directory of its own for one purpose, made if need be. */
  Path directory(String name) throws IOException {
    return StateDirectory.privateDirectory(path.resolve(name));
  }

  /** The end: what was borrowed is deleted. */
  void giveBack() {
    borrowed.ifPresent(Unpacked::delete);
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return; // who failed to start in it has given it back
    }
    try {
      FolderTree.delete(directory);
    } catch (IOException e) {
      log.warn("temporary files stay path={} why={}", directory, e.getMessage());
    }
  }
}
