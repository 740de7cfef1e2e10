// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fakes;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a line in memory. Like a real one it is finite: a writer whose far end does not read
 * waits, gives up and loses the link.
 */
public final class MemoryLink implements ByteLink {
  /** What is on its way in one direction; a UART with its driver's buffer holds about this much. */
  public static final int CAPACITY = 4_096;

  /** How long a write waits for a far end that does not read, unless told otherwise. */
  public static final Duration WRITE_LIMIT = Duration.ofSeconds(2);

  /** Both ends; what one writes the other reads. */
  public record Pair(MemoryLink near, MemoryLink far) {}

  /** What both ends share: one lock, one fate. */
  private static final class Line {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    boolean unplugged;
  }

  private final PortId port;
  private final Line line;
  private final ByteArrayOutputStream inbox;
  private final ByteArrayOutputStream outbox;
  private final Duration writeLimit;
  private boolean closed;

  private MemoryLink(
      PortId port,
      Line line,
      ByteArrayOutputStream inbox,
      ByteArrayOutputStream outbox,
      Duration writeLimit) {
    this.port = port;
    this.line = line;
    this.inbox = inbox;
    this.outbox = outbox;
    this.writeLimit = writeLimit;
  }

  public static Pair pair(String name) {
    return pair(name, WRITE_LIMIT);
  }

  public static Pair pair(String name, Duration writeLimit) {
    Line line = new Line();
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    return new Pair(
        new MemoryLink(new PortId(name), line, one, other, writeLimit),
        new MemoryLink(new PortId(name + "~far"), line, other, one, writeLimit));
  }

  @Override
  public PortId port() {
    return port;
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    line.lock.lock();
    try {
      long left = wait.toNanos();
      while (inbox.size() == 0) {
        checkUsable();
        if (left <= 0) {
          return Bytes.EMPTY;
        }
        left = line.changed.awaitNanos(left);
      }
      checkUsable();
      Bytes arrived = Bytes.of(inbox.toByteArray());
      inbox.reset();
      line.changed.signalAll();
      return arrived;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Bytes.EMPTY;
    } finally {
      line.lock.unlock();
    }
  }

  @Override
  public void write(Bytes bytes) throws IOException {
    byte[] content = bytes.toArray();
    line.lock.lock();
    try {
      long left = writeLimit.toNanos();
      int offset = put(content, 0);
      while (offset < content.length) {
        if (left <= 0) {
          close();
          throw new LinkLostException(port + " does not take the bytes");
        }
        left = line.changed.awaitNanos(left);
        offset += put(content, offset);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new LinkLostException("interrupted while writing to " + port);
    } finally {
      line.lock.unlock();
    }
  }

  private int put(byte[] content, int offset) throws IOException {
    checkUsable();
    int count = Math.min(CAPACITY - outbox.size(), content.length - offset);
    outbox.write(content, offset, count);
    line.changed.signalAll();
    return count;
  }

  private void checkUsable() throws IOException {
    if (closed) {
      throw new IOException(port + " is closed");
    }
    if (line.unplugged) {
      throw new LinkLostException(port + " has gone");
    }
  }

  /** Pulls the cable: both ends are lost, at once and for good, with what was on its way. */
  public void unplug() {
    line.lock.lock();
    try {
      line.unplugged = true;
      line.changed.signalAll();
    } finally {
      line.lock.unlock();
    }
  }

  /**
   * For tests that know how much they wait for: reads until {@code count} bytes or the wait ends.
   */
  public Bytes readFully(int count, Duration wait) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    long end = System.nanoTime() + wait.toNanos();
    while (got.size() < count) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        break;
      }
      Bytes some = read(Duration.ofNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100))));
      got.write(some.toArray(), 0, some.length());
    }
    return Bytes.of(got.toByteArray());
  }

  /** Closed or unplugged. */
  boolean isDead() {
    line.lock.lock();
    try {
      return closed || line.unplugged;
    } finally {
      line.lock.unlock();
    }
  }

  /** Closes this end; as with a plug that is pulled, the other end is lost. */
  @Override
  public void close() {
    line.lock.lock();
    try {
      closed = true;
      line.unplugged = true;
      line.changed.signalAll();
    } finally {
      line.lock.unlock();
    }
  }
}
