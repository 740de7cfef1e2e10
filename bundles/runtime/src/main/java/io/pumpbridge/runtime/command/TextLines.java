// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.NamedFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The lines of files, one after the other; of a line that is too long only its beginning. */
final class TextLines implements Iterator<String>, AutoCloseable {
  /** Several times the largest record. */
  private static final int MAX_CHARACTERS = 128 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final List<BufferedReader> readers = new ArrayList<>();
  private int at;

  /** How many files have given their first line. */
  private int begun;

  private TextLines() {}

  /**
   * Opens all of them before anything is read.
   *
   * @throws LaunchException if one cannot be opened
   */
  static TextLines of(List<Path> files) throws LaunchException {
    TextLines lines = new TextLines();
    for (Path file : files) {
      try {
        // Bytes that are no UTF-8 become another text, which has another hash.
        lines.readers.add(
            new BufferedReader(
                new InputStreamReader(NamedFile.of(file).open(), StandardCharsets.UTF_8)));
      } catch (LaunchException e) {
        lines.close();
        throw e;
      }
    }
    return lines;
  }

  @Override
  public boolean hasNext() {
    try {
      while (at < readers.size()) {
        BufferedReader reader = readers.get(at);
        reader.mark(1);
        if (reader.read() >= 0) {
          reader.reset();
          return true;
        }
        at++;
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      StringBuilder line = new StringBuilder();
      BufferedReader reader = readers.get(at);
      int character = reader.read();
      while (character >= 0 && character != '\n') {
        if (line.length() < MAX_CHARACTERS) {
          line.append((char) character);
        }
        character = reader.read();
      }
      return withoutMark(line).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some editors put one before the first line of a file; what was written has none. */
  private StringBuilder withoutMark(StringBuilder line) {
    if (begun <= at) {
      begun = at + 1;
      if (line.length() > 0 && line.charAt(0) == BYTE_ORDER_MARK) {
        line.deleteCharAt(0);
      }
    }
    return line;
  }

  @Override
  public void close() {
    for (BufferedReader reader : readers) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new UncheckedIOException("a file that was read cannot be closed", e);
      }
    }
  }
}
