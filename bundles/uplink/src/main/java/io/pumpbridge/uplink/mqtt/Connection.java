// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One try to reach the broker, used once and thrown away. No method ever blocks. */
public interface Connection {

  /** Hands a message over; if there is no room for it, the connection has ended. */
  void publish(Outgoing message);

  /**
   * Lets go of everything, whatever state it is in.
   *
   * @param farewell published before an orderly disconnect; without it the will speaks
   * @return completes when all its threads are gone; may never complete
   */
  CompletableFuture<Void> end(Optional<Outgoing> farewell);

  /** Hears of one connection, on any thread; must be quick and must not throw. */
  interface Listener {

    /** Connected and subscribed. */
    void connected(LocalEnd here);

    /**
     * The broker acknowledged a message, or one of QoS 0 was written. The pump server need not have
     * seen it.
     */
    void acknowledged(long id);

    /**
     * A message.
     *
     * @param retained the broker had kept it: it was sent to nobody now, but whenever somebody asks
     *     for such topics
     */
    void arrived(String topic, byte[] payload, boolean retained);

    /** At most once, and the last that is heard. */
    void ended(Failure why);
  }

  /** Makes connections. */
  interface Connector {

    /**
     * Starts connecting.
     *
     * @param will what the broker says if this connection breaks
     */
    Connection open(Outgoing will, Listener listener);
  }
}
