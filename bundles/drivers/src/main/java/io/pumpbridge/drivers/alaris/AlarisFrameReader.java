// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into frames: {@code !} body {@code |} four upper-case hex digits, CR. Never
 * throws on input; a frame is looked at only once its checksum holds. Immutable: each chunk gives
 * the reader for the next one.
 */
record AlarisFrameReader(Bytes held) {

  /** More than twice the longest reply ever seen (an INF reply of 81 bytes). */
  static final int MAX_FRAME = 200;

  static final int START = '!';
  static final int CHECKSUM = '|';
  static final int END = '\r';
  static final int ABORT = 0x1b;

  /** The checksum's separator, its four digits, CR. */
  private static final int TAIL = 6;

  /** What a chunk completed. */
  sealed interface Item permits Frame, Noise, Abort {
    int byteCount();
  }

  /**
   * A frame whose checksum holds.
   *
   * @param body what stands between {@code !} and {@code |}; bytes above 7E as ISO 8859-1
   */
  record Frame(String body, int byteCount) implements Item {}

  /** Bytes that are no frame. */
  record Noise(int byteCount) implements Item {}

  /** The pump broke off a message with ESC; what had come of it, ESC included, means nothing. */
  record Abort(int byteCount) implements Item {}

  /** The reader afterwards, and what was found. */
  record Cut(AlarisFrameReader next, List<Item> items) {
    Cut {
      items = List.copyOf(items);
    }
  }

  static AlarisFrameReader empty() {
    return new AlarisFrameReader(Bytes.EMPTY);
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
    private final byte[] all;
    private final List<Item> items = new ArrayList<>();

    /** Up to here everything has been told as an item. */
    private int told;

    /** Whether a {@code !} stands at {@code told}. */
    private boolean inFrame;

    private Scan(byte[] all) {
      this.all = all;
    }

    private void take(int i, int value) {
      if (value == START) {
        noiseUpTo(i);
        inFrame = true;
      } else if (!inFrame) {
        noiseUpTo(i + 1);
      } else if (value == END) {
        tellFrame(i + 1);
      } else if (value == ABORT) {
        items.add(new Abort(i + 1 - told));
        told = i + 1;
        inFrame = false;
      } else if (value < 0x20 || value == 0x7f || i + 1 - told >= MAX_FRAME) {
        // No control character stands in a message, and none is this long: wait for the next '!'.
        noiseUpTo(i + 1);
        inFrame = false;
      }
    }

    private void tellFrame(int end) {
      int bodyLength = end - told - 1 - TAIL;
      if (bodyLength > 0 && checksumHolds(told + 1, bodyLength)) {
        String body = new String(all, told + 1, bodyLength, StandardCharsets.ISO_8859_1);
        items.add(new Frame(body, end - told));
        told = end;
      } else {
        noiseUpTo(end);
      }
      inFrame = false;
    }

    private boolean checksumHolds(int body, int length) {
      int tail = body + length;
      if (all[tail] != CHECKSUM) {
        return false;
      }
      int crc = AlarisCrc.of(all, body, length);
      for (int digit = 0; digit < 4; digit++) {
        int expected = "0123456789ABCDEF".charAt((crc >> (12 - 4 * digit)) & 0xf);
        if (all[tail + 1 + digit] != expected) {
          return false;
        }
      }
      return true;
    }

    /** Neighbouring noise is one item. */
    private void noiseUpTo(int end) {
      int count = end - told;
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
          new AlarisFrameReader(Bytes.of(all, told, all.length - told)), List.copyOf(items));
    }
  }
}
