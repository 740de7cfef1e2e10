// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.model.measure.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a byte stream into frames: SOH, five digits of length, STX, text, ETX or ETB, five digits of
 * checksum, EOT (page 8). Never throws on input; a frame is looked at only once its length, its
 * shape and its checksum hold. Immutable: each chunk gives the reader for the next one.
 */
record BccFrameReader(BccStuffing stuffing, Bytes held) {

  /** More than twice the block of a pump with every published parameter (about 3 kB). */
  static final int MAX_FRAME = 8_192;

  /** Every byte of the longest frame could come as a pair. */
  static final int MAX_HELD = 2 * MAX_FRAME;

  static final int START_OF_HEADER = 0x01;
  static final int START_OF_TEXT = 0x02;
  static final int END_OF_TEXT = 0x03;
  static final int END_OF_TRANSMISSION = 0x04;
  static final int ACKNOWLEDGE = 0x06;
  static final int NEGATIVE_ACKNOWLEDGE = 0x15;
  static final int END_OF_BLOCK = 0x17;

  /** Digits of the length and of the checksum. */
  static final int DIGITS = 5;

  /** SOH, length, STX. */
  static final int HEAD = 2 + DIGITS;

  /** ETX or ETB, checksum, EOT. */
  static final int TAIL = 2 + DIGITS;

  /** What a chunk completed. */
  sealed interface Item permits Frame, Signal, Noise {
    int byteCount();
  }

  /**
   * A frame whose checksum holds.
   *
   * @param text what stands between STX and ETX or ETB, plain
   * @param more whether it ended in ETB: another block follows once this one is acknowledged
   * @param byteCount how many bytes it took on the line
   */
  record Frame(Bytes text, boolean more, int byteCount) implements Item {}

  /** ACK or NAK alone, outside a frame. */
  record Signal(int code) implements Item {
    @Override
    public int byteCount() {
      return 1;
    }
  }

  /** Bytes that are no frame. */
  record Noise(int byteCount) implements Item {}

  /** The reader afterwards, and what was found. */
  record Cut(BccFrameReader next, List<Item> items) {
    Cut {
      items = List.copyOf(items);
    }
  }

  static BccFrameReader empty(BccStuffing stuffing) {
    return new BccFrameReader(stuffing, Bytes.EMPTY);
  }

  /** Takes one chunk, however the wire happened to cut it, and returns what it completes. */
  Cut feed(Bytes chunk) {
    byte[] all = new byte[held.length() + chunk.length()];
    held.toBuffer().get(all, 0, held.length());
    chunk.toBuffer().get(all, held.length(), chunk.length());
    return new Scan(stuffing, all).run();
  }

  /** Gives up what is held: nobody will finish it. */
  BccFrameReader emptied() {
    return empty(stuffing);
  }

  /** One pass over what is held and what came. */
  private static final class Scan {
    private final BccStuffing stuffing;
    private final byte[] all;
    private final List<Item> items = new ArrayList<>();

    /** Up to here everything has been told as an item. */
    private int told;

    private Scan(BccStuffing stuffing, byte[] all) {
      this.stuffing = stuffing;
      this.all = all;
    }

    private Cut run() {
      boolean complete = true;
      while (complete && told < all.length) {
        int value = all[told] & 0xff;
        if (value == START_OF_HEADER) {
          complete = takeFrame();
        } else if (value == ACKNOWLEDGE || value == NEGATIVE_ACKNOWLEDGE) {
          items.add(new Signal(value));
          told++;
        } else {
          noise();
        }
      }
      return new Cut(new BccFrameReader(stuffing, Bytes.of(all, told, all.length - told)), items);
    }

    /** False if the frame is not all there yet. */
    private boolean takeFrame() {
      BccFrameScan frame = new BccFrameScan(stuffing, all, told);
      switch (frame.read()) {
        case UNFINISHED -> {
          return false;
        }
        case SOUND -> {
          items.add(new Frame(frame.text(), frame.more(), frame.end() - told));
          told = frame.end();
        }
        case BROKEN -> noise(); // and the next SOH, if there is one, may begin a frame
      }
      return true;
    }

    /** Neighbouring noise is one item. */
    private void noise() {
      int last = items.size() - 1;
      if (last >= 0 && items.get(last) instanceof Noise before) {
        items.set(last, new Noise(before.byteCount() + 1));
      } else {
        items.add(new Noise(1));
      }
      told++;
    }
  }
}
