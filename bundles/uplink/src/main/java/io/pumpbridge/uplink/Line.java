// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection there is, if there is one; nothing that comes late from an older one counts. */
final class Line {
  private static final Logger log = LoggerFactory.getLogger(Line.class);

  private final Connection.Connector connector;
  private @Nullable Connection connection;
  private Connection.@Nullable Listener listener;

  Line(Connection.Connector connector) {
    this.connector = connector;
  }

  void open(Outgoing lastWill, Connection.Listener newListener) {
    listener = newListener;
    connection = connector.open(lastWill, newListener);
  }

  boolean isHeardBy(Connection.Listener some) {
    return listener == some;
  }

  /** Nowhere, if there is none. */
  void publish(Outgoing message) {
    if (connection != null) {
      connection.publish(message);
    }
  }

  /** Without a word, for the will to speak, and without waiting. */
  void drop() {
    var unused = end(Optional.empty());
  }

  /**
   * @param limit for the farewell to be heard and all threads to end
   */
  void leave(Optional<Outgoing> farewell, Duration limit) {
    try {
      end(farewell).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("the connection did not end in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Void> end(Optional<Outgoing> farewell) {
    Connection old = connection;
    connection = null;
    listener = null;
    try {
      return old == null ? CompletableFuture.completedFuture(null) : old.end(farewell);
    } catch (RuntimeException | Error e) { // there may be no thread for it
      log.error("a connection could not be ended and is left behind", e);
      return CompletableFuture.completedFuture(null);
    }
  }
}
