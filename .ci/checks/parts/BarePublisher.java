// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.MutualTls;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.Topics;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * The gateway's peer: a client that does nothing but publish. It sends the very messages that the
 * gateway sent, in the same order, on the same topics, with the same name and certificate, QoS 1
 * and a window as large as the gateway's may grow to; but they lie ready in a file. No journal, no
 * seal, no chain, nothing else that could have to go first, and a PUBACK is all that it wants.
 */
final class BarePublisher {
  private static final int WINDOW = AdaptiveWindow.LARGEST;
  private static final int QOS = 1;
  private static final long LIMIT_S = 120;
  private static final int BUFFER_BYTES = 1 << 16;

  /** A file of messages is lane, length and content of each, and this at its end. */
  private static final int END = -1;

  private BarePublisher() {}

  /**
   * Arguments: {@code prepare}, a server's file of records, the file of messages to be made; or
   * {@code publish}, the hospital's directory, URL, account, gateway, file of messages, which prints
   * how many they were and the milliseconds until the broker had acknowledged all.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("prepare")) {
      prepare(Path.of(arguments[1]), Path.of(arguments[2]));
      return;
    }
    DemoAuthority authority =
        DemoAuthority.open(
            Path.of(arguments[1]).resolve("authority"), "pump-server", Clock.systemUTC());
    Topics topics = new Topics(arguments[3], arguments[4]);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(
        MutualTls.client(authority.playedGateway(topics.gateway()), authority.root())
            .getSocketFactory());
    options.setMaxInflight(WINDOW + 1);
    MqttAsyncClient client =
        new MqttAsyncClient(arguments[2], topics.gateway(), new MemoryPersistence());
    client.connect(options).waitForCompletion();
    try (DataInputStream messages =
        new DataInputStream(
            new BufferedInputStream(Files.newInputStream(Path.of(arguments[5])), BUFFER_BYTES))) {
      publish(client, topics, messages);
    }
    client.disconnect(0).waitForCompletion();
    client.close();
  }

  /** As the gateway sends them. */
  private static void prepare(Path stored, Path prepared) throws IOException, DocumentException {
    try (BufferedReader lines = Files.newBufferedReader(stored);
        DataOutputStream messages =
            new DataOutputStream(
                new BufferedOutputStream(Files.newOutputStream(prepared), BUFFER_BYTES))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        EventRecord record = record(line);
        Bytes message = KuraCodec.encode(EventMessage.of(record));
        messages.writeInt(record.stream().lane().ordinal());
        messages.writeInt(message.length());
        messages.write(message.toArray());
      }
      messages.writeInt(END);
    }
  }

  /** A line is hash, space, canonical bytes. */
  private static EventRecord record(String line) throws DocumentException {
    int space = line.indexOf(' ');
    Bytes canonical = Bytes.of(line.substring(space + 1), StandardCharsets.UTF_8);
    Fields fields = JsonText.parse(canonical);
    Lane lane = Lane.find(fields.text("lane")).orElseThrow();
    StreamId stream = new StreamId(fields.text("gateway"), fields.text("epoch"), lane);
    return new EventRecord(
        stream, fields.whole("seq"), fields.text("prev"), line.substring(0, space), canonical);
  }

  private static void publish(MqttAsyncClient client, Topics topics, DataInputStream messages)
      throws Exception {
    Semaphore window = new Semaphore(WINDOW);
    IMqttActionListener acknowledged =
        new IMqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            window.release();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable why) {
            throw new IllegalStateException("not acknowledged", why);
          }
        };
    Lane[] lanes = Lane.values();
    long begin = System.nanoTime();
    long count = 0;
    for (int lane = messages.readInt(); lane != END; lane = messages.readInt()) {
      byte[] content = messages.readNBytes(messages.readInt());
      window.acquire();
      client.publish(topics.events(lanes[lane]), content, QOS, false, null, acknowledged);
      count++;
    }
    if (!window.tryAcquire(WINDOW, LIMIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the broker has not acknowledged everything");
    }
    System.out.println(count + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }
}
