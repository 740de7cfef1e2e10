// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plain connection in place of a TLS socket that its user has set up, but not connected. */
final class FreshConnection {
  private static final List<SocketOption<?>> KEPT_OPTIONS =
      List.of(
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.TCP_NODELAY);

  private FreshConnection() {}

  /** Takes over its local address and options, and closes it. */
  static Socket inPlaceOf(Socket before, SocketAddress server, int limitMs) throws IOException {
    Socket connection = new Socket();
    try {
      @Nullable SocketAddress local = before.isBound() ? before.getLocalSocketAddress() : null;
      for (SocketOption<?> option : KEPT_OPTIONS) {
        keep(option, before, connection);
      }
      before.close();
      connection.bind(local);
      connection.connect(server, limitMs);
      return connection;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static <T> void keep(SocketOption<T> option, Socket from, Socket to) throws IOException {
    to.setOption(option, from.getOption(option));
  }
}
