// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection, served by what it is given. */
final class LonePeer implements Peer {

  /** Serves and tells how many bytes of the application came. */
  interface Service {
    long serve(Socket connection) throws IOException;
  }

  private static final int LONGEST_S = 30;

  private final ServerSocket socket;
  private final CompletableFuture<Long> counted = new CompletableFuture<>();

  LonePeer(Service service) {
    try {
      socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(() -> serve(service), "test peer");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Service service) {
    try (Socket connection = socket.accept()) {
      connection.setTcpNoDelay(true);
      connection.setSoTimeout(LONGEST_S * 1000);
      counted.complete(service.serve(connection));
    } catch (IOException | RuntimeException | Error broken) {
      counted.completeExceptionally(broken);
    }
  }

  @Override
  public int port() {
    return socket.getLocalPort();
  }

  @Override
  public long applicationBytes() {
    try {
      return counted.get(LONGEST_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("the server did not come to its end", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
