// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What goes over the desk's socket, as both ends see it: one question, a JSON line; then lines of
 * JSON until one of them hangs up.
 */
final class DeskLines {
  /** A site package of 256 KiB in base64, a certificate of as much; else a few words. */
  private static final int MAX_QUESTION = 400_000;

  private DeskLines() {}

  /** Puts a question. */
  static SocketChannel ask(Path socket, Map<String, String> question) throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      say(channel, JSON.std.asString(question));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /** Hears the question. */
  static Map<String, Object> question(SocketChannel client) throws IOException {
    Reader reader = reader(client);
    StringBuilder question = new StringBuilder();
    int c;
    while ((c = reader.read()) >= 0 && c != '\n') {
      if (question.length() == MAX_QUESTION) {
        throw new IOException("the question is too long");
      }
      question.append((char) c);
    }
    return JSON.std.mapFrom(question.toString());
  }

  static void say(SocketChannel client, String lines) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines + "\n");
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  static void say(SocketChannel client, Map<String, Object> line) throws IOException {
    say(client, JSON.std.asString(line));
  }

  /**
   * Says many lines to somebody who must not keep us: whoever takes nothing for so long is left.
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
