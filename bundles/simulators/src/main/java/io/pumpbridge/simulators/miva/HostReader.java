// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.miva;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Finds sound frames in what the host sends; what is answered to others is not public: nothing. */
final class HostReader {
  /** More than any request of the known ones. */
  private static final int LONGEST = 128;

  private static final int CHECK_LENGTH = 2;

  private final StringBuilder frame = new StringBuilder();
  private boolean inFrame;

  List<String> feed(Bytes chunk) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      char c = (char) chunk.at(i);
      if (c == MivaFrame.STX) {
        frame.setLength(0);
        inFrame = true;
      } else if (inFrame && c == MivaFrame.ETX) {
        inFrame = false;
        addIfSound(frame.toString(), texts);
      } else if (inFrame && frame.length() < LONGEST) {
        frame.append(c);
      } else {
        inFrame = false;
      }
    }
    return texts;
  }

  private static void addIfSound(String content, List<String> texts) {
    int end = content.length() - CHECK_LENGTH;
    if (end > 0 && content.substring(end).equals(MivaFrame.check(content.substring(0, end)))) {
      texts.add(content.substring(0, end));
    }
  }
}
