// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

/**
 * What one gateway has of the server's memory beside what is stored of it. Its certificate may be
 * good and its software not: the others must not lose by it. Not thread-safe.
 */
final class GatewayShare {
  /**
   * Four lanes of 64 epochs. The epoch is the gateway's own free text, so it could go on for ever.
   */
  static final int MAX_STREAMS = 256;

  /** Four lanes that each hold as much as one may; what finds no room comes again. */
  static final int MAX_HELD_BYTES = 4 * LaneLedger.MAX_HELD_BYTES;

  private int streams;
  private int heldBytes;

  boolean hasStreamsLeft() {
    return streams < MAX_STREAMS;
  }

  void addStream() {
    streams++;
  }

  boolean hasRoomFor(int bytes) {
    return heldBytes + bytes <= MAX_HELD_BYTES;
  }

  void hold(int bytes) {
    heldBytes += bytes;
  }

  void release(int bytes) {
    heldBytes -= bytes;
  }
}
