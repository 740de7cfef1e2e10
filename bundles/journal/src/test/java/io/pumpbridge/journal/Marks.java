// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What was promised to whom, written between the changes of the disk at the moment of the promise.
 * One line each; {@link Promises} reads them.
 */
final class Marks implements AutoCloseable {
  /** In the recorded directory, and no part of the disk. */
  static final String FILE = "marks";

  private final FileChannel channel;

  Marks(Path root) throws IOException {
    this.channel =
        FileChannel.open(
            root.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Acknowledged to its caller. */
  void acknowledged(EventRecord record) throws IOException {
    write("acknowledged", place(record.stream()), record.sequence() + " " + record.hash());
  }

  /** The server is about to confirm; it has all of these. */
  void confirming(StreamId stream, long upTo) throws IOException {
    write("confirming", place(stream), Long.toString(upTo));
  }

  /** Its confirmation has been taken. */
  void confirmed(StreamId stream, long upTo) throws IOException {
    write("confirmed", place(stream), Long.toString(upTo));
  }

  /** The server has read a gap record; it may be confirmed and go. */
  void toldGap(String epoch, String lane, long first, long last) throws IOException {
    write("gap", epoch + " " + lane, first + " " + last);
  }

  void answered(String requestId, long number) throws IOException {
    write("answered", requestId, Long.toString(number));
  }

  /** From here on somebody damages the file. */
  void damaging() throws IOException {
    write("damaging", "-", "-");
  }

  /** The server has read that it was; that record may be confirmed and go. */
  void toldDamage() throws IOException {
    write("damage-told", "-", "-");
  }

  private void write(String what, String whose, String which) throws IOException {
    String line = what + " " + whose + " " + which + "\n";
    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String place(StreamId stream) {
    return stream.epoch() + " " + stream.lane().wireName();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
