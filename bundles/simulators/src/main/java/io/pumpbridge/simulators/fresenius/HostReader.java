// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Finds frames and control bytes in what the host sends, however the line cuts it. */
final class HostReader {

  /** What was heard. */
  enum Kind {
    FRAME,
    /** A frame that is no good; the text is the code to refuse it with. */
    BROKEN,
    ACKNOWLEDGED,
    REFUSED,
    /** DC4, the answer to ENQ. */
    ALIVE
  }

  /**
   * One thing heard.
   *
   * @param text of a frame without its checksum
   */
  record Heard(Kind kind, String text) {}

  private static final String CHARACTER = "1";
  private static final String CHECKSUM = "2";
  private static final String LENGTH = "7";
  private static final String CONTROL = "8";
  private static final int CHECK_LENGTH = 2;

  private final StringBuilder frame = new StringBuilder();
  private boolean inFrame;
  private boolean afterNak;
  private String fault = "";

  List<Heard> feed(Bytes chunk) {
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (c == Frame.STX) {
        frame.setLength(0);
        fault = "";
        inFrame = true;
        afterNak = false;
      } else if (inFrame && c == Frame.ETX) {
        inFrame = false;
        heard.add(finish());
      } else if (inFrame) {
        take(c);
      } else if (afterNak) {
        afterNak = false; // the code is of no use here: a refused frame is sent again in any case
        heard.add(new Heard(Kind.REFUSED, ""));
      } else if (c == Frame.ACK) {
        heard.add(new Heard(Kind.ACKNOWLEDGED, ""));
      } else if (c == Frame.DC4) {
        heard.add(new Heard(Kind.ALIVE, ""));
      } else {
        afterNak = c == Frame.NAK;
      }
    }
    return heard;
  }

  private void take(char c) {
    if (c < ' ') {
      fault = CONTROL;
    } else if (c > '~') {
      fault = CHARACTER; // seven bits and parity: on a real line such a byte does not exist
    } else if (frame.length() < Frame.LONGEST + CHECK_LENGTH) {
      frame.append(c);
    } else {
      fault = LENGTH;
    }
  }

  private Heard finish() {
    int end = frame.length() - CHECK_LENGTH;
    if (!fault.isEmpty()) {
      return new Heard(Kind.BROKEN, fault);
    }
    if (end < 1) {
      return new Heard(Kind.BROKEN, LENGTH);
    }
    String text = frame.substring(0, end);
    return Frame.check(text).contentEquals(frame.subSequence(end, frame.length()))
        ? new Heard(Kind.FRAME, text)
        : new Heard(Kind.BROKEN, CHECKSUM);
  }
}
