// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A Paho client, on no disk, that reads {@link PlainTopics}. */
final class PlainTopicsClient extends MqttAsyncClient {

  PlainTopicsClient(String url, String clientId) throws MqttException {
    super(url, clientId, new MemoryPersistence());
  }

  @Override
  protected NetworkModule[] createNetworkModules(String address, MqttConnectOptions options)
      throws MqttException {
    return Arrays.stream(super.createNetworkModules(address, options))
        .map(Plain::new)
        .toArray(NetworkModule[]::new);
  }

  /** Paho's own, but for what is read. */
  private record Plain(NetworkModule module) implements NetworkModule {
    @Override
    public void start() throws IOException, MqttException {
      module.start();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new PlainTopics(module.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      return module.getOutputStream();
    }

    @Override
    public void stop() throws IOException {
      module.stop();
    }

    @Override
    public String getServerURI() {
      return module.getServerURI();
    }
  }
}
