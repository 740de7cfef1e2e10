// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.BouncyServer;
import io.pumpbridge.trust.lab.Manner;
import io.pumpbridge.trust.lab.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has proven itself is still not free to do what it likes. */
final class AfterTheHandshakeTest {
  private static final int MANY = 1_000;
  private static final int LONGEST_S = 20;

  @TempDir static Path folder;
  private static Gateway.Provisioned provisioned;

  @BeforeAll
  static void provision() throws Exception {
    provisioned = Gateway.Provisioned.in(folder);
  }

  private static Peer tls12(Manner.Deed late) {
    return serving(ProtocolVersion.TLSv12, late);
  }

  private static Peer tls13(Manner.Deed late) {
    return serving(ProtocolVersion.TLSv13, late);
  }

  private static Peer serving(ProtocolVersion version, Manner.Deed late) {
    return BouncyServer.showing(ProtocolCases.good(), Manner.of(version).late(late));
  }

  private static void refusedOnReading(Supplier<Peer> serving) throws Exception {
    try (Gateway gateway = new Gateway(provisioned);
        Peer peer = serving.get();
        SSLSocket socket = gateway.connect(Site.HOST, peer.port())) {
      socket.startHandshake();
      Throwable thrown = catchThrowable(() -> socket.getInputStream().read());
      assertThat(gateway.explain(thrown).map(TrustException::code)).contains("server-breaks-tls");
      assertThatThrownBy(() -> socket.getOutputStream().write(1)).isInstanceOf(IOException.class);
      assertThat(peer.applicationBytes()).isZero();
    }
  }

  @Test
  void aWishToShakeHandsAgainEndsTheConnection() throws Exception {
    refusedOnReading(() -> tls12(wire -> wire.handshake(new byte[4])));
  }

  @Test
  void whoeverUsesTheSocketCannotAllowIt() throws Exception {
    try (Gateway gateway = new Gateway(provisioned);
        Peer peer = tls12(wire -> {});
        SSLSocket socket = gateway.connect(Site.HOST, peer.port())) {
      socket.startHandshake();
      socket.setEnableSessionCreation(true);
      assertThat(socket.getEnableSessionCreation()).isFalse();
    }
  }

  @Test
  void askingForTheCertificateAgainEndsTheConnection() throws Exception {
    refusedOnReading(() -> tls13(wire -> wire.handshake(new byte[] {13, 0, 0, 3, 0, 0, 0})));
  }

  @Test
  void aSecondServerHelloEndsTheConnection() throws Exception {
    refusedOnReading(() -> tls13(wire -> wire.handshake(new byte[] {2, 0, 0, 1, 0})));
  }

  @Test
  void manyTicketsAreLetPass() throws Exception {
    try (Gateway gateway = new Gateway(provisioned);
        Peer peer = tls13(AfterTheHandshakeTest::giveTickets);
        SSLSocket socket = gateway.connect(Site.HOST, peer.port())) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  private static void giveTickets(Manner.Wire wire) throws IOException {
    for (int i = 0; i < MANY; i++) {
      // RFC 8446, 4.6.1: lifetime, age, nonce, ticket, no extensions.
      ByteBuffer ticket = ByteBuffer.allocate(4 + 4 + 4 + 3 + 6 + 2);
      ticket.putInt(4 << 24 | 19).putInt(3600).putInt(i);
      ticket.put((byte) 2).putShort((short) i).putShort((short) 4).putInt(i).putShort((short) 0);
      wire.handshake(ticket.array());
    }
  }

  @Test
  void manyNewKeysAreTaken() throws Exception {
    try (Gateway gateway = new Gateway(provisioned);
        Peer peer =
            tls13(
                wire -> {
                  for (int i = 0; i < MANY; i++) {
                    wire.updateKeys();
                  }
                });
        SSLSocket socket = gateway.connect(Site.HOST, peer.port())) {
      socket.getOutputStream().write(42);
      assertThat(socket.getInputStream().read()).isEqualTo(42);
    }
  }

  /** Whoever waits for an answer that does not come closes, as MQTT does; and that helps. */
  @Test
  void anEndlessFloodEndsWhenTheSocketIsClosed() throws Exception {
    CountDownLatch flooded = new CountDownLatch(MANY);
    try (Gateway gateway = new Gateway(provisioned);
        Peer peer =
            tls13(
                wire -> {
                  while (true) {
                    wire.updateKeys();
                    flooded.countDown();
                  }
                });
        SSLSocket socket = gateway.connect(Site.HOST, peer.port())) {
      socket.startHandshake();
      CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> readFrom(socket));
      assertThat(flooded.await(LONGEST_S, TimeUnit.SECONDS)).isTrue();
      hangUp(socket);
      // Either way of telling that it is over.
      assertThat(
              read.handle((octet, failure) -> failure != null || octet < 0)
                  .get(LONGEST_S, TimeUnit.SECONDS))
          .isTrue();
    }
  }

  private static void hangUp(SSLSocket socket) throws IOException {
    socket.close();
  }

  private static int readFrom(SSLSocket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
