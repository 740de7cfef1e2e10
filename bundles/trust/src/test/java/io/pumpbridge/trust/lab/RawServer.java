// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says what it is told to whoever connects, whatever they say, a byte at a time if asked. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket;
  private final CountDownLatch closed = new CountDownLatch(1);

  private RawServer(String hex, int pauseMs, boolean hangsUp) {
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] answer = HexFormat.of().parseHex(hex.replace(" ", ""));
    Thread thread = new Thread(() -> serve(answer, pauseMs, hangsUp), "test raw server");
    thread.setDaemon(true);
    thread.start();
  }

  public static RawServer answering(String hex) {
    return new RawServer(hex, 0, false);
  }

  /** Byte by byte, with this pause after each. */
  public static RawServer trickling(String hex, int pauseMs) {
    return new RawServer(hex, pauseMs, false);
  }

  public static RawServer hangingUp() {
    return new RawServer("", 0, true);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void serve(byte[] answer, int pauseMs, boolean hangsUp) {
    try (Socket connection = socket.accept()) {
      connection.setTcpNoDelay(true);
      connection.getInputStream().read(new byte[4096]);
      if (pauseMs == 0) {
        connection.getOutputStream().write(answer);
      } else {
        for (byte octet : answer) {
          connection.getOutputStream().write(octet);
          if (closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
            return;
          }
        }
      }
      if (!hangsUp) {
        connection.getInputStream().read(new byte[4096]);
      }
    } catch (IOException | InterruptedException endedByTheOtherSide) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
