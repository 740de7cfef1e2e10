// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A Paho client on a network module of ours, and on no disk. */
final class LeashedClient extends MqttAsyncClient {
  private final TlsNetworkModule network;

  LeashedClient(String uri, String clientId, TlsNetworkModule network) throws MqttException {
    super(uri, clientId, new MemoryPersistence());
    this.network = network;
  }

  @Override
  protected NetworkModule[] createNetworkModules(String address, MqttConnectOptions options) {
    return new NetworkModule[] {network};
  }

  TlsNetworkModule network() {
    return network;
  }
}
