// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A gateway's own way with a signed library; the port is described in {@code model}. */
public final class LibraryCheckDesk implements AutoCloseable {
  private static final String PORT = "io.pumpbridge.model.dose.LibraryCheckDesk";

  /** The component that offers it; an empty configuration calls it up. */
  static final String PID = "io.pumpbridge.druglibrary.checkdesk";

  /** It has no name of its own and belongs to no hospital; it judges for whoever asks. */
  private static final String NOBODY = "desk";

  /** As trust itself; what is beyond this is no folder of authorities. */
  private static final int MAX_FILES = 64;

  private final TemporaryBridge bridge;

  private LibraryCheckDesk(TemporaryBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Starts the bundles.
   *
   * @param anchors a gateway's folder of anchors (with {@code signers/*.pem}), or a folder with
   *     {@code *.pem} and perhaps {@code *.crl}
   * @param revocation {@code require}, {@code stale-ok} or {@code if-known}
   */
  public static LibraryCheckDesk start(Path anchors, String revocation)
      throws LaunchException, InterruptedException {
    if (!Files.isDirectory(anchors)) {
      throw new LaunchException(
          Fault.USAGE, "file-unreadable", anchors + " is no directory of trusted authorities.");
    }
    try {
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
                      laidOut(anchors, directory).toString())));
    } catch (UncheckedIOException e) {
      throw new LaunchException(
          Fault.USAGE, "file-unreadable", anchors + " cannot be read: " + e.getMessage() + ".");
    }
  }

  /** As a gateway has them; a plain folder is copied into that shape. */
  private static Path laidOut(Path anchors, Path directory) {
    if (Files.isDirectory(anchors.resolve("signers"))) {
      return anchors.toAbsolutePath();
    }
    Path made = directory.resolve("anchors");
    try {
      copy(anchors, "*.{pem,crt,cer}", made.resolve("signers"), ".pem");
      copy(anchors, "*.{crl,der}", made.resolve("revocation"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return made;
  }

  private static void copy(Path from, String names, Path to, String suffix) throws IOException {
    Files.createDirectories(to);
    int count = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, names)) {
      for (Path file : files) {
        if (++count > MAX_FILES) {
          throw new IOException("it holds more than " + MAX_FILES + " files");
        }
        String name = String.valueOf(file.getFileName());
        Files.copy(file, to.resolve(name.endsWith(suffix) ? name : name + suffix));
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
