// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;

/** A gateway's line, and beside it somebody who notes what happens on it. */
record WatchedLine(Connection.Connector line, int gateway, Returns returns)
    implements Connection.Connector {

  @Override
  public Connection open(Outgoing will, Connection.Listener listener) {
    returns.called();
    return line.open(will, new Watched(listener));
  }

  private final class Watched implements Connection.Listener {
    private final Connection.Listener listener;

    Watched(Connection.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void connected(LocalEnd here) {
      returns.connected(gateway);
      listener.connected(here);
    }

    @Override
    public void acknowledged(long id) {
      if (id > 0) { // the birth is 0
        returns.acknowledged(gateway);
      }
      listener.acknowledged(id);
    }

    @Override
    public void arrived(String topic, byte[] payload) {
      listener.arrived(topic, payload);
    }

    @Override
    public void ended(Failure why) {
      returns.ended(gateway, why.code());
      listener.ended(why);
    }
  }
}
