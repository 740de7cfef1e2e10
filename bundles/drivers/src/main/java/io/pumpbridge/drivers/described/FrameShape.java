// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.Checksum;
import io.pumpbridge.drivers.profile.Framing;
import io.pumpbridge.drivers.profile.Framing.Length;
import io.pumpbridge.drivers.profile.Framing.Literal;
import io.pumpbridge.drivers.profile.Framing.Part;
import io.pumpbridge.drivers.profile.Framing.Place;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How a frame looks, by the tables of a profile that describes its protocol fully; the reader of
 * profiles has made sure that such a frame has a first byte, a checksum and a findable end.
 */
record FrameShape(Framing framing, Checksum checksum) {

  /**
   * @throws IllegalArgumentException if the text is longer than the length can say; no request of a
   *     profile is
   */
  Bytes encode(String text) {
    byte[] message = text.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    int[] starts = new int[parts().size() + 1];
    for (int i = 0; i < parts().size(); i++) {
      starts[i] = frame.size();
      frame.writeBytes(written(parts().get(i), message, frame.toByteArray(), starts).toArray());
      starts[i + 1] = frame.size();
    }
    return Bytes.of(frame.toByteArray());
  }

  private Bytes written(Part part, byte[] message, byte[] before, int[] starts) {
    if (part instanceof Literal literal) {
      return Bytes.of(new byte[] {(byte) literal.anyOf().at(0)});
    }
    if (part == Place.LENGTH) {
      return framing.length().orElseThrow().writtenAs().write(countedBesideText() + message.length);
    }
    return part == Place.TEXT
        ? Bytes.of(message)
        : checksum.writtenAs().write(checksumOf(before, 0, starts));
  }

  List<Part> parts() {
    return framing.layout();
  }

  int start() {
    return ((Literal) parts().get(0)).anyOf().at(0);
  }

  /** How many bytes a part has; none for the text, which is as long as it is. */
  int size(Part part) {
    if (part == Place.CHECKSUM) {
      return checksum.writtenAs().size();
    }
    if (part == Place.LENGTH) {
      return framing.length().orElseThrow().writtenAs().size();
    }
    return part == Place.TEXT ? 0 : 1;
  }

  /** Whether the length counts the part at that place; it always counts the text. */
  private boolean counts(Length length, int index) {
    int own = framing.indexOf(Place.LENGTH);
    return switch (length.counts()) {
      case WHOLE_FRAME -> true;
      case FROM_LENGTH -> index >= own;
      case AFTER_LENGTH -> index > own;
      case TEXT -> parts().get(index) == Place.TEXT;
    };
  }

  /** How long the text is if the length says so much; may be negative. */
  int textLength(int said) {
    return said - countedBesideText();
  }

  private int countedBesideText() {
    Length length = framing.length().orElseThrow();
    int counted = 0;
    for (int i = 0; i < parts().size(); i++) {
      counted += counts(length, i) ? size(parts().get(i)) : 0;
    }
    return counted;
  }

  /** How many bytes stand behind the text. */
  int behindText() {
    return parts().stream().skip(framing.indexOf(Place.TEXT) + 1L).mapToInt(this::size).sum();
  }

  /** The first byte of its own behind the text: ends a text whose length nobody says. */
  Literal endByte() {
    return parts().stream()
        .skip(framing.indexOf(Place.TEXT) + 1L)
        .filter(Literal.class::isInstance)
        .map(Literal.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** How many bytes of checksum stand between the text and the byte that ends them. */
  int checksumBeforeEnd() {
    Part behind = parts().get(framing.indexOf(Place.TEXT) + 1);
    return behind == Place.CHECKSUM ? size(behind) : 0;
  }

  /**
   * The checksum of a frame.
   *
   * @param starts where each of its parts starts in the bytes, and where the last one ends
   */
  int checksumOf(byte[] bytes, int frame, int[] starts) {
    int from = frame + starts[checksum.from()];
    return checksum.of(bytes, from, frame + starts[checksum.to() + 1] - from);
  }
}
