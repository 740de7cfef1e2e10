// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds {@code 7E, address, segment, data…, CRC, 7E} in what the host sends. Told the time: a pause
 * between two bytes ends a frame. Not safe for threads.
 */
final class Frames {
  /** The longest public frame carries 49 bytes of data; more than this is no frame. */
  private static final int MAX_FRAME = 128;

  private static final int MARK = 0x7E;
  private static final int ESCAPE = 0x7D;
  private static final int FLIP = 0x20;

  /** Switches a monitor on; inside a frame it is a framing error. */
  private static final int ACTIVATION = 0x80;

  private static final int CRC_LENGTH = 2;
  private static final int MIN_FRAME = 2 + CRC_LENGTH;

  /** What ended at a mark. */
  sealed interface Item permits Request, Broken {}

  record Request(int address, int segment, Bytes data) implements Item {}

  /** Something is wrong with it, but it said whom it meant and what about. */
  record Broken(int address, int segment, Refusal refusal) implements Item {}

  private final long timeoutMs;
  private final byte[] content = new byte[MAX_FRAME];
  private int length;
  private boolean inFrame;
  private boolean escaped;
  private boolean broken;
  private long lastByteMs;

  Frames(long timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  List<Item> feed(Bytes chunk, long nowMs) {
    // What a pump says to half a frame is not public: it is dropped in silence.
    if (nowMs - lastByteMs > timeoutMs) {
      inFrame = false;
      clear();
    }
    lastByteMs = nowMs;
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < chunk.length(); i++) {
      take(chunk.at(i), items);
    }
    return items;
  }

  private void take(int b, List<Item> items) {
    if (b == MARK) {
      finish(items); // the mark that ends one frame may begin the next
      inFrame = true;
      clear();
    } else if (!inFrame) {
      return;
    } else if (b == ACTIVATION || (b == ESCAPE && escaped)) {
      broken = true;
    } else if (b == ESCAPE) {
      escaped = true;
    } else if (length == MAX_FRAME) {
      broken = true;
    } else {
      content[length] = (byte) (escaped ? b ^ FLIP : b);
      length++;
      escaped = false;
    }
  }

  private void finish(List<Item> items) {
    if (!inFrame || length < 2) {
      return; // neither address nor segment: whom would one answer, and about what?
    }
    int address = content[0] & 0xFF;
    int segment = content[1] & 0xFF;
    if (broken || escaped || length < MIN_FRAME) {
      items.add(new Broken(address, segment, Refusal.FRAME));
      return;
    }
    int end = length - CRC_LENGTH;
    int crc = ((content[end] & 0xFF) << 8) | (content[end + 1] & 0xFF);
    items.add(
        crc == DianetCrc.of(content, end)
            ? new Request(address, segment, Bytes.of(Arrays.copyOfRange(content, 2, end)))
            : new Broken(address, segment, Refusal.CRC));
  }

  private void clear() {
    length = 0;
    escaped = false;
    broken = false;
  }

  /** What goes on the line. */
  static Bytes write(byte[] body) {
    int crc = DianetCrc.of(body, body.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(MARK);
    for (byte b : body) {
      escape(b & 0xFF, out);
    }
    escape(crc >> 8, out);
    escape(crc & 0xFF, out);
    out.write(MARK);
    return Bytes.of(out.toByteArray());
  }

  private static void escape(int b, ByteArrayOutputStream out) {
    if (b == MARK || b == ESCAPE || b == ACTIVATION) {
      out.write(ESCAPE);
      out.write(b ^ FLIP);
    } else {
      out.write(b);
    }
  }
}
