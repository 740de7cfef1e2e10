// SPDX-License-Identifier: Apache-2.0
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.MutualTls;
import java.io.BufferedReader;
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
 * What the same broker takes from a client that does nothing else: stored records, read from a file,
 * QoS 1, a window, mutual TLS. No journal, no seal, no chain, nobody who subscribes or confirms.
 * Arguments: the hospital's directory, URL, account, file of records. Prints records and
 * milliseconds.
 */
class BarePublisher {
  private static final String NAME = "gw-bare";

  /** As many as the gateway's own window may grow to. */
  private static final int WINDOW = 256;

  private static final int QOS = 1;
  private static final long LIMIT_S = 120;

  public static void main(String[] arguments) throws Exception {
    DemoAuthority authority =
        DemoAuthority.open(
            Path.of(arguments[0]).resolve("authority"), "pump-server", Clock.systemUTC());
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(
        MutualTls.client(authority.playedGateway(NAME), authority.root()).getSocketFactory());
    options.setMaxInflight(WINDOW + 1);
    MqttAsyncClient client = new MqttAsyncClient(arguments[1], NAME, new MemoryPersistence());
    client.connect(options).waitForCompletion();
    try (BufferedReader records = Files.newBufferedReader(Path.of(arguments[3]))) {
      publish(client, arguments[2] + "/" + NAME + "/bare", records);
    }
    client.disconnectForcibly(0, 0);
    client.close();
  }

  private static void publish(MqttAsyncClient client, String topic, BufferedReader records)
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
    long begin = System.nanoTime();
    long count = 0;
    for (String line = records.readLine(); line != null; line = records.readLine()) {
      window.acquire();
      byte[] content = line.getBytes(StandardCharsets.UTF_8);
      client.publish(topic, content, QOS, false, null, acknowledged);
      count++;
    }
    if (!window.tryAcquire(WINDOW, LIMIT_S, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the broker has not acknowledged everything");
    }
    System.out.println(count + " " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
  }
}
