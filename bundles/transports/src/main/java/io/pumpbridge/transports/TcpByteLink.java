// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A serial port behind a terminal server: raw bytes over TCP, the line is set over there. */
final class TcpByteLink implements ByteLink {
  /** Terminal servers stand in the same room; longer means switched off. */
  private static final int CONNECT_LIMIT_MS = 3_000;

  static final Duration WRITE_LIMIT = Duration.ofSeconds(2);
  private static final int READ_ROOM = 4_096;

  private final PortId id;
  private final Socket socket;
  private final BoundedWriter writer;
  private final byte[] buffer = new byte[READ_ROOM];

  private TcpByteLink(PortId id, Socket socket, Duration writeLimit) {
    this.id = id;
    this.socket = socket;
    this.writer = new BoundedWriter(id, writeLimit, bytes -> socket.getOutputStream().write(bytes));
  }

  /**
   * @throws IOException if nobody listens there; says where and why
   */
  static TcpByteLink open(PortPattern.Tcp address, Duration writeLimit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true); // a request is one small frame
      socket.setKeepAlive(true); // finds out, late, about a server that lost power
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_LIMIT_MS);
      return new TcpByteLink(new PortId(address.text()), socket, writeLimit);
    } catch (IOException e) {
      socket.close();
      throw new IOException(address.text() + " is not there: " + e.getMessage(), e);
    }
  }

  @Override
  public PortId port() {
    return id;
  }

  @Override
  public Bytes read(Duration wait) throws IOException {
    checkOpen();
    try {
      // Zero would mean for ever.
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, Math.max(1, wait.toMillis())));
      int count = socket.getInputStream().read(buffer);
      if (count >= 0) {
        return Bytes.of(buffer, 0, count);
      }
    } catch (SocketTimeoutException e) {
      return Bytes.EMPTY;
    } catch (IOException e) {
      checkOpen();
      close();
      LinkLostException lost = new LinkLostException(id + " has gone: " + e.getMessage());
      lost.initCause(e);
      throw lost;
    }
    close();
    throw new LinkLostException(id + " has gone: the terminal server hung up");
  }

  @Override
  public void write(Bytes bytes) throws IOException {
    checkOpen();
    writer.write(bytes, this::close);
  }

  private void checkOpen() throws IOException {
    if (socket.isClosed()) {
      throw new IOException(id + " is closed");
    }
  }

  /** Wakes a reader and a writer. */
  @Override
  public void close() {
    writer.close();
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is buffered on this side, so there is nothing to lose and nobody to tell.
    }
  }
}
