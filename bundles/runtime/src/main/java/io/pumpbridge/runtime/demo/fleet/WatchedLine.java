// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway's line, and beside it somebody who notes what happens on it. */
record WatchedLine(Connection.Connector line, int gateway, Returns returns)
    implements Connection.Connector {

  @Override
  public Connection open(Outgoing will, Connection.Listener listener) {
    returns.called();
    Set<Long> records = ConcurrentHashMap.newKeySet();
    return new Noted(line.open(will, new Watched(listener, records)), records);
  }

  /** Notes which of the messages are records that the broker acknowledges. */
  private record Noted(Connection connection, Set<Long> records) implements Connection {
    private static final long BIRTH = 0;

    @Override
    public void publish(Outgoing message) {
      if (message.acknowledged() && message.id() != BIRTH) {
        records.add(message.id());
      }
      connection.publish(message);
    }

    @Override
    public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
      return connection.end(farewell);
    }
  }

  private final class Watched implements Connection.Listener {
    private final Connection.Listener listener;
    private final Set<Long> records;

    Watched(Connection.Listener listener, Set<Long> records) {
      this.listener = listener;
      this.records = records;
    }

    @Override
    public void connected(LocalEnd here) {
      returns.connected(gateway);
      listener.connected(here);
    }

    @Override
    public void acknowledged(long id) {
      if (records.remove(id)) { // what is shown out of turn is only written
        returns.acknowledged(gateway);
      }
      listener.acknowledged(id);
    }

    @Override
    public void arrived(String topic, byte[] payload, boolean retained) {
      listener.arrived(topic, payload, retained);
    }

    @Override
    public void ended(Failure why) {
      returns.ended(gateway, why.code());
      listener.ended(why);
    }
  }
}
