// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Just enough of an MQTT 3.1.1 broker over mutual TLS to misbehave in the ways that brokers and
 * networks do. Written from the standard (OASIS MQTT 3.1.1, chapters 2 and 3), checked by Paho.
 */
public final class ScriptedBroker implements AutoCloseable {

  /** How it behaves; may change while it runs. */
  public enum Manner {
    /** Acknowledges everything and throws it away, as an access list would have it do. */
    ACKNOWLEDGE,
    /** Accepts the TCP connection and says nothing, not even in TLS. */
    SILENT_TCP,
    /** Completes TLS and closes. */
    HANG_UP,
    /** Completes TLS and never sends a CONNACK. */
    SILENT_MQTT,
    /** CONNACK with return code 5, not authorised. */
    NOT_AUTHORISED,
    /** SUBACK with 0x80, failure. */
    REFUSE_SUBSCRIPTION,
    /** Closes as soon as something is published. */
    KILL_ON_PUBLISH,
    /** Acknowledges the birth and closes on the first event. */
    KILL_ON_EVENT,
    /** Takes everything, acknowledges nothing. */
    NEVER_ACKNOWLEDGE,
    /** Accepts the TCP connection and closes it. */
    CLOSE_TCP,
    /** Shows a certificate that nobody vouches for. */
    STRANGER,
    /** CONNACK, and closes. */
    CLOSE_AFTER_CONNACK,
    /** Acknowledges everything, and closes after the first event. */
    CLOSE_AFTER_EVENT,
    /** Acknowledges everything twice. */
    ACKNOWLEDGE_TWICE,
    /** Acknowledges, with each publish, ids that nobody has used. */
    ACKNOWLEDGE_STRANGERS,
    /** Acknowledges events only, and the newest first. */
    ACKNOWLEDGE_BACKWARDS,
    /** CONNACK with "session present", although a clean one was asked for. */
    CLAIM_A_SESSION,
    /** Sends each byte by itself. */
    FRAGMENT,
    /** Takes a while for each acknowledgement. */
    DELAY,
    /** Answers the first event with noise. */
    NOISE,
    /** Announces, after the first event, a packet of 256 MB. */
    ANNOUNCE_TOO_MUCH,
    /** Reads no more after the subscription. */
    STOP_READING,
    /**
     * Keeps a message, on a topic with characters that Paho cannot bear, for whoever subscribes.
     */
    KEEP_POISON
  }

  /** What a client published. */
  public record Publish(String topic, Bytes payload, int qos) {}

  /** Valid UTF-8; Paho 1.2.5 throws at either. */
  public static final String POISON = "/PUMP-BRIDGE-V1/REPLY/\uD83D\uDE00\uFF01";

  private final ServerSocket server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<ScriptedSession> sessions = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Publish> published = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger orderlyEnds = new AtomicInteger();
  private final BlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
  private volatile IntFunction<Manner> manners;

  public ScriptedBroker(Manner manner) throws IOException {
    this(manner, 0);
  }

  public ScriptedBroker(Manner manner, int port) throws IOException {
    this.manners = connection -> manner;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "scripted-broker");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return server.getLocalPort();
  }

  public void behave(Manner next) {
    manners = connection -> next;
  }

  /** A manner for each connection, by its number, from 1. */
  public void behave(IntFunction<Manner> next) {
    manners = next;
  }

  public int connections() {
    return connections.get();
  }

  public int orderlyEnds() {
    return orderlyEnds.get();
  }

  /** Waits for the next publish, at most 20 s. */
  public Publish nextPublish() throws InterruptedException {
    Publish next = published.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was published");
    }
    return next;
  }

  /** Waits for the next publish to a topic with this ending, passing over others. */
  public Publish nextPublish(String topicEnd) throws InterruptedException {
    while (true) {
      Publish next = nextPublish();
      if (next.topic().endsWith(topicEnd)) {
        return next;
      }
    }
  }

  /** Whether a client is connected now. */
  public boolean hasLiveSession() {
    return !sessions.isEmpty();
  }

  /** What was published to such topics and not asked for. */
  public void forget(String topicEnd) {
    published.removeIf(publish -> publish.topic().endsWith(topicEnd));
  }

  public int publishedCount() {
    return published.size();
  }

  public String nextSubscription() throws InterruptedException {
    return String.valueOf(subscriptions.poll(20, TimeUnit.SECONDS));
  }

  /** Sends to all connected clients, QoS 1. */
  public void send(String topic, Bytes payload) throws IOException {
    for (ScriptedSession session : sessions) {
      session.publish(topic, payload);
    }
  }

  /** As {@link #send}, what it has kept. */
  public void sendRetained(String topic, Bytes payload) throws IOException {
    for (ScriptedSession session : sessions) {
      session.publishRetained(topic, payload);
    }
  }

  /** Cuts all connections without a word. */
  public void cut() {
    sessions.forEach(ScriptedSession::cut);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        ScriptedSession session =
            new ScriptedSession(this, server.accept(), connections.incrementAndGet());
        sessions.add(session);
        if (session.manner() != Manner.SILENT_TCP) {
          start(session::run);
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  // What a session does here

  Manner mannerOf(int connection) {
    return manners.apply(connection);
  }

  void heard(Publish publish) {
    published.add(publish);
  }

  void heard(String subscription) {
    subscriptions.add(subscription);
  }

  void heardDisconnect() {
    orderlyEnds.incrementAndGet();
  }

  void gone(ScriptedSession session) {
    sessions.remove(session);
  }

  /** Whether the broker was closed within so many milliseconds. */
  boolean awaitClosed(long ms) {
    try {
      return closed.await(ms, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    cut();
  }
}
