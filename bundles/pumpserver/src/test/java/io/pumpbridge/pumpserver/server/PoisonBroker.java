// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The least of a broker (OASIS MQTT 3.1.1), with one retained message for each of these topics,
 * which it sends to whoever subscribes. Artemis refuses such topics.
 */
final class PoisonBroker implements AutoCloseable {
  private final ServerSocket listening;
  private final List<String> retained;
  private final AtomicInteger connections = new AtomicInteger();

  PoisonBroker(SSLContext tls, List<String> retained) throws IOException {
    this.listening =
        tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    this.retained = retained;
    Thread thread = new Thread(this::accept, "poison-broker");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "ssl://localhost:" + listening.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  /** One client after the other. */
  private void accept() {
    while (!listening.isClosed()) {
      try (Socket client = listening.accept()) {
        connections.incrementAndGet();
        serve(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException e) {
        // the client went away, or we are closed
      }
    }
  }

  private void serve(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      int type = in.readUnsignedByte() >> 4;
      byte[] body = new byte[in.readUnsignedByte()]; // shorter than 128 bytes, all of them
      in.readFully(body);
      switch (type) {
        case 1 -> out.write(new byte[] {0x20, 2, 0, 0}); // CONNECT
        case 8 -> { // SUBSCRIBE, to one filter
          out.write(new byte[] {(byte) 0x90, 3, body[0], body[1], 1});
          for (String topic : retained) {
            out.write(message(topic));
          }
        }
        case 12 -> out.write(new byte[] {(byte) 0xd0, 0}); // PINGREQ
        default -> {} // PUBACK, DISCONNECT
      }
    }
  }

  /** QoS 1, retained, empty. */
  private static byte[] message(String topic) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(new byte[] {0x33, (byte) (name.length + 4), 0, (byte) name.length});
    packet.writeBytes(name);
    packet.writeBytes(new byte[] {0, 1});
    return packet.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
