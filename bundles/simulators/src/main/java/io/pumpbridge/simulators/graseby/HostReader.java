// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.graseby;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds records in what the host sends; all that has both brackets gets an answer (12-16). */
final class HostReader {
  /** A command and its parameters, at most 1 + 17 characters, and what is around them. */
  private static final int LONGEST = GrasebyFrame.AROUND + 1 + 17;

  /** What is right or wrong with a record. */
  enum Kind {
    SOUND,
    BAD_CHECK,
    BAD_LENGTH
  }

  /**
   * A record.
   *
   * @param text command and parameters, if sound
   */
  record Heard(Kind kind, String text) {}

  private final StringBuilder frame = new StringBuilder();
  private boolean inFrame;

  List<Heard> feed(Bytes chunk) {
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (c == '<') {
        frame.setLength(0);
        inFrame = true;
      }
      if (inFrame && frame.length() <= LONGEST) {
        frame.append(c); // one too many at most: enough to know that it is too long
      }
      if (inFrame && c == '>') {
        inFrame = false;
        heard.add(read(frame.toString()));
      }
    }
    return heard;
  }

  private static Heard read(String record) {
    int check = record.length() - 5;
    String length = String.format(Locale.ROOT, "%02X", record.length());
    if (record.length() <= GrasebyFrame.AROUND
        || record.length() > LONGEST
        || !record.startsWith(length, 1)) {
      return new Heard(Kind.BAD_LENGTH, "");
    }
    return GrasebyFrame.check(record.substring(0, check)).equals(record.substring(check, check + 4))
        ? new Heard(Kind.SOUND, record.substring(3, check))
        : new Heard(Kind.BAD_CHECK, "");
  }
}
