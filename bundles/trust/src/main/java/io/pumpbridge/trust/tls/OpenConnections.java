// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/** The sockets that have been handed out and may still be open, each with its server's name. */
final class OpenConnections {

  /** One of them. */
  record Connection(String host, ProvenSocket socket) {}

  /** Weak, because a library that forgets a socket does not always close it. */
  private final Map<ProvenSocket, String> hosts = new WeakHashMap<>();

  synchronized void add(String host, ProvenSocket socket) {
    hosts.put(socket, host);
  }

  /** Those that are open; of the others nothing is kept. */
  synchronized List<Connection> list() {
    hosts.keySet().removeIf(ProvenSocket::isClosed);
    List<Connection> open = new ArrayList<>();
    hosts.forEach((socket, host) -> open.add(new Connection(host, socket)));
    return open;
  }
}
