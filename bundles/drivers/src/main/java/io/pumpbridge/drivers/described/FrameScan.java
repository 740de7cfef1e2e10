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
    int end = textLength.isPresent() ? at + textLength.getAsInt() : -1;
    int most = shape.framing().longest() - starts[index] - shape.behindText();
    if (textLength.isPresent() && textLength.getAsInt() > most) {
      return Verdict.NO_FRAME;
    }
    int stop = textLength.isPresent() ? Math.min(end, all.length) : all.length;
    int i = at;
    while (i < stop && !ends(i)) {
      int value = all[i] & 0xff;
      if (value < FIRST_PRINTABLE || value > LAST_PRINTABLE || i - at > most + checksumBefore()) {
        return Verdict.NO_FRAME;
      }
      i++;
    }
    if (i == all.length && i != end) {
      return Verdict.UNFINISHED;
    }
    int length = i - at - (textLength.isPresent() ? 0 : checksumBefore());
    starts[index + 1] = starts[index] + length;
    return length > 0 && length <= most ? Verdict.FRAME : Verdict.NO_FRAME;
  }

  /** Without a length the first byte behind the text and its checksum ends them. */
  private boolean ends(int i) {
    return textLength.isEmpty() && endByte().matches(all[i] & 0xff);
  }

  private Literal endByte() {
    return shape.parts().stream()
        .skip(shape.framing().indexOf(Place.TEXT) + 1L)
        .filter(Literal.class::isInstance)
        .map(Literal.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** How many bytes of checksum stand between the text and the byte that ends them. */
  private int checksumBefore() {
    Part behind = shape.parts().get(shape.framing().indexOf(Place.TEXT) + 1);
    return behind == Place.CHECKSUM ? shape.size(behind) : 0;
  }
}
