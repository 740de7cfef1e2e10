// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A gateway's own way with a signed library; the port is described in {@code model}. */
public final class LibraryCheckDesk implements AutoCloseable {
  private static final String PORT = "io.pumpbridge.model.dose.LibraryCheckDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.druglibrary.checkdesk";

  /** It has no name of its own and belongs to no hospital; it judges for whoever asks. */
  private static final String NOBODY = "desk";

  private final TemporaryBridge bridge;

  private LibraryCheckDesk(TemporaryBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Starts the bundles.
   *
   * @param anchors an {@link AnchorsFolder}
   * @param revocation {@code require}, {@code stale-ok} or {@code if-known}
   */
  public static LibraryCheckDesk start(Path anchors, String revocation)
      throws LaunchException, InterruptedException {
    AnchorsFolder trusted = AnchorsFolder.named(anchors);
    return new LibraryCheckDesk(
        TemporaryBridge.forSignedLibraries(
            directory ->
                Map.of(
                    "gateway.id",
                    NOBODY,
                    "hospital",
                    NOBODY,
                    "revocation",
                    revocation,
                    "anchors",
                    laidOut(trusted, directory).toString())));
  }

  /** As a gateway has them; a plain folder is copied into that shape. */
  private static Path laidOut(AnchorsFolder anchors, Path directory) throws LaunchException {
    if (anchors.isOfAGateway()) {
      return anchors.path().toAbsolutePath();
    }
    Path made = directory.resolve("anchors");
    copy(anchors.certificates(), made.resolve("signers"), ".pem");
    copy(anchors.revocationLists(), made.resolve("revocation"), "");
    return made;
  }

  private static void copy(List<Path> files, Path to, String suffix) throws LaunchException {
    try {
      Files.createDirectories(to);
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary directory cannot be written", e);
    }
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      try {
        Files.copy(file, to.resolve(name.endsWith(suffix) ? name : name + suffix));
      } catch (IOException e) {
        throw NamedFile.of(file).unreadable(e);
      }
    }
  }

  /** Verifies a library and takes it in hand. */
  public Map<String, Object> open(byte[] signed, String hospital) throws LaunchException {
    return Answers.map(bridge.desk().call(PORT, "open", signed, hospital));
  }

  /** Judges an order by the library in hand. */
  public Map<String, Object> judge(Map<String, Object> order) throws LaunchException {
    return Answers.map(bridge.desk().call(PORT, "judge", order));
  }

  @Override
  public void close() {
    bridge.close();
  }
}
