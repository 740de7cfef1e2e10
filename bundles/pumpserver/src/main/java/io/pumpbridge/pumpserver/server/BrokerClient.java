// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paho on a leash: each connection has a client of its own, and we decide when there is a next. */
final class BrokerClient implements Intake.Publisher {
  private static final Logger log = LoggerFactory.getLogger(BrokerClient.class);

  private static final int WAIT_SECONDS = 20; // for each step; a loaded machine needs five
  private static final int KEEP_ALIVE_SECONDS = 20;
  private static final int MAX_IN_FLIGHT = 500; // confirmations are small and few
  private static final long FIRST_RETRY_MS = 200;
  private static final long LAST_RETRY_MS = 5_000;
  private static final long GOODBYE_MS = 200; // Paho waits this long even if nobody listens
  private static final int REFUSED_SUBSCRIPTION = 0x80;

  /** Where messages go; must not throw, must be quick. */
  interface Sink {
    void onMessage(String topic, byte[] payload);
  }

  /** Where and as whom. */
  record Address(String url, String clientId, SSLSocketFactory sockets) {}

  private final Address address;
  private final List<String> subscriptions;
  private final Sink sink;
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "pumpserver-reconnect");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable MqttAsyncClient current;
  private boolean stopped;

  BrokerClient(Address address, List<String> subscriptions, Sink sink) {
    this.address = address;
    this.subscriptions = subscriptions;
    this.sink = sink;
  }

  /** The first connection; later ones are made when one is lost. */
  void start() throws PumpServerException {
    try {
      connect();
    } catch (MqttException e) {
      retries.shutdownNow();
      throw new PumpServerException(
          Reason.BROKER, "cannot connect to the broker at " + address.url(), e);
    }
  }

  void stop() {
    MqttAsyncClient client;
    synchronized (this) {
      stopped = true;
      client = current;
      current = null;
    }
    retries.shutdownNow();
    if (client != null) {
      discard(client);
    }
  }

  @Override
  public synchronized boolean isConnected() {
    return current != null && current.isConnected();
  }

  @Override
  public void publish(String topic, byte[] payload) throws PumpServerException {
    MqttAsyncClient client;
    synchronized (this) {
      client = current;
    }
    if (client == null) {
      throw new PumpServerException(Reason.BROKER, "the broker is not connected");
    }
    try {
      client.publish(topic, payload, 1, false);
    } catch (MqttException e) {
      throw new PumpServerException(Reason.BROKER, "the broker did not take a message", e);
    }
  }

  private void connect() throws MqttException {
    MqttAsyncClient client = new PlainTopicsClient(address.url(), address.clientId());
    boolean kept = false;
    try {
      client.setCallback(new Ears(client));
      client.connect(options()).waitForCompletion(WAIT_SECONDS * 1_000L);
      int[] quality = new int[subscriptions.size()];
      Arrays.fill(quality, 1);
      IMqttToken granted = client.subscribe(subscriptions.toArray(new String[0]), quality);
      granted.waitForCompletion(WAIT_SECONDS * 1_000L);
      for (int each : granted.getGrantedQos()) {
        if (each >= REFUSED_SUBSCRIPTION) {
          throw new MqttException(MqttException.REASON_CODE_SUBSCRIBE_FAILED);
        }
      }
      kept = keep(client);
    } finally {
      if (!kept) {
        discard(client);
      }
    }
    log.info("connected to broker url={} client={}", address.url(), address.clientId());
  }

  private synchronized boolean keep(MqttAsyncClient client) throws MqttException {
    if (stopped || !client.isConnected()) {
      throw new MqttException(MqttException.REASON_CODE_CONNECTION_LOST);
    }
    current = client;
    return true;
  }

  private MqttConnectOptions options() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true); // what is missed is unconfirmed, and so comes again
    options.setAutomaticReconnect(false);
    options.setConnectionTimeout(WAIT_SECONDS);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setMaxInflight(MAX_IN_FLIGHT);
    options.setSocketFactory(address.sockets());
    return options;
  }

  private synchronized void retry(long afterMs) {
    if (!stopped) {
      var unused = retries.schedule(() -> connectAgain(afterMs), afterMs, TimeUnit.MILLISECONDS);
    }
  }

  private void connectAgain(long waitedMs) {
    try {
      connect();
    } catch (MqttException e) {
      log.debug("not connected yet url={}", address.url(), e);
      retry(Math.min(waitedMs * 2, LAST_RETRY_MS));
    }
  }

  /** After this the client's threads are gone, whatever state it was in. */
  private static void discard(MqttAsyncClient client) {
    try {
      client.disconnectForcibly(0, GOODBYE_MS);
    } catch (MqttException e) {
      log.debug("disconnect failed", e);
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      log.debug("close failed", e);
    }
  }

  /** What Paho calls. */
  private final class Ears implements MqttCallback {
    private final MqttAsyncClient client;

    Ears(MqttAsyncClient client) {
      this.client = client;
    }

    @Override
    public void connectionLost(Throwable cause) {
      synchronized (BrokerClient.this) {
        if (current != client) {
          return;
        }
        current = null;
      }
      log.warn("broker lost url={} reason=\"{}\"", address.url(), cause.toString());
      retries.execute(() -> discard(client)); // not on Paho's own thread, which it would end
      retry(FIRST_RETRY_MS);
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      try {
        sink.onMessage(topic, message.getPayload());
      } catch (RuntimeException e) {
        log.error("message not handled topic={}", topic, e); // thrown, it would end the connection
      }
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
      // Only a gateway's own behaviour tells whether it has what was sent.
    }
  }
}
