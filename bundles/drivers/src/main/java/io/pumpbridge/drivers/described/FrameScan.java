// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.Framing.Literal;
import io.pumpbridge.drivers.profile.Framing.Part;
import io.pumpbridge.drivers.profile.Framing.Place;
import io.pumpbridge.drivers.profile.Written;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** Looks whether a frame begins at one place of what has come, part by part. */
final class FrameScan {

  /** What it looks like so far. */
  enum Verdict {
    FRAME,
    NO_FRAME,
    /** It may become one. */
    UNFINISHED
  }

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private final FrameShape shape;
  private final byte[] all;
  private final int frame;

  /** Where each part starts, counted from the frame's beginning. */
  private final int[] starts;

  /** How long the text is, once a length has said so. */
  private OptionalInt textLength = OptionalInt.empty();

  FrameScan(FrameShape shape, byte[] all, int frame) {
    this.shape = shape;
    this.all = all;
    this.frame = frame;
    this.starts = new int[shape.parts().size() + 1];
  }

  Verdict run() {
    for (int i = 0; i < shape.parts().size(); i++) {
      Verdict verdict = take(i, shape.parts().get(i));
      if (verdict != Verdict.FRAME) {
        return verdict;
      }
    }
    return Verdict.FRAME;
  }

  /** Of a frame: what it says. */
  String text() {
    int text = shape.framing().indexOf(Place.TEXT);
    return new String(
        all, frame + starts[text], starts[text + 1] - starts[text], StandardCharsets.US_ASCII);
  }

  /** Of a frame: its bytes from the first to the last. */
  int length() {
    return starts[starts.length - 1];
  }

  private Verdict take(int index, Part part) {
    int at = frame + starts[index];
    if (part == Place.TEXT) {
      return takeText(index, at);
    }
    int size = shape.size(part);
    starts[index + 1] = starts[index] + size;
    if (starts[index + 1] > shape.framing().longest()) {
      return Verdict.NO_FRAME;
    }
    if (at + size > all.length) {
      return Verdict.UNFINISHED;
    }
    boolean fits;
    if (part instanceof Literal literal) {
      fits = literal.matches(all[at] & 0xff);
    } else if (part == Place.LENGTH) {
      fits = takeLength(at);
    } else {
      fits = checksumHolds(at);
    }
    return fits ? Verdict.FRAME : Verdict.NO_FRAME;
  }

  private boolean takeLength(int at) {
    Written writtenAs = shape.framing().length().orElseThrow().writtenAs();
    OptionalInt said = writtenAs.read(all, at);
    if (said.isPresent()) {
      textLength = OptionalInt.of(shape.textLength(said.getAsInt()));
    }
    return textLength.isPresent() && textLength.getAsInt() > 0;
  }

  private boolean checksumHolds(int at) {
    OptionalInt said = shape.checksum().writtenAs().read(all, at);
    return said.isPresent() && said.getAsInt() == shape.checksumOf(all, frame, starts);
  }

  private Verdict takeText(int index, int at) {
    return textLength.isPresent()
        ? takeText(index, at, textLength.getAsInt())
        : takeTextToItsEnd(index, at);
  }

  private Verdict takeText(int index, int at, int length) {
    if (length > most(index)) {
      return Verdict.NO_FRAME;
    }
    int there = Math.min(length, all.length - at);
    for (int i = at; i < at + there; i++) {
      if (!isPrintable(all[i])) {
        return Verdict.NO_FRAME;
      }
    }
    starts[index + 1] = starts[index] + length;
    return there < length ? Verdict.UNFINISHED : Verdict.FRAME;
  }

  /** Without a length the first byte behind the text and its checksum ends them. */
  private Verdict takeTextToItsEnd(int index, int at) {
    Literal end = shape.endByte();
    int checksum = shape.checksumBeforeEnd();
    int most = most(index);
    int i = at;
    while (i < all.length && !end.matches(all[i] & 0xff)) {
      if (!isPrintable(all[i]) || i - at > most + checksum) {
        return Verdict.NO_FRAME;
      }
      i++;
    }
    if (i == all.length) {
      return Verdict.UNFINISHED;
    }
    int length = i - at - checksum;
    starts[index + 1] = starts[index] + length;
    return length > 0 && length <= most ? Verdict.FRAME : Verdict.NO_FRAME;
  }

  private int most(int index) {
    return shape.framing().longest() - starts[index] - shape.behindText();
  }

  private static boolean isPrintable(byte value) {
    return value >= FIRST_PRINTABLE && value <= LAST_PRINTABLE;
  }
}
