// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Paho client, from connect to the bin. Paho may hang in any call, so each connection has a
 * thread of its own that makes the calls, and another that clears up; whoever waits for them waits
 * with a limit. Paho's own reconnecting, persistence and offline buffer are never used.
 */
final class PahoConnection implements Connection, MqttCallback {
  private static final Logger log = LoggerFactory.getLogger(PahoConnection.class);

  /** More than our own largest window and the birth; Paho's limit has a race at its edge. */
  private static final int PAHO_IN_FLIGHT = 400;

  /** More than the largest window (264), all previews (8), all replies (32), and births. */
  private static final int OUTBOX = 400;

  /** Half a minute until Paho itself notices a dead line; the age of publishes is quicker. */
  private static final int KEEP_ALIVE_SECONDS = 15;

  /** Below the plan's limit for the whole, so that the better reason is heard first. */
  private static final int CONNECT_SECONDS = 15;

  private static final long SUBSCRIBE_MS = 5_000;

  /** How often a line that is being opened is cut again. */
  private static final long CUT_MS = 100;

  private static final int SUBACK_FAILURE = 0x80;

  /**
   * What all connections of a connector share.
   *
   * @param ending how many are on their way out
   */
  record Means(PahoConnector.Call call, TlsContexts tls, NameLookUp names, AtomicInteger ending) {}

  private final PahoConnector.Call call;
  private final TlsContexts tls;
  private final NameLookUp names;
  private final Connection.Listener listener;
  private final AtomicInteger ending;

  /** Nothing in place of a message: the calling thread is to see that all is over. */
  private final BlockingQueue<Optional<Outgoing>> outbox = new ArrayBlockingQueue<>(OUTBOX);

  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AtomicBoolean clearing = new AtomicBoolean();
  private volatile @Nullable LeashedClient client;
  private volatile @Nullable IMqttToken connecting;
  private volatile @Nullable Thread caller;

  PahoConnection(Means means, Connection.Listener listener) {
    this.call = means.call();
    this.tls = means.tls();
    this.names = means.names();
    this.listener = listener;
    this.ending = means.ending();
  }

  void open(Outgoing will) {
    Thread thread = new Thread(() -> run(will), "uplink-mqtt");
    thread.setDaemon(true);
    caller = thread;
    thread.start();
  }

  private void run(Outgoing will) {
    if (ending.get() >= PahoConnector.MAX_ENDING) {
      tellEnd(Failure.of("stuck", "Too many old connections are still closing."));
      return;
    }
    try {
      listener.connected(connect(will));
      while (!ended.get()) {
        Optional<Outgoing> next = outbox.take();
        if (next.isPresent()) {
          send(next.get());
        }
      }
    } catch (TrustException e) {
      tellEnd(Failures.of(e));
    } catch (MqttException | RuntimeException | Error e) { // Paho may get no thread for itself
      tellEnd(why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tellEnd(Failure.of("internal", "The connection's thread was interrupted."));
    }
  }

  private LocalEnd connect(Outgoing will) throws MqttException, TrustException {
    // The sockets check the server's name themselves and can say what was wrong with it.
    TlsNetworkModule network =
        new TlsNetworkModule(call.host(), call.port(), tls.socketsTo(call.host()), names);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(true); // what is unconfirmed is in the journal, not in a session
    options.setAutomaticReconnect(false);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setMaxInflight(PAHO_IN_FLIGHT);
    options.setWill(will.topic(), will.payload().toArray(), will.qos(), false);

    LeashedClient paho = new LeashedClient(call.uri(), call.clientId(), network);
    paho.setCallback(this);
    client = paho;
    IMqttToken connected = paho.connect(options);
    connecting = connected;
    connected.waitForCompletion((CONNECT_SECONDS + 3) * 1_000L);
    IMqttToken subscribed = paho.subscribe(call.subscription(), 1);
    subscribed.waitForCompletion(SUBSCRIBE_MS);
    int[] granted = subscribed.getGrantedQos();
    if (granted.length == 1 && granted[0] == SUBACK_FAILURE) {
      throw new MqttException(MqttException.REASON_CODE_SUBSCRIBE_FAILED);
    }
    return network.localEnd();
  }

  private void send(Outgoing message) throws MqttException {
    LeashedClient paho = client;
    if (paho == null) {
      return;
    }
    paho.publish(
        message.topic(),
        message.payload().toArray(),
        message.qos(),
        false,
        null,
        new IMqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            if (message.isTold() && !ended.get()) {
              listener.acknowledged(message.id());
            }
          }

          @Override
          public void onFailure(IMqttToken token, @Nullable Throwable cause) {
            tellEnd(why(cause));
          }
        });
  }

  @Override
  public void publish(Outgoing message) {
    if (!outbox.offer(Optional.of(message))) {
      tellEnd(Failure.of("stuck", "The connection takes no more messages."));
    }
  }

  @Override
  public void connectionLost(@Nullable Throwable cause) {
    tellEnd(why(cause));
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    if (ended.get()) {
      return;
    }
    try {
      listener.arrived(topic, message.getPayload(), message.isRetained());
    } catch (RuntimeException e) {
      // Whatever it was, thrown further it would end the connection, and come again with the next.
      log.error("a message could not be judged topic_length={}", topic.length(), e);
    }
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {
    // Said per message, in send().
  }

  /** A server that refuses our certificate is heard while reading, yet Paho may fail in writing. */
  private Failure why(@Nullable Throwable cause) {
    LeashedClient paho = client;
    if (paho != null && (cause == null || tls.explain(cause).isEmpty())) {
      Optional<IOException> heard = paho.network().failure();
      if (heard.isPresent()) {
        return Failures.of(heard.get(), tls);
      }
    }
    return Failures.of(cause, tls);
  }

  private void tellEnd(Failure why) {
    if (markEnded()) {
      listener.ended(why);
    }
  }

  /**
   * Ends it for the calling thread, which may be waiting for a message.
   *
   * @return whether it had not ended before
   */
  private boolean markEnded() {
    boolean first = ended.compareAndSet(false, true);
    var unused = outbox.offer(Optional.empty()); // a full one wakes the caller as well
    return first;
  }

  @Override
  public CompletableFuture<Void> end(Optional<Outgoing> farewell) {
    boolean orderly = markEnded() && farewell.isPresent();
    if (clearing.compareAndSet(false, true)) {
      ending.incrementAndGet();
      Thread thread = new Thread(() -> clear(orderly ? farewell : Optional.empty()), "uplink-end");
      thread.setDaemon(true);
      try {
        thread.start();
      } catch (OutOfMemoryError e) { // no thread to be had: what hangs on the line sees it is cut
        ending.decrementAndGet();
        cutLine();
        throw e;
      }
    }
    return gone;
  }

  private void clear(Optional<Outgoing> farewell) {
    try {
      LeashedClient paho = client;
      if (paho != null && farewell.isPresent()) {
        paho.leave(farewell.get());
      }
      // Paho may still be starting. Cut its line and let it find out by itself: taken down while it
      // starts, it would wait for its own threads for ever; and an interrupt would only make its
      // token lie about being done.
      Thread thread = caller;
      while (thread != null && thread.isAlive()) {
        cutLine();
        thread.join(CUT_MS);
      }
      drop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.decrementAndGet();
      gone.complete(null);
    }
  }

  private void cutLine() {
    LeashedClient paho = client;
    if (paho != null) {
      paho.network().abort();
    }
  }

  private void drop() throws InterruptedException {
    LeashedClient paho = client;
    IMqttToken connected = connecting;
    if (paho != null && connected != null) { // else it never came to a connect
      paho.drop(connected);
    }
  }
}
