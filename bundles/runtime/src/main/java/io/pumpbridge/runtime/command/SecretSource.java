// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.NamedFile;
import java.io.IOException;
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

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  /** The first line. Whoever gets it overwrites it. */
  char[] read(String question) throws LaunchException {
    return file.isPresent() ? from(file.get()) : asked(question);
  }

  private static char[] from(Path file) throws LaunchException {
    NamedFile named = NamedFile.orStandardInput(file);
    if (!named.isStandardInput() && !isPrivate(named)) {
      throw unusable(
          "secret-not-private",
          "Others than its owner may read "
              + file
              + ": make it 0600, and change the secret if that may have happened.");
    }
    byte[] content = named.beginning(MAX_BYTES + 1);
    char[] line = firstLine(content);
    if (line.length == 0 || content.length > MAX_BYTES) {
      Arrays.fill(line, ' ');
      throw unusable(
          "secret-missing",
          file + " must hold one line of at most " + MAX_BYTES + " bytes, and it does not.");
    }
    return line;
  }

  /** Where files have no such permissions, nobody can tell. */
  private static boolean isPrivate(NamedFile file) throws LaunchException {
    try {
      return OWNER.containsAll(Files.getPosixFilePermissions(file.path()));
    } catch (UnsupportedOperationException noPermissions) {
      return true;
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** Without its end; nothing of it stays in the content. */
  static char[] firstLine(byte[] content) {
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
    int end = 0;
    while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
      end++;
    }
    char[] line = new char[end];
    text.get(line);
    Arrays.fill(content, (byte) 0);
    Arrays.fill(text.array(), ' ');
    return line;
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
