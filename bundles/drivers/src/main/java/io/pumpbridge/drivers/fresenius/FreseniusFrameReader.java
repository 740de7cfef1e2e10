// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into frames (STX, text, two upper-case hex digits, ETX) and the single bytes
 * between them. Never throws on input; a frame is looked at only once its checksum holds.
 * Immutable: each chunk gives the reader for the next one.
 */
record FreseniusFrameReader(Bytes held) {

  /** The text's limit (error 0C: message too long), without the address digit. */
  static final int MAX_TEXT = 80;

  /** STX, address digit, text, two digits, ETX. */
  static final int MAX_FRAME = 1 + 1 + MAX_TEXT + 2 + 1;

  static final int START = 0x02;
  static final int END = 0x03;
  static final int REFUSAL = 0x15;

  /** STX, two digits, ETX. */
  private static final int AROUND = 4;

  /** Link errors are written as a digit after NAK: 31 to 38 are known. */
  private static final int FIRST_CODE = 0x30;

  private static final int LAST_CODE = 0x39;

  /** What a chunk completed. */
  sealed interface Item permits Frame, Damaged, Control, Refusal, Noise {
    int byteCount();
  }

  /**
   * A frame whose checksum holds.
   *
   * @param text what stands before the checksum, 20 to 7E each, the address digit included
   */
  record Frame(String text, int byteCount) implements Item {}

  /** STX to ETX, but it is not what was sent. */
  record Damaged(LinkError error, int byteCount) implements Item {}

  /** A single byte outside of frames; one inside ends the frame, which is noise then. */
  record Control(Signal signal, int byteCount) implements Item {}

  /**
   * NAK and why.
   *
   * @param code the byte after it; {@link #NO_CODE} if none came
   */
  record Refusal(int code, int byteCount) implements Item {
    static final int NO_CODE = 0;
  }

  /** Bytes that are nothing. */
  record Noise(int byteCount) implements Item {}

  /** Single bytes. */
  enum Signal {
    /** ENQ: are you there? */
    CALL(0x05),
    /** ACK: the frame came well. */
    ACKNOWLEDGED(0x06),
    /** DC4: the host is there. */
    PRESENT(0x14);

    private final int value;

    Signal(int value) {
      this.value = value;
    }

    Bytes bytes() {
      return Bytes.of(new byte[] {(byte) value});
    }
  }

  /** Why a frame is refused; those that we ever send. */
  enum LinkError {
    CHARACTER(0x31),
    CHECKSUM(0x32);

    private final int code;

    LinkError(int code) {
      this.code = code;
    }

    /** NAK and the code. */
    Bytes bytes() {
      return Bytes.of(new byte[] {REFUSAL, (byte) code});
    }
  }

  /** The reader afterwards, and what was found. */
  record Cut(FreseniusFrameReader next, List<Item> items) {
    Cut {
      items = List.copyOf(items);
    }
  }

  static FreseniusFrameReader empty() {
    return new FreseniusFrameReader(Bytes.EMPTY);
  }

  /** Takes one chunk, however the wire happened to cut it, and returns what it completes. */
  Cut feed(Bytes chunk) {
    byte[] all = new byte[held.length() + chunk.length()];
    held.toBuffer().get(all, 0, held.length());
    chunk.toBuffer().get(all, held.length(), chunk.length());
    Scan scan = new Scan(all);
    for (int i = 0; i < all.length; i++) {
      scan.take(i, all[i] & 0xff);
    }
    return scan.finish();
  }

  /** One pass over what is held and what came. */
  private static final class Scan {

    /** What stands at {@code told}. */
    private enum Place {
      OUTSIDE,
      IN_FRAME,
      AFTER_REFUSAL
    }

    private final byte[] all;
    private final List<Item> items = new ArrayList<>();
    private int told;
    private Place place = Place.OUTSIDE;

    private Scan(byte[] all) {
      this.all = all;
    }

    private void take(int i, int value) {
      if (place == Place.AFTER_REFUSAL) {
        boolean isCode = value >= FIRST_CODE && value <= LAST_CODE;
        tell(isCode ? new Refusal(value, 2) : new Refusal(Refusal.NO_CODE, 1), isCode ? i + 1 : i);
        if (isCode) {
          return;
        }
      }
      if (value == START || value == REFUSAL) {
        noiseUpTo(i);
        place = value == START ? Place.IN_FRAME : Place.AFTER_REFUSAL;
        return;
      }
      for (Signal signal : Signal.values()) {
        if (value == signal.value) {
          noiseUpTo(i);
          tell(new Control(signal, 1), i + 1);
          return;
        }
      }
      takeText(i, value);
    }

    private void takeText(int i, int value) {
      if (place == Place.OUTSIDE) {
        noiseUpTo(i + 1);
      } else if (value == END) {
        tellFrame(i + 1);
      } else if (value < ' ' || i + 1 - told >= MAX_FRAME) {
        // No other control character stands in a frame, and none is this long: wait for STX.
        noiseUpTo(i + 1);
      }
    }

    private void tell(Item item, int end) {
      items.add(item);
      told = end;
      place = Place.OUTSIDE;
    }

    private void tellFrame(int end) {
      int length = end - told - AROUND;
      if (length <= 0) {
        noiseUpTo(end);
      } else if (hasForeignCharacters(end)) {
        tell(new Damaged(LinkError.CHARACTER, end - told), end);
      } else if (!checksumHolds(told + 1, length)) {
        tell(new Damaged(LinkError.CHECKSUM, end - told), end);
      } else {
        String text = new String(all, told + 1, length, StandardCharsets.US_ASCII);
        tell(new Frame(text, end - told), end);
      }
    }

    /** Seven bits are all there is; more is a line that is set otherwise, or damage. */
    private boolean hasForeignCharacters(int end) {
      for (int i = told; i < end; i++) {
        if ((all[i] & 0xff) > '~') {
          return true;
        }
      }
      return false;
    }

    private boolean checksumHolds(int text, int length) {
      int sum = FreseniusChecksum.of(all, text, length);
      return all[text + length] == digit(sum >> 4) && all[text + length + 1] == digit(sum & 0xf);
    }

    private static int digit(int value) {
      return "0123456789ABCDEF".charAt(value);
    }

    /** Neighbouring noise is one item. */
    private void noiseUpTo(int end) {
      int count = end - told;
      place = Place.OUTSIDE;
      if (count == 0) {
        return;
      }
      int last = items.size() - 1;
      if (last >= 0 && items.get(last) instanceof Noise before) {
        items.set(last, new Noise(before.byteCount() + count));
      } else {
        items.add(new Noise(count));
      }
      told = end;
    }

    private Cut finish() {
      return new Cut(
          new FreseniusFrameReader(Bytes.of(all, told, all.length - told)), List.copyOf(items));
    }
  }
}
