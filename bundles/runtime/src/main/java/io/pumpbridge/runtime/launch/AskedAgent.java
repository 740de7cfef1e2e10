// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A running agent that was asked something, and its answer line by line. One that is stopped, or
 * hangs, would never say anything: whoever asked hears that after a while, and not never.
 */
final class AskedAgent implements AutoCloseable {
  /** An answer waits for a disk at most. */
  static final Duration USUAL = Duration.ofSeconds(30);

  /** It waits for a token that makes a key (60 s), or for a server's answers (60 s each). */
  static final Duration LONG = Duration.ofMinutes(5);

  /** It says something every second, if only that there is nothing to say. */
  static final Duration LIVELY = Duration.ofSeconds(10);

  /** Nobody tells when there is room again among those who wait to be let in. */
  private static final long LOOK_MS = 100;

  private final SocketChannel channel;
  private final Selector word;
  private final BufferedReader reader;

  private AskedAgent(SocketChannel channel, Duration silence) throws IOException {
    this.channel = channel;
    this.word = Selector.open();
    channel.register(word, SelectionKey.OP_READ);
    this.reader =
        new BufferedReader(
            Channels.newReader(new Bounded(channel, word, silence), StandardCharsets.UTF_8));
  }

  /**
   * Asks.
   *
   * @param silence for how long it may take or say nothing, at least 1 ms
   */
  static AskedAgent ask(Path socket, Map<String, String> question, Duration silence)
      throws IOException {
    SocketChannel channel = connect(socket, silence);
    try {
      DeskLines.sayInTime(channel, JSON.std.asString(question), silence);
      return new AskedAgent(channel, silence);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Connects; the channel does not block afterwards.
   *
   * @throws SocketTimeoutException if those who wait to be let in are so many that there was no
   *     room for one more
   */
  static SocketChannel connect(Path socket, Duration limit) throws IOException {
    long endNs = System.nanoTime() + limit.toNanos();
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.configureBlocking(false);
        if (channel.connect(UnixDomainSocketAddress.of(socket))) {
          return channel;
        }
      } catch (ConnectException e) { // nobody listens
        channel.close();
        throw e;
      } catch (SocketException e) { // no room, or no permission
        if (!Files.isWritable(socket)) {
          channel.close();
          throw e;
        }
      }
      channel.close();
      if (System.nanoTime() - endNs > 0) {
        throw new SocketTimeoutException(silentFor(limit));
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("nobody waits for it any more");
    }
  }

  private static String silentFor(Duration limit) {
    return "it has said nothing for "
        + limit.toSeconds()
        + " s. See whether it is stopped or hangs, and restart it if so";
  }

  /** Its next line; empty once it has hung up. */
  Optional<String> line() throws IOException {
    return Optional.ofNullable(reader.readLine());
  }

  @Override
  public void close() {
    try {
      channel.close();
      word.close();
    } catch (IOException e) {
      throw new IllegalStateException("a local socket can always be closed", e);
    }
  }

  /** Waits for bytes, but not for ever. */
  private record Bounded(SocketChannel channel, Selector word, Duration silence)
      implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer bytes) throws IOException {
      try {
        int count = channel.read(bytes);
        while (count == 0) {
          if (word.select(silence.toMillis()) == 0 && channel.isOpen()) {
            throw new SocketTimeoutException(silentFor(silence));
          }
          word.selectedKeys().clear();
          count = channel.read(bytes);
        }
        return count;
      } catch (ClosedSelectorException e) { // closed by another thread
        throw new IOException("nobody waits for it any more", e);
      }
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
