// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

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

  private static Map<String, Object> object(byte[] line) {
    try {
      Map<String, Object> object = JSON.std.mapFrom(line);
      return object == null ? Map.of() : object; // JSON's null
    } catch (IOException | RuntimeException noObject) {
      return Map.of();
    }
  }
}
