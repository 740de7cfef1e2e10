// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import java.util.ArrayList;
import java.util.List;

/** Writes down what its line says: own address, message ids, topics, the code of the end. */
class HearingGateway implements Connection.Listener {
  final List<Object> heard = new ArrayList<>();

  @Override
  public void connected(LocalEnd here) {
    heard.add(here.address());
  }

  @Override
  public void acknowledged(long id) {
    heard.add(id);
  }

  @Override
  public void arrived(String topic, byte[] payload, boolean retained) {
    heard.add(topic);
  }

  @Override
  public void ended(Failure why) {
    heard.add(why.code());
  }
}
