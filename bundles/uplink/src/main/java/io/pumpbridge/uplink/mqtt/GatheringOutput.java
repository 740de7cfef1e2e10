// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes packets together while Paho has more of them at hand. Paho flushes after each, and each
 * flush is a TLS record of its own, with system calls at both ends. Nothing waits here for time to
 * pass: only for a PUBLISH that Paho has already accepted, and that its sender therefore writes
 * next. Whatever else it writes takes along what was held.
 */
final class GatheringOutput extends OutputStream {
  /** A dozen ordinary records; a TLS record has room for twice as much (RFC 8446, 5.1). */
  static final int MOST_BYTES = 8_192;

  private static final int PUBLISH = 3; // OASIS MQTT 3.1.1, 2.2.1: the upper half of the first byte

  private final OutputStream out;
  private final AtomicInteger underway;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(MOST_BYTES);
  private boolean packetBegun;
  private boolean publish;

  /**
   * Above a stream for whole records.
   *
   * @param underway of PUBLISH packets that Paho has accepted and not yet written; whoever hands
   *     one to Paho counts it up, and not before Paho has accepted it, and this stream counts down
   */
  GatheringOutput(OutputStream out, AtomicInteger underway) {
    this.out = out;
    this.underway = underway;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length == 0) {
      return;
    }
    if (!packetBegun) {
      packetBegun = true;
      publish = (source[offset] & 0xff) >> 4 == PUBLISH;
    }
    if (held.size() + length > MOST_BYTES) {
      writeHeld();
    }
    if (length > MOST_BYTES) {
      out.write(source, offset, length);
    } else {
      held.write(source, offset, length);
    }
  }

  /** A packet is complete: Paho flushes after each, and never else. */
  @Override
  public void flush() throws IOException {
    if (!packetBegun) {
      return;
    }
    packetBegun = false;
    boolean followed = publish && underway.decrementAndGet() > 0;
    if (!followed) {
      writeHeld();
      out.flush();
    }
  }

  private void writeHeld() throws IOException {
    if (held.size() > 0) {
      held.writeTo(out);
      held.reset();
    }
  }
}
