// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.uplink.mqtt.Failure;
import io.pumpbridge.uplink.mqtt.NameLookUp;
import io.pumpbridge.uplink.mqtt.TestNames;
import io.pumpbridge.uplink.mqtt.TestTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsCollectorTest {
  private static final byte[] FRAME = "5 <13>1".getBytes(US_ASCII);

  /** What a collector does with one connection. */
  private interface Manner {
    void serve(SSLSocket socket) throws Exception;
  }

  private final TestTls tls = new TestTls();
  private final CountDownLatch end = new CountDownLatch(1);
  private SSLServerSocket server;
  private TlsCollector collector;

  @BeforeEach
  void listen() throws IOException {
    server =
        (SSLServerSocket)
            TestTls.serverSockets().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    collector = collector(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  private TlsCollector collector(Duration read, Duration limit) {
    return new TlsCollector(
        new CollectorSettings("localhost", server.getLocalPort(), 32_473),
        tls,
        new NameLookUp(),
        read,
        limit);
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    collector.close();
    server.close();
  }

  private <T> CompletableFuture<T> inBackground(java.util.concurrent.Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private void serve(Manner manner) {
    var unused =
        inBackground(
            () -> {
              try (SSLSocket socket = (SSLSocket) server.accept()) {
                manner.serve(socket);
              }
              return true;
            });
  }

  private static String code(Optional<Failure> failure) {
    return failure.map(Failure::code).orElse("delivered");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void whatWasReadToTheEndIsDelivered(String version) throws Exception {
    server.setEnabledProtocols(new String[] {version});
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    serve(socket -> socket.getInputStream().transferTo(read));
    assertThat(code(collector.deliver(List.of(FRAME, FRAME)))).isEqualTo("delivered");
    assertThat(read.toString(US_ASCII)).isEqualTo("5 <13>15 <13>1");
  }

  @Test
  void whetherItIsThereCanBeAskedWithoutAByte() {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    serve(socket -> socket.getInputStream().transferTo(read));
    assertThat(code(collector.deliver(List.of()))).isEqualTo("delivered");
    assertThat(read.size()).isZero();
  }

  @Test
  void aRefusalThatComesOnlyAfterTheHandshakeIsHeard() {
    tls.becomeAStranger(); // TLS 1.3: our handshake is long over when the server looks
    serve(SSLSocket::startHandshake);
    assertThat(code(collector.deliver(List.of(FRAME)))).isNotEqualTo("delivered");
  }

  @Test
  void aCollectorThatDiesWithUnreadMessagesHasNotReadThem() {
    serve(
        socket -> {
          assertThat(socket.getInputStream().read()).isNotNegative();
          socket.setSoLinger(true, 0); // as a process that is killed: a reset
          tcpClose(socket);
        });
    List<byte[]> many = Collections.nCopies(1_000, new byte[1_000]);
    assertThat(code(collector.deliver(many))).isNotEqualTo("delivered");
  }

  /** It may have taken them from the line and not yet into its hands; or somebody cut the line. */
  @ParameterizedTest
  @CsvSource({"TLSv1.3, 0", "TLSv1.3, 2", "TLSv1.2, 0"})
  void whoeverEndsWithoutAFarewellHasNotReadThem(String version, int chatter) throws Exception {
    server.close();
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var unused =
          inBackground(
              () -> {
                try (Socket tcp = plain.accept()) {
                  SSLSocket socket = TestTls.serverEnd(tcp, false);
                  socket.setEnabledProtocols(new String[] {version});
                  assertThat(socket.getInputStream().readNBytes(FRAME.length)).isEqualTo(FRAME);
                  socket.getOutputStream().write(new byte[chatter]);
                  var farewell = tcp.getInputStream().readNBytes(1); // else it would be a reset
                  tcp.getInputStream().skip(tcp.getInputStream().available());
                  return farewell;
                }
              });
      collector =
          new TlsCollector(
              new CollectorSettings("localhost", plain.getLocalPort(), 32_473),
              tls,
              new NameLookUp(),
              Duration.ofSeconds(1),
              Duration.ofSeconds(3));
      assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("connection-lost");
    }
  }

  /** Without TLS having its say. */
  private static void tcpClose(SSLSocket socket) throws IOException {
    socket.close();
  }

  @Test
  void aCollectorThatReadsNothingHoldsUsUpForAsLongAsTheLimit() {
    serve(
        socket -> {
          socket.startHandshake();
          var unused = end.await(30, TimeUnit.SECONDS);
        });
    List<byte[]> endless = Collections.nCopies(64, new byte[1_048_576]);
    assertThat(code(collector.deliver(endless))).isNotEqualTo("delivered");
  }

  @Test
  void aCollectorThatNeverClosesIsNotWaitedForWithoutEnd() {
    serve(
        socket -> {
          var unused = socket.getInputStream().read();
          var unusedToo = end.await(30, TimeUnit.SECONDS);
        });
    assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("no-answer");
  }

  @Test
  void nobodyThereIsSaid() throws Exception {
    server.close();
    assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("unreachable");
  }

  /** The watchdog's close does not reach a look-up. */
  @Test
  void aNameServiceThatHangsIsNotWaitedForWithoutEnd() {
    TestNames names = new TestNames();
    names.hang();
    collector =
        new TlsCollector(
            new CollectorSettings("localhost", server.getLocalPort(), 32_473),
            tls,
            names.lookUp(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3));
    assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("no-name-service");
    names.heal();
  }

  @Test
  void withoutAnIdentityTheReasonIsTrusts() {
    tls.unprovision();
    assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("no-identity");
  }

  @Test
  void stoppingEndsADeliveryAtOnce() throws Exception {
    collector = collector(Duration.ofSeconds(50), Duration.ofSeconds(50));
    CountDownLatch shaken = new CountDownLatch(1);
    serve(
        socket -> {
          socket.startHandshake();
          shaken.countDown();
          var unused = end.await(30, TimeUnit.SECONDS);
        });
    CompletableFuture<Optional<Failure>> delivery =
        inBackground(() -> collector.deliver(List.of(FRAME)));
    assertThat(shaken.await(30, TimeUnit.SECONDS)).isTrue();
    collector.close();
    assertThat(code(delivery.get(30, TimeUnit.SECONDS))).isNotEqualTo("delivered");
    try (Socket late = new Socket(server.getInetAddress(), server.getLocalPort())) {
      assertThat(code(collector.deliver(List.of(FRAME)))).isEqualTo("stopping");
      assertThat(late.isConnected()).isTrue();
    }
  }
}
