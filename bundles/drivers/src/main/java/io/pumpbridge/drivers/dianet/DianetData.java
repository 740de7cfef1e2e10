// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.measure.Bytes;

/** The content of a frame from a pump: address, segment, yes or no, and fields behind that head. */
record DianetData(Bytes content) {
  int address() {
    return content.at(0);
  }

  int segment() {
    return content.at(1);
  }

  int length() {
    return content.length() - DianetReply.HEAD;
  }

  int byteAt(int offset) {
    return content.at(DianetReply.HEAD + offset);
  }

  int wordAt(int offset) {
    return byteAt(offset) << 8 | byteAt(offset + 1);
  }

  long longAt(int offset) {
    return (long) wordAt(offset) << 16 | wordAt(offset + 2);
  }

  Bytes bytesAt(int offset, int length) {
    return Bytes.of(content.toArray(), DianetReply.HEAD + offset, length);
  }

  DianetReply.Other other() {
    return new DianetReply.Other(
        content.length() > 0 ? address() : 0, content.length() > 1 ? segment() : 0);
  }
}
