// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

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
    STOP_READING
  }

  /** What a client published. */
  public record Publish(String topic, Bytes payload, int qos) {}

  private static final long DELAY_MS = 10;

  private final ServerSocket server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
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
    for (Session session : sessions) {
      session.publish(topic, payload);
    }
  }

  /** Cuts all connections without a word. */
  public void cut() {
    sessions.forEach(Session::cut);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Session session = new Session(server.accept(), connections.incrementAndGet());
        sessions.add(session);
        if (session.manner() != Manner.SILENT_TCP) {
          start(session::run);
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    cut();
  }

  private final class Session {
    private final Socket tcp;
    private final int number;
    private volatile Socket socket;
    private int lastPacketId;
    private boolean open = true;
    private final Deque<byte[]> unacknowledged = new ArrayDeque<>();

    Session(Socket tcp, int number) {
      this.tcp = tcp;
      this.socket = tcp;
      this.number = number;
    }

    Manner manner() {
      return manners.apply(number);
    }

    void cut() {
      sessions.remove(this);
      try {
        tcp.setSoLinger(true, 0);
        tcp.close();
      } catch (IOException e) {
        // as gone as it can be
      }
    }

    private void leave() {
      sessions.remove(this);
      try {
        socket.close();
      } catch (IOException e) {
        // as gone as it can be
      }
    }

    void run() {
      try {
        if (manner() == Manner.CLOSE_TCP) {
          cut();
          return;
        }
        SSLSocket tls = TestTls.serverEnd(tcp, manner() == Manner.STRANGER);
        socket = tls;
        tls.startHandshake();
        if (manner() == Manner.HANG_UP) {
          cut();
          return;
        }
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (open) {
          int header = in.readUnsignedByte();
          byte[] body = new byte[remainingLength(in)];
          in.readFully(body);
          open = receive(header >> 4, header & 0x0f, body) && open;
        }
      } catch (SSLException e) {
        leave(); // so that the client hears the alert
      } catch (IOException e) {
        // the client went away
      }
      cut();
    }

    /** 2.2.3: seven bits a byte, least significant first. */
    private int remainingLength(DataInputStream in) throws IOException {
      int length = 0;
      for (int shift = 0; ; shift += 7) {
        int digit = in.readUnsignedByte();
        length |= (digit & 0x7f) << shift;
        if ((digit & 0x80) == 0) {
          return length;
        }
      }
    }

    private boolean receive(int type, int flags, byte[] body) throws IOException {
      switch (type) {
        case 1 -> { // CONNECT
          if (manner() != Manner.SILENT_MQTT) {
            byte session = (byte) (manner() == Manner.CLAIM_A_SESSION ? 1 : 0);
            write(0x20, new byte[] {session, (byte) (manner() == Manner.NOT_AUTHORISED ? 5 : 0)});
          }
          return manner() != Manner.CLOSE_AFTER_CONNACK;
        }
        case 3 -> { // PUBLISH
          return onPublish((flags >> 1) & 3, body);
        }
        case 8 -> { // SUBSCRIBE
          int length = (body[2] & 0xff) << 8 | (body[3] & 0xff);
          subscriptions.add(new String(body, 4, length, UTF_8) + " " + body[4 + length]);
          int granted = manner() == Manner.REFUSE_SUBSCRIPTION ? 0x80 : 1;
          write(0x90, new byte[] {body[0], body[1], (byte) granted});
          if (manner() == Manner.STOP_READING) {
            untilClosed();
          }
        }
        case 12 -> write(0xd0, new byte[0]); // PINGREQ
        case 14 -> { // DISCONNECT
          orderlyEnds.incrementAndGet();
          return false;
        }
        default -> {} // PUBACK for what we sent
      }
      return true;
    }

    private boolean onPublish(int qos, byte[] body) throws IOException {
      int length = (body[0] & 0xff) << 8 | (body[1] & 0xff);
      String topic = new String(body, 2, length, UTF_8);
      int start = 2 + length + (qos > 0 ? 2 : 0);
      Publish publish = new Publish(topic, Bytes.of(body, start, body.length - start), qos);
      boolean event = topic.contains("/events/");
      Manner manner = manner();
      if (manner == Manner.KILL_ON_PUBLISH || (manner == Manner.KILL_ON_EVENT && event)) {
        return false;
      }
      published.add(publish);
      if (event && manner == Manner.NOISE) {
        byte[] noise = new byte[64];
        new Random(number).nextBytes(noise);
        send(noise);
      } else if (event && manner == Manner.ANNOUNCE_TOO_MUCH) {
        send(new byte[] {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f});
      }
      if (qos == 1) {
        acknowledge(manner, new byte[] {body[2 + length], body[3 + length]}, event);
      }
      return !(event && manner == Manner.CLOSE_AFTER_EVENT);
    }

    private void acknowledge(Manner manner, byte[] id, boolean event) throws IOException {
      switch (manner) {
        case NEVER_ACKNOWLEDGE -> {}
        case ACKNOWLEDGE_TWICE -> {
          write(0x40, id);
          write(0x40, id);
        }
        case ACKNOWLEDGE_STRANGERS -> {
          for (int stranger = 0x7000; stranger < 0x7010; stranger++) {
            write(0x40, new byte[] {(byte) (stranger >> 8), (byte) stranger});
          }
          write(0x40, id);
        }
        case ACKNOWLEDGE_BACKWARDS -> {
          unacknowledged.push(id);
          while (unacknowledged.size() > (event ? 4 : 0)) {
            write(0x40, unacknowledged.pop());
          }
        }
        case DELAY -> {
          untilClosed(DELAY_MS);
          write(0x40, id);
        }
        default -> write(0x40, id);
      }
    }

    private void untilClosed() {
      untilClosed(60_000);
    }

    private void untilClosed(long ms) {
      try {
        open &= !closed.await(ms, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    void publish(String topic, Bytes payload) throws IOException {
      byte[] name = topic.getBytes(UTF_8);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      body.write(name.length >> 8);
      body.write(name.length);
      body.writeBytes(name);
      lastPacketId++;
      body.write(lastPacketId >> 8);
      body.write(lastPacketId);
      body.writeBytes(payload.toArray());
      write(0x32, body.toByteArray());
    }

    private synchronized void write(int header, byte[] body) throws IOException {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.write(header);
      int rest = body.length;
      do {
        packet.write((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        rest >>= 7;
      } while (rest > 0);
      packet.writeBytes(body);
      send(packet.toByteArray());
    }

    private synchronized void send(byte[] packet) throws IOException {
      OutputStream out = socket.getOutputStream();
      if (manner() == Manner.FRAGMENT) {
        for (byte octet : packet) {
          out.write(octet);
          out.flush();
        }
      } else {
        out.write(packet);
        out.flush();
      }
    }
  }
}
