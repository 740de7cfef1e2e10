// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Paho client on a network module of ours, and on no disk, with a way out that ends. */
final class LeashedClient extends MqttAsyncClient {
  private static final Logger log = LoggerFactory.getLogger(LeashedClient.class);

  /** Farewell and DISCONNECT together must fit into a stop of 3 s. */
  private static final long FAREWELL_MS = 500;

  private static final long DISCONNECT_MS = 1_000;

  /** How long Paho may take to see that its socket is closed. */
  private static final long START_MS = 5_000;

  /** How long its sender may take to see that it is no longer wanted, and how often it is told. */
  private static final long SENDER_NS = TimeUnit.SECONDS.toNanos(5);

  private static final long TELL_MS = 10;

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

  /** Where all other ways to publish end. */
  @Override
  public IMqttDeliveryToken publish(
      String topic,
      MqttMessage message,
      @Nullable Object context,
      @Nullable IMqttActionListener listener)
      throws MqttException {
    IMqttDeliveryToken accepted = super.publish(topic, message, context, listener);
    network.onAccepted();
    return accepted;
  }

  /** Says good-bye and waits, not for long, until it was heard. */
  void leave(Outgoing farewell) {
    try {
      publish(farewell.topic(), farewell.payload().toArray(), farewell.qos(), false)
          .waitForCompletion(FAREWELL_MS);
      disconnect(0).waitForCompletion(DISCONNECT_MS);
    } catch (MqttException e) {
      log.debug("no farewell reason={}", e.getReasonCode());
    }
  }

  /**
   * Cuts the line and ends what Paho has started; nobody may be calling it any more.
   *
   * <p>Paho's own close() is left out on purpose: it only empties the client's fields, and does so
   * while the receiver, for which no stop of Paho's waits, may still stand between two bytes; it
   * then died of a NullPointerException on standard error. What is dropped here ends by itself.
   *
   * @param connected of the connect that was begun
   */
  void drop(IMqttToken connected) throws InterruptedException {
    network.abort();
    try {
      connected.waitForCompletion(START_MS);
    } catch (MqttException e) {
      log.debug("the connection had failed reason={}", e.getReasonCode());
    }
    try {
      disconnectForcibly(0, DISCONNECT_MS, false);
    } catch (MqttException e) {
      log.debug("no forced disconnect reason={}", e.getReasonCode());
    }
    endSender();
  }

  /**
   * Paho 1.2.5 tells its sender once that it is to end. Whoever is told between looking whether to
   * go on and beginning to wait for the next message does not hear it, and waits for ever; so it is
   * told until it has ended.
   */
  private void endSender() throws InterruptedException {
    @Nullable Thread sender = network.sender();
    long end = System.nanoTime() + SENDER_NS;
    while (sender != null && sender.isAlive() && System.nanoTime() < end) {
      comms.getClientState().notifyQueueLock();
      sender.join(TELL_MS);
    }
  }
}
