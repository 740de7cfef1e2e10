// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nobody keeps the desk from others: neither by silence, nor by not listening, nor by accident. */
@Timeout(60)
class DeskDoorTest {
  private static final DeskDoor.Limits SHORT =
      new DeskDoor.Limits(Duration.ofMillis(200), Duration.ofMillis(10));

  private static final Duration PATIENT = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private final List<SocketChannel> clients = new ArrayList<>();
  private Path socket;
  private ServerSocketChannel server;

  @BeforeEach
  void bind() throws IOException {
    socket = folder.resolve("desk.sock");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (SocketChannel client : clients) {
      client.close();
    }
  }

  private static void echo(SocketChannel client, Map<String, Object> question) throws IOException {
    DeskLines.answer(client, question);
  }

  private SocketChannel connected() throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    clients.add(client);
    return client;
  }

  private String asked(String call) throws IOException {
    try (AskedAgent agent = AskedAgent.ask(socket, Map.of("call", call), PATIENT)) {
      return agent.line().orElse(null);
    }
  }

  private static String line(SocketChannel client) throws IOException {
    return new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).readLine();
  }

  private boolean isAnswered(String call) {
    try {
      return asked(call) != null;
    } catch (IOException e) {
      return false; // it hung up before it had heard all
    }
  }

  @Test
  void aQuestionIsHeardHoweverLongAndAnswered() throws IOException {
    DeskDoor.open(server, DeskDoorTest::echo, DeskDoor.Limits.USUAL);
    assertThat(asked("list")).isEqualTo("{\"call\":\"list\"}");
    assertThat(asked("ä".repeat(100_000))).hasSize(100_000 + 11);
    assertThat(isAnswered("x".repeat(400_000))).as("too long").isFalse();
  }

  @Test
  void clientsThatSayNothingDoNotKeepOthersOut() throws IOException {
    DeskDoor.open(server, DeskDoorTest::echo, SHORT);
    for (int i = 0; i < 2 * DeskDoor.MAX_CLIENTS; i++) {
      connected();
    }
    assertThat(asked("list")).isEqualTo("{\"call\":\"list\"}");
    assertThat(line(clients.get(0))).as("sent away").isNull();
  }

  @Test
  void whoeverStopsInTheMiddleOfAQuestionIsSentAway() throws IOException {
    DeskDoor.open(server, DeskDoorTest::echo, SHORT);
    SocketChannel client = connected();
    client.write(StandardCharsets.UTF_8.encode("{\"call\":"));
    assertThat(line(client)).isNull();
  }

  @Test
  void aWatcherThatReadsNothingIsLeft() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    WatchedLines lines = new WatchedLines();
    for (int i = 0; i < 1_001; i++) {
      lines.accept("x".repeat(1_000)); // more than a socket's buffer
    }
    DeskDoor.open(
        server,
        (client, question) -> {
          assertThatThrownBy(() -> lines.tell(client, server::isOpen, Duration.ofMillis(50)))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("nothing was taken");
          left.countDown();
        },
        DeskDoor.Limits.USUAL);
    try (AskedAgent watching = AskedAgent.ask(socket, Map.of("call", "watch"), PATIENT)) {
      left.await();
      assertThat(watching.line()).as("what fitted into the socket's buffer").isPresent();
    }
  }

  @Test
  void aMomentWithoutFileDescriptorsPasses() throws IOException {
    ServerSocketChannel faulty = new FaultyServer(server, 3);
    DeskDoor.open(faulty, DeskDoorTest::echo, SHORT);
    for (int i = 0; i < 2 * DeskDoor.MAX_CLIENTS; i++) { // no room is lost to failures
      assertThat(asked("list")).isEqualTo("{\"call\":\"list\"}");
    }
  }

  @Test
  void aMomentWithoutThreadsPasses() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    DeskDoor.open(
        server,
        DeskDoorTest::echo,
        SHORT,
        serving -> {
          if (asked.getAndIncrement() % 2 == 0) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          return DeskDoor.thread("desk client", serving);
        });
    for (int i = 0; i < 2 * DeskDoor.MAX_CLIENTS; i++) {
      assertThat(isAnswered("list")).as("hung up on").isFalse();
      assertThat(asked("list")).isEqualTo("{\"call\":\"list\"}");
    }
  }
}
