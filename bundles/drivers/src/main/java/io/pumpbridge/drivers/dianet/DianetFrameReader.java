// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a byte stream into frames: flag, stuffed content and checksum, flag. Never throws on input;
 * a frame is looked at only once its checksum holds. Immutable: each chunk gives the reader for the
 * next one. Two frames may share the flag between them.
 *
 * @param held what has come since the last item
 * @param opened how the frame that is being received began
 */
record DianetFrameReader(Bytes held, Opened opened) {

  static final int FLAG = 0x7e;
  static final int ESCAPE = 0x7d;

  /** Wakes a service monitor in the pump; never stands unstuffed in a frame. */
  static final int MONITOR = 0x80;

  static final int STUFFED = 0x20;

  /**
   * The longest published reply (history: 3 + 62 + 2 bytes) with each byte stuffed, and its flags.
   */
  static final int MAX_FRAME = 136;

  /** An address, a segment and the checksum. */
  private static final int LEAST_CONTENT = 4;

  private static final int CHECKSUM = 2;

  /** How a frame begins. */
  enum Opened {
    /** No flag has come. */
    NOT,
    /** The first byte held is its flag. */
    BY_ITS_OWN_FLAG,
    /** The flag that closed the frame before it may open it too. */
    BY_THE_LAST_FLAG
  }

  /** What a chunk completed. */
  sealed interface Item permits Frame, Noise {
    int byteCount();
  }

  /**
   * A frame whose checksum holds.
   *
   * @param content address, segment and data, unstuffed, without the checksum
   */
  record Frame(Bytes content, int byteCount) implements Item {}

  /** Bytes that are no frame. */
  record Noise(int byteCount) implements Item {}

  /** The reader afterwards, and what was found. */
  record Cut(DianetFrameReader next, List<Item> items) {
    Cut {
      items = List.copyOf(items);
    }
  }

  static DianetFrameReader empty() {
    return new DianetFrameReader(Bytes.EMPTY, Opened.NOT);
  }

  /** Puts a frame around address, segment and data. */
  static Bytes framed(byte[] content) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(FLAG);
    for (byte one : content) {
      stuff(frame, one & 0xff);
    }
    int crc = DianetCrc.of(content, content.length);
    stuff(frame, crc >> 8);
    stuff(frame, crc & 0xff);
    frame.write(FLAG);
    return Bytes.of(frame.toByteArray());
  }

  private static void stuff(ByteArrayOutputStream frame, int value) {
    if (value == FLAG || value == ESCAPE || value == MONITOR) {
      frame.write(ESCAPE);
      frame.write(value ^ STUFFED);
    } else {
      frame.write(value);
    }
  }

  /** Takes one chunk, however the wire happened to cut it, and returns what it completes. */
  Cut feed(Bytes chunk) {
    byte[] all = new byte[held.length() + chunk.length()];
    held.toBuffer().get(all, 0, held.length());
    chunk.toBuffer().get(all, held.length(), chunk.length());
    Scan scan = new Scan(all, opened);
    for (int i = held.length(); i < all.length; i++) {
      scan.take(i, all[i] & 0xff);
    }
    return scan.finish();
  }

  /** One pass over what came, with what is held in front of it. */
  private static final class Scan {
    private final byte[] all;
    private final List<Item> items = new ArrayList<>();
    private Opened opened;

    /** Up to here everything has been told as an item. */
    private int told;

    private Scan(byte[] all, Opened opened) {
      this.all = all;
      this.opened = opened;
    }

    private void take(int i, int value) {
      if (value == FLAG) {
        takeFlag(i);
      } else if (opened == Opened.NOT) {
        noiseUpTo(i + 1);
      } else if (value == MONITOR || i + 1 - told >= MAX_FRAME) {
        // A framing error, or longer than any frame: wait for the next flag.
        noiseUpTo(i + 1);
        opened = Opened.NOT;
      }
    }

    /** A flag closes a sound frame; after anything else it opens the next one. */
    private void takeFlag(int i) {
      Optional<Bytes> content =
          opened == Opened.NOT ? Optional.empty() : unstuffed(contentFrom(), i);
      if (content.isPresent()) {
        items.add(new Frame(content.get(), i + 1 - told));
        told = i + 1;
        opened = Opened.BY_THE_LAST_FLAG;
      } else {
        noiseUpTo(i);
        opened = Opened.BY_ITS_OWN_FLAG;
      }
    }

    private int contentFrom() {
      return opened == Opened.BY_ITS_OWN_FLAG ? told + 1 : told;
    }

    /** Only what must be stuffed may be: a damaged escape is an error, not another byte. */
    private Optional<Bytes> unstuffed(int from, int to) {
      byte[] content = new byte[Math.max(0, to - from)];
      int length = 0;
      for (int i = from; i < to; i++) {
        int value = all[i] & 0xff;
        if (value == ESCAPE) {
          i++;
          value = i < to ? (all[i] & 0xff) ^ STUFFED : 0;
          if (value != FLAG && value != ESCAPE && value != MONITOR) {
            return Optional.empty();
          }
        }
        content[length++] = (byte) value;
      }
      if (length < LEAST_CONTENT) {
        return Optional.empty();
      }
      int sum = (content[length - 2] & 0xff) << 8 | (content[length - 1] & 0xff);
      return sum == DianetCrc.of(content, length - CHECKSUM)
          ? Optional.of(Bytes.of(content, 0, length - CHECKSUM))
          : Optional.empty();
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
          new DianetFrameReader(Bytes.of(all, told, all.length - told), opened),
          List.copyOf(items));
    }
  }
}
