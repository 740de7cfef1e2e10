// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.terminal;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** One kernel pseudo-terminal: a master and a slave that is kept open. Not safe for threads. */
final class Pty {
  /** More than any struct termios of Linux. */
  private static final int TERMIOS_ROOM = 256;

  private static final int NAME_ROOM = 128;
  private static final int READ_ROOM = 4_096;

  private final int master;
  private final int keeper;
  private final Path slave;

  private Pty(int master, int keeper, Path slave) {
    this.master = master;
    this.keeper = keeper;
    this.slave = slave;
  }

  static Pty open() throws IOException {
    int master = -1;
    try {
      master = LibC.C.posix_openpt(LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
      LibC.C.grantpt(master);
      LibC.C.unlockpt(master);
      Path slave = Path.of(nameOf(master));
      // Without an open slave the master reads EIO as soon as the agent closes the port.
      int keeper = LibC.C.open(slave.toString(), LibC.O_RDWR | LibC.O_NOCTTY | LibC.O_CLOEXEC);
      Pty pty = new Pty(master, keeper, slave);
      try {
        pty.makeRaw();
        return pty;
      } catch (LastErrorException e) {
        LibC.C.close(keeper);
        throw e;
      }
    } catch (LastErrorException e) {
      if (master >= 0) {
        LibC.C.close(master);
      }
      throw new IOException("no pseudo-terminal to be had: " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException("pseudo-terminals need Linux and its C library", e);
    }
  }

  private static String nameOf(int master) throws IOException {
    byte[] name = new byte[NAME_ROOM];
    int error = LibC.C.ptsname_r(master, name, new NativeLong(name.length));
    if (error != 0) {
      throw new IOException("the pseudo-terminal has no name: error " + error);
    }
    return Native.toString(name);
  }

  /** Otherwise bytes sent before the agent opens the port are echoed back to the sender. */
  private void makeRaw() {
    try (Memory termios = new Memory(TERMIOS_ROOM)) {
      LibC.C.tcgetattr(keeper, termios);
      LibC.C.cfmakeraw(termios);
      LibC.C.tcsetattr(keeper, LibC.TCSANOW, termios);
    }
  }

  Path slave() {
    return slave;
  }

  /** Waits for bytes; empty if none came. */
  Bytes read(int waitMs) throws IOException {
    try {
      if (!poll(LibC.POLLIN, waitMs)) {
        return Bytes.EMPTY;
      }
      byte[] buffer = new byte[READ_ROOM];
      int count = LibC.C.read(master, buffer, new NativeLong(buffer.length)).intValue();
      return Bytes.of(buffer, 0, Math.max(0, count));
    } catch (LastErrorException e) {
      return emptyIfTransient(e);
    }
  }

  /** Writes what fits within the wait; returns how much that was. */
  int write(byte[] bytes, int offset, int waitMs) throws IOException {
    try {
      if (!poll(LibC.POLLOUT, waitMs)) {
        return 0;
      }
      byte[] rest = Arrays.copyOfRange(bytes, offset, bytes.length);
      return LibC.C.write(master, rest, new NativeLong(rest.length)).intValue();
    } catch (LastErrorException e) {
      return emptyIfTransient(e).length();
    }
  }

  private static Bytes emptyIfTransient(LastErrorException e) throws IOException {
    if (e.getErrorCode() == LibC.EAGAIN || e.getErrorCode() == LibC.EINTR) {
      return Bytes.EMPTY;
    }
    throw new IOException("the pseudo-terminal fails: " + e.getMessage(), e);
  }

  private boolean poll(short events, int waitMs) {
    try (Memory fds = new Memory(8)) { // struct pollfd: int fd, short events, short revents
      fds.setInt(0, master);
      fds.setShort(4, events);
      fds.setShort(6, (short) 0);
      return LibC.C.poll(fds, new NativeLong(1), waitMs) > 0 && (fds.getShort(6) & events) != 0;
    }
  }

  /** Throws away what nobody read. */
  void flush() {
    LibC.C.tcflush(keeper, LibC.TCIOFLUSH);
  }

  /** Whoever has the slave open sees a hang-up. */
  void close() {
    LibC.C.close(master);
    LibC.C.close(keeper);
  }
}
