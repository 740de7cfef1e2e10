// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bytes of a file; grows as a file does, with zeros where nothing was written. */
final class Content {
  private byte[] bytes;
  private int size;

  Content() {
    this(new byte[0]);
  }

  Content(byte[] bytes) {
    this.bytes = bytes;
    this.size = bytes.length;
  }

  int size() {
    return size;
  }

  void write(long offset, ByteBuffer data) {
    int length = data.remaining();
    if (length > 0) {
      int end = Math.toIntExact(offset + length);
      if (end > size) {
        resize(end);
      }
      data.get(bytes, (int) offset, length);
    }
  }

  void resize(long newSize) {
    int to = Math.toIntExact(newSize);
    if (to > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(to, bytes.length + bytes.length / 2));
    }
    if (to < size) {
      Arrays.fill(bytes, to, size, (byte) 0); // what is lengthened again holds zeros
    }
    size = to;
  }

  Content copy() {
    return new Content(toArray());
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
