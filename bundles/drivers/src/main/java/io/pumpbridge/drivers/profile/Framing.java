// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.profile;

import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a frame is laid out on the wire.
 *
 * @param layout its parts from the first byte to the last
 * @param longest bytes of the longest frame that is believed, before escaping
 * @param abort from the pump: forget the message in progress
 * @param fieldSeparator what stands between the fields of the text
 */
public record Framing(
    List<Part> layout,
    Content content,
    int longest,
    OptionalInt abort,
    OptionalInt fieldSeparator,
    Optional<Length> length,
    List<Escape> escapes) {

  public Framing {
    layout = List.copyOf(layout);
    escapes = List.copyOf(escapes);
  }

  /** Where that part stands in the layout; -1 never leaves the reader of profiles. */
  public int indexOf(Part part) {
    return layout.indexOf(part);
  }

  public boolean has(Part part) {
    return layout.contains(part);
  }

  /** One part of a frame. */
  public sealed interface Part permits Literal, Place {}

  /** A fixed byte, or one of several. */
  public record Literal(Bytes anyOf) implements Part {
    public boolean matches(int value) {
      for (int i = 0; i < anyOf.length(); i++) {
        if (anyOf.at(i) == value) {
          return true;
        }
      }
      return false;
    }
  }

  /** A part that is another in every frame. */
  public enum Place implements Part {
    ADDRESS,
    LENGTH,
    /** The message itself; {@code data} if it is binary. */
    TEXT,
    CHECKSUM
  }

  /** What the message is made of. */
  public enum Content {
    ASCII,
    BINARY
  }

  /** What the length says, and how. */
  public record Length(Counts counts, Written writtenAs) {
    /** Which bytes are counted, before escaping. */
    public enum Counts {
      WHOLE_FRAME,
      /** The length's own bytes and all after them. */
      FROM_LENGTH,
      /** All after the length. */
      AFTER_LENGTH,
      TEXT
    }
  }

  /** A byte that never stands for itself inside a frame. */
  public record Escape(int value, Bytes as) {}
}
