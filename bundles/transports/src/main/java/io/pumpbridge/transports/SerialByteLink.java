// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A serial port through jSerialComm, on a short leash: no listener (an unplugged adapter would call
 * it some 200 000 times a second until the port is closed), the name resolved anew at each opening,
 * and the port closed at the first sign that its device has gone.
 */
final class SerialByteLink implements ByteLink {
  /**
   * A pump's frame fits the kernel's buffer, so a write that is not done by then goes to a peer, or
   * an adapter, that takes nothing.
   */
  static final Duration WRITE_LIMIT = Duration.ofSeconds(2);

  /** Closing waits for the driver at most this long; a thread of its own then waits on. */
  private static final long CLOSE_LIMIT_MS = 2_000;

  /** The kernel counts a terminal's wait in a byte of tenths of a second; longer waits are cut. */
  private static final long MAX_SLICE_MS = 1_000;

  private static final long SLICE_STEP_MS = 100;
  private static final int READ_ROOM = 4_096;

  private static final Path PSEUDO_TERMINALS = Path.of("/dev/pts");

  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int ENXIO = 6;
  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int EBUSY = 16;
  private static final int ENODEV = 19;
  private static final int ENOTTY = 25;

  private final PortId id;
  private final SerialPort port;
  private final BoundedWriter writer;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final byte[] buffer = new byte[READ_ROOM];
  private int sliceSetMs = -1;

  private SerialByteLink(PortId id, SerialPort port, Duration writeLimit) {
    this.id = id;
    this.port = port;
    this.writer = new BoundedWriter(id, writeLimit, this::writeAll);
  }

  /**
   * Opens it for this process alone.
   *
   * @throws IOException if it is gone, taken, forbidden or refuses the settings; says which
   */
  static SerialByteLink open(PortId id, LineSettings settings, Duration writeLimit)
      throws IOException {
    if (!Files.exists(Path.of(id.path()))) {
      throw new IOException(id + " is not there: unplugged, or wrongly named");
    }
    try {
      // Resolves symbolic links, once: an old object would open whatever has that number today.
      SerialPort port = SerialPort.getCommPort(id.path());
      LineSettings able = isPseudoTerminal(id) ? withoutWires(settings) : settings;
      port.setComPortParameters(able.baud(), able.dataBits(), stopBits(able), parity(able));
      port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
      port.setComPortTimeouts(SerialPort.TIMEOUT_NONBLOCKING, 0, 0);
      if (!port.openPort()) {
        throw new IOException(refusal(id, port.getLastErrorCode(), port.getLastErrorLocation()));
      }
      return new SerialByteLink(id, port, writeLimit);
    } catch (SerialPortInvalidPortException e) {
      throw new IOException(id + " is not there: unplugged, or no serial port", e);
    } catch (LinkageError e) {
      throw new IOException(
          "the native serial library cannot be loaded (jSerialComm.library.path): "
              + e.getMessage(),
          e);
    }
  }

  /** What a terminal server's driver or a simulated pump offers in place of a serial port. */
  private static boolean isPseudoTerminal(PortId id) throws IOException {
    return Path.of(id.path()).toRealPath().startsWith(PSEUDO_TERMINALS);
  }

  /**
   * Linux gives a pseudo-terminal eight bits without parity whatever it is asked for, and the C
   * library then reports EINVAL if nothing else was left to change.
   */
  private static LineSettings withoutWires(LineSettings settings) {
    return new LineSettings(settings.baud(), 8, LineSettings.Parity.NONE, settings.stopBits());
  }

  private static int stopBits(LineSettings settings) {
    return settings.stopBits() == 1 ? SerialPort.ONE_STOP_BIT : SerialPort.TWO_STOP_BITS;
  }

  private static int parity(LineSettings settings) {
    return switch (settings.parity()) {
      case NONE -> SerialPort.NO_PARITY;
      case EVEN -> SerialPort.EVEN_PARITY;
      case ODD -> SerialPort.ODD_PARITY;
    };
  }

  private static String refusal(PortId id, int error, int location) {
    if (error == ENOENT && Files.exists(Path.of(id.path()))) {
      // What jSerialComm says, without trying, of a device that this process has open itself.
      return id + " is taken: the agent itself has it open";
    }
    return switch (error) {
      case EAGAIN, EBUSY -> id + " is taken: another program has it open";
      case EACCES, EPERM -> id + " is forbidden: the agent's user needs the group of the device";
      case ENOTTY -> id + " is no serial port";
      case ENOENT, ENXIO, ENODEV -> id + " is not there any more";
      default -> id + " refuses to be set or opened (error " + error + " at " + location + ")";
    };
  }

  @Override
  public PortId port() {
    return id;
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      long leftMs = Math.max(0, (end - System.nanoTime()) / 1_000_000);
      int count = readSlice(leftMs);
      if (count > 0) {
        return Bytes.of(buffer, 0, count);
      }
      // The native wait does not hear an interruption, so it is looked for here.
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return Bytes.EMPTY;
      }
    }
  }

  private int readSlice(long leftMs) throws IOException {
    checkOpen();
    setSlice(leftMs);
    int count = port.readBytes(buffer, buffer.length);
    if (count < 0) {
      checkOpen();
      // The device has gone; isOpen() stays true, and every further read would return at once.
      close();
      throw new LinkLostException(id + " has gone while it was read");
    }
    return count;
  }

  /** Rounded up, so that a steady wait is set once and not before each read. */
  private void setSlice(long leftMs) {
    long steps = (leftMs + SLICE_STEP_MS - 1) / SLICE_STEP_MS;
    int slice = (int) Math.min(MAX_SLICE_MS, steps * SLICE_STEP_MS);
    if (slice != sliceSetMs) {
      int mode =
          slice == 0 ? SerialPort.TIMEOUT_NONBLOCKING : SerialPort.TIMEOUT_READ_SEMI_BLOCKING;
      port.setComPortTimeouts(mode, slice, 0);
      sliceSetMs = slice;
    }
  }

  @Override
  public void write(Bytes bytes) throws IOException {
    checkOpen();
    writer.write(bytes, this::close);
  }

  private void writeAll(byte[] content) throws IOException {
    int offset = 0;
    while (offset < content.length) {
      int count = port.writeBytes(content, content.length - offset, offset);
      if (count <= 0) {
        throw new LinkLostException(
            id + " has gone while it was written to (error " + port.getLastErrorCode() + ")");
      }
      offset += count;
    }
  }

  private void checkOpen() throws IOException {
    if (closed.get()) {
      throw new IOException(id + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    writer.close();
    // Closing wakes whoever reads or writes. A driver may want to send its last bytes first, so
    // nobody waits for it without limit.
    Thread closer = new Thread(port::closePort, "closer " + id);
    closer.setDaemon(true);
    try {
      closer.start();
      closer.join(CLOSE_LIMIT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) { // no thread is to be had: left open it would stay taken
      port.closePort();
    }
  }
}
