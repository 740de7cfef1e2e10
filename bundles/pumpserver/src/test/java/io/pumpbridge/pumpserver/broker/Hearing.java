// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;

/** What a client was told, in order; also what was kept for it and comes before it asks. */
final class Hearing implements MqttCallback {
  private final List<String> topics = new CopyOnWriteArrayList<>();
  private final List<byte[]> payloads = new CopyOnWriteArrayList<>();

  List<String> topics() {
    return topics;
  }

  List<byte[]> payloads() {
    return payloads;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    payloads.add(message.getPayload());
    topics.add(topic); // last: who sees the topic finds the payload
  }

  @Override
  public void connectionLost(@Nullable Throwable cause) {}

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
