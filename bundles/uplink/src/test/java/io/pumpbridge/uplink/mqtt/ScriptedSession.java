// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Publish;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** One client of a {@link ScriptedBroker}: packets in, packets out. */
final class ScriptedSession {
  private static final long DELAY_MS = 10;
  private static final int RETAINED = 1; // 3.3.1.3

  private final ScriptedBroker broker;
  private final Socket tcp;
  private final int number;
  private volatile Socket socket;
  private int lastPacketId;
  private boolean open = true;
  private final Deque<byte[]> unacknowledged = new ArrayDeque<>();

  ScriptedSession(ScriptedBroker broker, Socket tcp, int number) {
    this.broker = broker;
    this.tcp = tcp;
    this.socket = tcp;
    this.number = number;
  }

  Manner manner() {
    return broker.mannerOf(number);
  }

  void cut() {
    broker.gone(this);
    try {
      tcp.setSoLinger(true, 0);
      tcp.close();
    } catch (IOException e) {
      // as gone as it can be
    }
  }

  private void leave() {
    broker.gone(this);
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
        String filter = new String(body, 4, length, UTF_8);
        broker.heard(filter + " " + body[4 + length]);
        int granted = manner() == Manner.REFUSE_SUBSCRIPTION ? 0x80 : 1;
        write(0x90, new byte[] {body[0], body[1], (byte) granted});
        if (manner() == Manner.STOP_READING) {
          untilClosed();
        } else if (manner() == Manner.KEEP_POISON) {
          publish(RETAINED, filter.replace("/#", ScriptedBroker.POISON), Bytes.EMPTY);
        }
      }
      case 12 -> write(0xd0, new byte[0]); // PINGREQ
      case 14 -> { // DISCONNECT
        broker.heardDisconnect();
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
    broker.heard(publish);
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
    open &= !broker.awaitClosed(ms);
  }

  void publish(String topic, Bytes payload) throws IOException {
    publish(0, topic, payload);
  }

  void publishRetained(String topic, Bytes payload) throws IOException {
    publish(RETAINED, topic, payload);
  }

  private synchronized void publish(int flags, String topic, Bytes payload) throws IOException {
    byte[] name = topic.getBytes(UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(name.length >> 8);
    body.write(name.length);
    body.writeBytes(name);
    lastPacketId++;
    body.write(lastPacketId >> 8);
    body.write(lastPacketId);
    body.writeBytes(payload.toArray());
    write(0x32 | flags, body.toByteArray());
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
