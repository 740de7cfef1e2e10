// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds {@code !body|CCCC\r} in what the host sends. What a real pump answers to a wrong checksum
 * is not public; this one stays silent, so such frames are dropped here.
 */
final class RequestReader {
  /** The longest published request has 31 characters; more than this is no request. */
  private static final int MAX_REQUEST = 128;

  private static final int CRC_LENGTH = 4;

  private final StringBuilder frame = new StringBuilder();
  private boolean inFrame;

  List<String> feed(Bytes chunk) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (c == '!') {
        frame.setLength(0);
        inFrame = true;
      } else if (inFrame && c == '\r') {
        inFrame = false;
        addIfSound(frame.toString(), bodies);
      } else if (inFrame && frame.length() < MAX_REQUEST) {
        frame.append(c);
      } else {
        inFrame = false;
      }
    }
    return bodies;
  }

  private static void addIfSound(String content, List<String> bodies) {
    int bar = content.indexOf('|');
    if (bar > 0 && content.length() == bar + 1 + CRC_LENGTH) {
      String body = content.substring(0, bar);
      if (content.substring(bar + 1).equals(AlarisCrc.of(body))) {
        bodies.add(body);
      }
    }
  }
}
