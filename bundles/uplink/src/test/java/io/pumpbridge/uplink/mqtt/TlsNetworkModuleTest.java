// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TlsNetworkModuleTest {
  private final PlayedSocket broker = new PlayedSocket();
  private ServerSocket listening;
  private TlsNetworkModule network;
  private InputStream in;

  @BeforeEach
  void start() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    network =
        new TlsNetworkModule(
            "localhost",
            listening.getLocalPort(),
            new PlayedTls(broker).socketsTo("localhost"),
            new NameLookUp());
    network.start();
    byte[] pingRequest = {(byte) 0xc0, 0};
    OutputStream out = network.getOutputStream();
    out.write(pingRequest, 0, 2); // so that bad news are told
    out.flush();
    in = network.getInputStream();
  }

  @AfterEach
  void stop() throws IOException {
    network.stop();
    listening.close();
  }

  /** Paho looks whether it is still wanted, and reads on. */
  @Test
  void silenceBetweenPacketsAndWithinABodyIsNoNews() throws IOException {
    broker.say(0xd0, 0);
    broker.fallSilent();
    broker.say(0x40, 2, 1);
    broker.fallSilent();
    broker.say(2);
    assertThat(in.read()).isEqualTo(0xd0);
    assertThat(in.read()).isZero();
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    assertThat(in.read()).isEqualTo(0x40);
    assertThat(in.read()).isEqualTo(2);
    assertThat(in.read()).isEqualTo(1);
    assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    assertThat(in.read()).isEqualTo(2);
    assertThat(network.failure()).isEmpty();
  }

  /**
   * Paho forgets the first byte then: it would take a length for a packet, and make room for it.
   */
  @Test
  void silenceWithinAPacketsHeadEndsTheConnection() throws IOException {
    broker.say(0x30);
    broker.fallSilent();
    broker.say(0x30, 0xff, 0xff, 0xff, 0x7f);
    assertThat(in.read()).isEqualTo(0x30);
    for (int tries = 0; tries < 6; tries++) { // nothing of what follows reaches the reader
      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              LineException.class, e -> assertThat(e.failure().code()).isEqualTo("stalled-packet"));
    }
    assertThat(network.failure()).containsInstanceOf(LineException.class);
  }

  @Test
  void afterAPacketThatIsRefusedNothingIsRead() throws IOException {
    broker.say(0x34, 0xd0, 0); // QoS 2
    for (int tries = 0; tries < 3; tries++) {
      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              LineException.class,
              e -> assertThat(e.failure().code()).isEqualTo("malformed-packet"));
    }
    assertThat(network.failure()).containsInstanceOf(LineException.class);
  }
}
