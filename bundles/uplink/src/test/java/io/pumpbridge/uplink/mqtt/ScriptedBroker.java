// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
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
    NEVER_ACKNOWLEDGE
  }

  /** What a client published. */
  public record Publish(String topic, Bytes payload, int qos) {}

  private final ServerSocket server;
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Publish> published = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger orderlyEnds = new AtomicInteger();
  private final BlockingQueue<String> subscriptions = new LinkedBlockingQueue<>();
  private volatile Manner manner;

  public ScriptedBroker(Manner manner) throws IOException {
    this.manner = manner;
    this.server =
        manner == Manner.SILENT_TCP
            ? new ServerSocket(0, 50, InetAddress.getLoopbackAddress())
            : TestTls.serverSockets().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    if (server instanceof SSLServerSocket tls) {
      tls.setNeedClientAuth(true);
    }
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
    manner = next;
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
        Socket socket = server.accept();
        connections.incrementAndGet();
        Session session = new Session(socket);
        sessions.add(session);
        if (manner != Manner.SILENT_TCP) {
          start(session::run);
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private final class Session {
    private final Socket socket;
    private int lastPacketId;

    Session(Socket socket) {
      this.socket = socket;
    }

    void cut() {
      sessions.remove(this);
      try {
        socket.setSoLinger(true, 0);
        socket.close();
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
        ((SSLSocket) socket).startHandshake();
        if (manner == Manner.HANG_UP) {
          cut();
          return;
        }
        DataInputStream in = new DataInputStream(socket.getInputStream());
        boolean open = true;
        while (open) {
          int header = in.readUnsignedByte();
          byte[] body = new byte[remainingLength(in)];
          in.readFully(body);
          open = receive(header >> 4, header & 0x0f, body);
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
          if (manner != Manner.SILENT_MQTT) {
            write(0x20, new byte[] {0, (byte) (manner == Manner.NOT_AUTHORISED ? 5 : 0)});
          }
        }
        case 3 -> { // PUBLISH
          return onPublish((flags >> 1) & 3, body);
        }
        case 8 -> { // SUBSCRIBE
          int length = (body[2] & 0xff) << 8 | (body[3] & 0xff);
          subscriptions.add(new String(body, 4, length, UTF_8) + " " + body[4 + length]);
          int granted = manner == Manner.REFUSE_SUBSCRIPTION ? 0x80 : 1;
          write(0x90, new byte[] {body[0], body[1], (byte) granted});
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
      if (manner == Manner.KILL_ON_PUBLISH || (manner == Manner.KILL_ON_EVENT && event)) {
        return false;
      }
      published.add(publish);
      if (qos == 1 && manner != Manner.NEVER_ACKNOWLEDGE) {
        write(0x40, new byte[] {body[2 + length], body[3 + length]});
      }
      return true;
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
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(packet.toByteArray());
      out.flush();
    }
  }
}
