// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What goes over the desk's socket, as both ends see it: one question, a JSON line; then lines of
 * JSON until one of them hangs up.
 */
final class DeskLines {
  /** A site package of 256 KiB in base64, a certificate of as much; else a few words. */
  private static final int MAX_QUESTION = 400_000;

  private static final int CHUNK = 8_192;

  /** How long a terminal, or a full disk behind it, may take nothing. */
  static final Duration TAKE_LIMIT = Duration.ofSeconds(30);

  private DeskLines() {}

  /**
   * Hears the question.
   *
   * @param limit for all of it, at least 1 ms; the channel does not block afterwards
   */
  static Map<String, Object> question(SocketChannel client, Duration limit) throws IOException {
    ByteArrayOutputStream question = new ByteArrayOutputStream();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long endNs = System.nanoTime() + limit.toNanos();
    client.configureBlocking(false);
    try (Selector word = Selector.open()) {
      client.register(word, SelectionKey.OP_READ);
      while (client.read(chunk) >= 0 && !take(chunk, question)) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (leftMs <= 0) {
          throw new IOException("no question came in " + limit.toSeconds() + " s");
        }
        word.select(leftMs);
        word.selectedKeys().clear();
      }
    }
    return JSON.std.mapFrom(question.toString(StandardCharsets.UTF_8));
  }

  /** Whether the question ends here. */
  private static boolean take(ByteBuffer chunk, ByteArrayOutputStream question) throws IOException {
    chunk.flip();
    while (chunk.hasRemaining()) {
      byte next = chunk.get();
      if (next == '\n') {
        return true;
      }
      if (question.size() == MAX_QUESTION) {
        throw new IOException("the question is too long");
      }
      question.write(next);
    }
    chunk.clear();
    return false;
  }

  /** Answers, and leaves whoever does not take it. */
  static void answer(SocketChannel client, String line) throws IOException {
    sayInTime(client, line, TAKE_LIMIT);
  }

  static void answer(SocketChannel client, Map<String, Object> line) throws IOException {
    answer(client, JSON.std.asString(line));
  }

  /**
   * Says something to somebody who must not keep us: whoever takes nothing for so long is left.
   *
   * @param limit at least 1 ms
   */
  static void sayInTime(SocketChannel client, String line, Duration limit) throws IOException {
    client.configureBlocking(false);
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    client.write(bytes);
    if (!bytes.hasRemaining()) {
      return;
    }
    try (Selector room = Selector.open()) {
      client.register(room, SelectionKey.OP_WRITE);
      while (bytes.hasRemaining()) {
        if (room.select(limit.toMillis()) == 0) {
          throw new IOException("nothing was taken for " + limit.toSeconds() + " s");
        }
        room.selectedKeys().clear();
        client.write(bytes);
      }
    }
  }
}
