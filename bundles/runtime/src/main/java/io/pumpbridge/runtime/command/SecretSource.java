// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A password or PIN, from a file that only its owner can read, from standard input, or typed
 * without an echo; never an argument, which every process of the machine could read.
 *
 * @param file empty to ask at the terminal
 */
record SecretSource(Optional<Path> file) {
  /** A line; more is a file chosen by mistake. */
  private static final int MAX_BYTES = 1024;

  private static final Path STANDARD_INPUT = Path.of("-");

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** The first line. Whoever gets it overwrites it. */
  char[] read(String question) throws LaunchException {
    return file.isPresent() ? from(file.get()) : asked(question);
  }

  private static char[] from(Path file) throws LaunchException {
    try {
      if (file.equals(STANDARD_INPUT)) {
        return firstLine(System.in.readNBytes(MAX_BYTES + 1), file);
      }
      if (!isPrivate(file)) {
        throw unusable(
            "secret-not-private",
            "Others than its owner may read "
                + file
                + ": make it 0600, and change the secret if that may have happened.");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return firstLine(in.readNBytes(MAX_BYTES + 1), file);
      }
    } catch (IOException e) {
      throw unusable("file-unreadable", file + " cannot be read: " + Unreadable.why(file, e) + ".");
    }
  }

  /** Where files have no such permissions, nobody can tell. */
  private static boolean isPrivate(Path file) throws IOException {
    try {
      return OWNER.containsAll(Files.getPosixFilePermissions(file));
    } catch (UnsupportedOperationException noPermissions) {
      return true;
    }
  }

  private static char[] firstLine(byte[] content, Path file) throws LaunchException {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
    try {
      int end = 0;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      if (end == 0 || content.length > MAX_BYTES) {
        throw unusable(
            "secret-missing",
            file + " must hold one line of at most " + MAX_BYTES + " bytes, and it does not.");
      }
      char[] line = new char[end];
      text.get(line);
      return line;
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(text.array(), ' ');
    }
  }

  /** From Java 22 on there is always a console; without a terminal it reads standard input. */
  @SuppressWarnings("SystemConsoleNull")
  private static char[] asked(String question) throws LaunchException {
    if (System.console() == null) {
      throw unusable(
          "secret-missing", "There is no terminal to ask at: give --password-file or --pin-file.");
    }
    char[] typed = System.console().readPassword("%s", question);
    if (typed == null || typed.length == 0) {
      throw unusable("secret-missing", "Nothing was typed.");
    }
    return typed;
  }

  private static LaunchException unusable(String code, String sentence) {
    return new LaunchException(Fault.USAGE, code, sentence);
  }
}
