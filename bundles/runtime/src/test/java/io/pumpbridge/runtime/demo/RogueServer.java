// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.DemoHospital;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Whoever has taken over the pump server's place at the broker, name and key included. It confirms
 * nothing of itself, and says what it is told to, under request ids of its own choice. The payload
 * is written here by hand, field by field, as Kura has it.
 */
final class RogueServer implements AutoCloseable {
  private static final String ID = "pump-server";
  private static final String GATEWAY_TOPICS =
      "$EDC/hospital/" + DemoDocuments.GATEWAY + "/PUMP-BRIDGE-V1/";
  private static final String REPLIES = "$EDC/hospital/" + ID + "/PUMP-BRIDGE-V1/REPLY/";
  private static final String BIRTH = "$EDC/hospital/" + DemoDocuments.GATEWAY + "/MQTT/BIRTH";

  private static final int METRIC = 5000;
  private static final int BODY = 5001;
  private static final int NAME = 1;
  private static final int TYPE = 2;
  private static final int TYPE_STRING = 5;
  private static final int STRING_VALUE = 8;

  private final MqttClient client;
  private final BlockingQueue<String> births = new LinkedBlockingQueue<>();
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();

  /** A gateway's answer, its JSON as it came. */
  record Reply(String requestId, String body) {}

  /** The real server must have left: the broker knows a name once. */
  RogueServer(DemoHospital hospital) throws Exception {
    client = new MqttClient(hospital.url(), ID, new MemoryPersistence());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setSocketFactory(
        MutualTls.client(hospital.authority().serverClient(), hospital.authority().root())
            .getSocketFactory());
    client.setTimeToWait(Bedside.PATIENCE.toMillis());
    client.connect(options);
    client.subscribe(BIRTH, 1, (topic, message) -> births.add(topic));
    client.subscribe(
        REPLIES + "+",
        1,
        (topic, message) ->
            replies.add(
                new Reply(
                    topic.substring(REPLIES.length()),
                    UnknownFieldSet.parseFrom(message.getPayload())
                        .getField(BODY)
                        .getLengthDelimitedList()
                        .get(0)
                        .toStringUtf8())));
  }

  /** Sends a request, for example {@code EXEC/library}, and waits for the answer. */
  Reply ask(String requestId, String what, Bytes body) throws Exception {
    UnknownFieldSet payload =
        UnknownFieldSet.newBuilder()
            .addField(
                METRIC,
                Field.newBuilder()
                    .addLengthDelimited(metric("request.id", requestId))
                    .addLengthDelimited(metric("requester.client.id", ID))
                    .build())
            .addField(BODY, text(ByteString.copyFrom(body.toBuffer())))
            .build();
    client.publish(GATEWAY_TOPICS + what, payload.toByteArray(), 1, false);
    Reply reply = replies.poll(Bedside.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(reply).as("answer to " + what).isNotNull();
    assertThat(reply.requestId()).isEqualTo(requestId);
    return reply;
  }

  /** Until the gateway says that it is there, which it does whenever it connects. */
  void awaitBirth() throws InterruptedException {
    assertThat(births.poll(Bedside.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();
  }

  private static ByteString metric(String name, String value) {
    return UnknownFieldSet.newBuilder()
        .addField(NAME, text(ByteString.copyFromUtf8(name)))
        .addField(TYPE, Field.newBuilder().addVarint(TYPE_STRING).build())
        .addField(STRING_VALUE, text(ByteString.copyFromUtf8(value)))
        .build()
        .toByteString();
  }

  private static Field text(ByteString content) {
    return Field.newBuilder().addLengthDelimited(content).build();
  }

  @Override
  public void close() throws MqttException {
    client.disconnectForcibly(0, 50);
    client.close(true);
  }
}
