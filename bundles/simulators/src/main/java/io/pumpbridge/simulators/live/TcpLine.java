// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line over TCP, as a terminal server with one port has it: it listens on this machine only, and
 * to one client at a time; the next one waits until the first has hung up.
 */
public final class TcpLine implements PumpLine {
  /** The longest single look, so that unplugging never waits longer than this. */
  private static final long SLICE_MS = 20;

  private static final long WRITE_LIMIT_MS = 1_000;
  private static final int READ_ROOM = 4_096;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition plugged = lock.newCondition();
  private Optional<ServerSocketChannel> server;
  private Optional<SocketChannel> client = Optional.empty();
  private final int port;
  private boolean closed;

  private TcpLine(ServerSocketChannel server, int port) {
    this.server = Optional.of(server);
    this.port = port;
  }

  /** Listens on 127.0.0.1; port 0 takes any that is free. */
  public static TcpLine listen(int port) throws IOException {
    ServerSocketChannel server = bind(port);
    return new TcpLine(server, ((InetSocketAddress) server.getLocalAddress()).getPort());
  }

  private static ServerSocketChannel bind(int port) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true); // after replugging
      server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      server.configureBlocking(false);
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException("port " + port + " is not to be had: " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  @Override
  public boolean awaitOpen(Duration wait) throws IOException, InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (left > 0) {
      lock.lock();
      try {
        if (client.isPresent() || closed) {
          return client.isPresent();
        }
        if (server.isEmpty()) {
          plugged.awaitNanos(left);
        } else if (isReady(server.get(), SelectionKey.OP_ACCEPT, left)) {
          accept(server.get());
        }
      } finally {
        lock.unlock();
      }
      left = end - System.nanoTime();
    }
    return isOpen();
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return client.isPresent();
    } finally {
      lock.unlock();
    }
  }

  private void accept(ServerSocketChannel from) throws IOException {
    SocketChannel accepted = from.accept();
    if (accepted != null) {
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      client = Optional.of(accepted);
    }
  }

  /** A selector of its own each time: a channel that is registered nowhere closes at once. */
  private static boolean isReady(SelectableChannel channel, int operation, long leftNanos)
      throws IOException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, operation);
      long ms = Math.min(SLICE_MS, TimeUnit.NANOSECONDS.toMillis(leftNanos));
      return (ms > 0 ? selector.select(ms) : selector.selectNow()) > 0;
    }
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      Bytes arrived = readSlice(end - System.nanoTime());
      if (arrived.length() > 0 || System.nanoTime() - end >= 0) {
        return arrived;
      }
    }
  }

  private Bytes readSlice(long leftNanos) throws IOException {
    lock.lock();
    try {
      SocketChannel from = current();
      if (!isReady(from, SelectionKey.OP_READ, Math.max(0, leftNanos))) {
        return Bytes.EMPTY;
      }
      ByteBuffer buffer = ByteBuffer.allocate(READ_ROOM);
      if (receive(from, buffer) < 0) {
        hangUp();
        throw new LinkLostException("the client has hung up");
      }
      return Bytes.of(buffer.array(), 0, buffer.position());
    } finally {
      lock.unlock();
    }
  }

  /** A client that vanishes rudely has hung up as well. */
  private static int receive(SocketChannel from, ByteBuffer buffer) {
    try {
      return from.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public boolean write(Bytes bytes) throws IOException {
    ByteBuffer content = bytes.toBuffer();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WRITE_LIMIT_MS);
    while (content.hasRemaining() && System.nanoTime() - end < 0) {
      lock.lock();
      try {
        SocketChannel to = current();
        if (isReady(to, SelectionKey.OP_WRITE, TimeUnit.MILLISECONDS.toNanos(SLICE_MS))) {
          send(to, content);
        }
      } finally {
        lock.unlock();
      }
    }
    return !content.hasRemaining();
  }

  private void send(SocketChannel to, ByteBuffer content) throws IOException {
    try {
      to.write(content);
    } catch (IOException e) {
      hangUp();
      throw new LinkLostException("the client has hung up");
    }
  }

  private SocketChannel current() throws IOException {
    if (closed) {
      throw new IOException("the line is closed");
    }
    return client.orElseThrow(() -> new LinkLostException("no client is there"));
  }

  private void hangUp() throws IOException {
    if (client.isPresent()) {
      client.get().close();
      client = Optional.empty();
    }
  }

  /** Hangs up; who calls now is refused. */
  @Override
  public void unplug() throws IOException {
    lock.lock();
    try {
      if (server.isPresent()) {
        server.get().close();
        server = Optional.empty();
      }
      hangUp();
    } finally {
      lock.unlock();
    }
  }

  /** Listens again, on the same port. */
  @Override
  public void replug() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the line is closed");
      }
      if (server.isEmpty()) {
        server = Optional.of(bind(port));
        plugged.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      plugged.signalAll();
      unplug();
    } finally {
      lock.unlock();
    }
  }
}
