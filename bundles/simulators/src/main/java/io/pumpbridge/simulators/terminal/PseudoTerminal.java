// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.terminal;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pump's end of a serial line that the agent opens like {@code /dev/ttyUSB0}. Linux only. It
 * can be unplugged and replugged; a symbolic link may stand for the stable name that udev makes.
 * Safe for many threads.
 */
public final class PseudoTerminal implements Closeable {
  /** The longest single look at the line, so that closing never waits longer than this. */
  private static final int SLICE_MS = 20;

  /** How long a write waits for room before the rest falls on the floor, as on a real line. */
  private static final long WRITE_LIMIT_MS = 1_000;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition plugged = lock.newCondition();
  private Optional<Pty> pty;
  private Optional<Path> link = Optional.empty();
  private Path lastSlave;
  private boolean closed;

  private PseudoTerminal(Pty pty) {
    this.pty = Optional.of(pty);
    this.lastSlave = pty.slave();
  }

  /** Plugged in from the beginning. */
  public static PseudoTerminal open() throws IOException {
    return new PseudoTerminal(Pty.open());
  }

  /** The device's own path, {@code /dev/pts/…}; another one after each {@link #replug()}. */
  public Path device() {
    lock.lock();
    try {
      return lastSlave;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes a stable name, as udev does below {@code /dev/serial/by-path}: gone while unplugged.
   *
   * @throws IOException if something other than a symbolic link is there already
   */
  public void link(Path stableName) throws IOException {
    lock.lock();
    try {
      if (Files.exists(stableName, LinkOption.NOFOLLOW_LINKS)
          && !Files.isSymbolicLink(stableName)) {
        throw new IOException(stableName + " is there already and no symbolic link");
      }
      removeLink();
      link = Optional.of(stableName.toAbsolutePath());
      if (pty.isPresent()) {
        makeLink();
      }
    } finally {
      lock.unlock();
    }
  }

  private void makeLink() throws IOException {
    if (link.isPresent()) {
      Path aside = link.get().resolveSibling(link.get().getFileName() + ".new");
      Files.deleteIfExists(aside);
      Files.createSymbolicLink(aside, lastSlave);
      Files.move(aside, link.get(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void removeLink() throws IOException {
    if (link.isPresent()
        && Files.isSymbolicLink(link.get())
        && Files.readSymbolicLink(link.get()).equals(lastSlave)) {
      Files.delete(link.get());
    }
  }

  /**
   * Waits for bytes from the agent.
   *
   * @return what came, empty if nothing did
   * @throws LinkLostException while unplugged
   */
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
      return current().read((int) Math.max(0, Math.min(SLICE_MS, leftNanos / 1_000_000)));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts bytes on the line. What the agent's side does not take within a second is lost.
   *
   * @return how many bytes went
   * @throws LinkLostException while unplugged
   */
  public int write(Bytes bytes) throws IOException {
    byte[] content = bytes.toArray();
    int offset = 0;
    long end = System.nanoTime() + WRITE_LIMIT_MS * 1_000_000;
    while (offset < content.length && System.nanoTime() - end < 0) {
      lock.lock();
      try {
        // A reader may hold the lock for a slice; a writer must not make it wait longer than that.
        offset += current().write(content, offset, SLICE_MS);
      } finally {
        lock.unlock();
      }
    }
    return offset;
  }

  private Pty current() throws IOException {
    if (closed) {
      throw new IOException("the pseudo-terminal is closed");
    }
    return pty.orElseThrow(() -> new LinkLostException(lastSlave + " is unplugged"));
  }

  public boolean isPlugged() {
    lock.lock();
    try {
      return pty.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is plugged in; false if that did not happen in time or it was closed. */
  public boolean awaitPlugged(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long left = wait.toNanos();
      while (pty.isEmpty() && !closed && left > 0) {
        left = plugged.awaitNanos(left);
      }
      return pty.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Pulls the plug: the agent sees a hang-up, and the stable name disappears. */
  public void unplug() throws IOException {
    lock.lock();
    try {
      if (pty.isPresent()) {
        pty.get().close();
        pty = Optional.empty();
        removeLink();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Plugs it in again, always under another device number: so does a converter whose old number is
   * still held open, and an agent that remembers numbers must fail here.
   */
  public void replug() throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("the pseudo-terminal is closed");
      }
      if (pty.isPresent()) {
        return;
      }
      Pty fresh = Pty.open();
      if (fresh.slave().equals(lastSlave)) {
        Pty other;
        try {
          other = Pty.open();
        } finally {
          fresh.close();
        }
        fresh = other;
      }
      pty = Optional.of(fresh);
      lastSlave = fresh.slave();
      makeLink();
      plugged.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Throws away what is on its way in both directions. */
  public void flush() throws IOException {
    lock.lock();
    try {
      current().flush();
    } finally {
      lock.unlock();
    }
  }

  /** Unplugs for good; every descriptor is given back. */
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
