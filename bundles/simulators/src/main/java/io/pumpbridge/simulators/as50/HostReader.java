// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.as50;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds frames in what the host sends; the two bytes of the checksum may be brackets too. */
final class HostReader {
  /** The longest known request has 14 characters. */
  private static final int LONGEST = 64;

  private enum Place {
    OUTSIDE,
    TEXT,
    CHECK_HIGH,
    CHECK_LOW
  }

  private final StringBuilder text = new StringBuilder();
  private Place place = Place.OUTSIDE;
  private int high;

  /** Each frame's text; empty for one whose checksum is wrong. */
  List<Optional<String>> feed(Bytes chunk) {
    List<Optional<String>> frames = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      int b = chunk.at(i);
      switch (place) {
        case CHECK_HIGH -> {
          high = b;
          place = Place.CHECK_LOW;
        }
        case CHECK_LOW -> {
          place = Place.OUTSIDE;
          boolean sound = As50Frame.check("[" + text + "]") == (high << 8 | b);
          frames.add(sound ? Optional.of(text.toString()) : Optional.empty());
        }
        case OUTSIDE, TEXT -> take((char) b);
      }
    }
    return frames;
  }

  private void take(char c) {
    if (c == '[') {
      text.setLength(0);
      place = Place.TEXT;
    } else if (place == Place.TEXT && c == ']') {
      place = Place.CHECK_HIGH;
    } else if (c < ' ' || c > '~' || text.length() >= LONGEST) {
      place = Place.OUTSIDE;
    } else if (place == Place.TEXT) {
      text.append(c);
    }
  }
}
