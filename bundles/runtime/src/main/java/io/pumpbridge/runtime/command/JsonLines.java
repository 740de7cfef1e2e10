// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One JSON object a line. What is no object reads as an empty one, so that whoever asked gets an
 * answer in its place; no line, however long, fills the memory.
 */
final class JsonLines {
  /** A chain with every certificate at its longest, in base64, fits several times. */
  static final int MOST_BYTES = 8 * 1024 * 1024;

  private final InputStream in;

  /**
   * @param in buffered: read byte by byte
   */
  JsonLines(InputStream in) {
    this.in = in;
  }

  /**
   * @return empty at the end
   */
  Optional<Map<String, Object>> next() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean whole = true;
    while (octet >= 0 && octet != '\n') {
      if (line.size() < MOST_BYTES) {
        line.write(octet);
      } else {
        whole = false;
      }
      octet = in.read();
    }
    return Optional.of(whole ? object(line.toByteArray()) : Map.of());
  }

  /** Who answers an object with another. */
  interface Desk {
    Map<String, Object> answer(Map<String, Object> question) throws LaunchException;
  }

  /**
   * Answers each line with one, at once: a program may wait for it before it asks on. For a reader
   * that has left nobody need go on; {@link StandardOutput} says so.
   *
   * @return whether all answers were as wished
   */
  boolean answerAll(PrintWriter out, Desk desk, Predicate<Map<String, Object>> wished)
      throws LaunchException, IOException {
    boolean all = true;
    Optional<Map<String, Object>> question = next();
    while (question.isPresent() && !out.checkError()) {
      Map<String, Object> answer = desk.answer(question.get());
      out.println(JSON.std.asString(answer));
      out.flush();
      all &= wished.test(answer);
      question = next();
    }
    return all;
  }

  private static Map<String, Object> object(byte[] line) {
    try {
      Map<String, Object> object = JSON.std.mapFrom(line);
      return object == null ? Map.of() : object; // JSON's null
    } catch (IOException | RuntimeException noObject) {
      return Map.of();
    }
  }
}
