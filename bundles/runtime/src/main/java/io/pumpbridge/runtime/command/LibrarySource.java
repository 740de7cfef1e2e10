// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.LibraryCheckDesk;
import io.pumpbridge.runtime.launch.NamedFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whom to trust for a signed library, and how its file is read. */
@Command
final class LibrarySource {
  /** One byte more than a library may have: the reader says that it is too large. */
  private static final int MAX_BYTES = 8 * 1024 * 1024 + 1;

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = {
        "The authorities whose signers are trusted: a gateway's folder of anchors, or a folder of"
            + " *.pem, with revocation lists as *.crl, *.pem or *.der."
      })
  private Optional<Path> anchors = Optional.empty();

  @Option(
      names = "--revocation",
      paramLabel = "POLICY",
      description =
          "require, stale-ok, or if-known: only who is known to be revoked is refused. A gateway"
              + " has a policy of its own. Default: ${DEFAULT-VALUE}.")
  private String revocation = "if-known";

  @Option(
      names = "--hospital",
      paramLabel = "NAME",
      description = "Whose gateway it would be; if left out, the library's own hospital.")
  private String hospital = "";

  /** A document that nobody has signed begins with its brace. */
  static boolean isDocument(byte[] content) {
    for (byte octet : content) {
      if (octet == '{') {
        return true;
      }
      if (octet != ' ' && octet != '\n' && octet != '\r' && octet != '\t') {
        return false;
      }
    }
    return false;
  }

  static byte[] read(Path file) throws LaunchException {
    return NamedFile.of(file).beginning(MAX_BYTES);
  }

  LibraryCheckDesk start() throws LaunchException, InterruptedException {
    return LibraryCheckDesk.start(
        anchors.orElseThrow(
            () ->
                new LaunchException(
                    Fault.USAGE,
                    "anchors-missing",
                    "Say with --anchors DIR whose signatures count.")),
        revocation);
  }

  Map<String, Object> open(LibraryCheckDesk desk, byte[] signed) throws LaunchException {
    return desk.open(signed, hospital);
  }

  /** The document in a file, of a signed one only after its signatures hold. */
  byte[] document(Path file) throws LaunchException, InterruptedException {
    byte[] content = read(file);
    if (isDocument(content)) {
      return content;
    }
    try (LibraryCheckDesk desk = start()) {
      Map<String, Object> answer = open(desk, content);
      if (answer.get("content") instanceof byte[] document) {
        return document;
      }
      throw refused(file, answer);
    }
  }

  static LaunchException refused(Path file, Map<String, Object> answer) {
    return new LaunchException(
        Fault.REFUSAL,
        String.valueOf(answer.get("code")),
        file + " is refused: " + answer.get("reason"));
  }
}
