// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is stopped (SIGSTOP): its socket is there and takes callers in, since that is the
 * kernel's work, and nobody ever answers. So does this one, which never accepts.
 */
@Timeout(60)
class AskedAgentTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Map<String, String> QUESTION = Map.of("call", "list");

  /** More than a server has room for before it lets somebody in. */
  private static final int CROWD = 200;

  @TempDir private Path state;

  private Path socket;
  private ServerSocketChannel stopped;

  @BeforeEach
  void bind() throws IOException {
    socket = state.resolve(DeskSocket.FILE);
    stopped = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    stopped.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    stopped.close();
  }

  @Test
  void anAgentThatSaysNothingIsNotWaitedForForEver() throws Exception {
    try (AskedAgent agent = AskedAgent.ask(socket, QUESTION, SHORT)) {
      assertThatThrownBy(agent::line)
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("it has said nothing for");
    }
  }

  @Test
  void norIsOneThatDoesNotTakeTheQuestion() {
    Map<String, String> tooMuch = Map.of("call", "x".repeat(4_000_000));
    assertThatThrownBy(() -> AskedAgent.ask(socket, tooMuch, SHORT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing was taken");
  }

  @Test
  void norIsOneBeforeWhichOthersWaitAlready() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < CROWD; i++) {
                  crowd.add(AskedAgent.connect(socket, SHORT));
                }
              })
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(RunningAgent.find(state)).as("it is there all the same").isPresent();
    } finally {
      for (SocketChannel one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void oneThatHasEndedIsNone() throws Exception {
    stopped.close();
    assertThatThrownBy(() -> AskedAgent.connect(socket, PATIENT))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
    assertThat(RunningAgent.find(state)).isEmpty();
  }

  @Test
  void eachLineIsAWordOfIts() throws Exception {
    try (AskedAgent agent = AskedAgent.ask(socket, QUESTION, PATIENT);
        SocketChannel other = stopped.accept()) {
      other.write(StandardCharsets.UTF_8.encode("one\nt"));
      assertThat(agent.line()).contains("one");
      other.write(StandardCharsets.UTF_8.encode("wo\n"));
      assertThat(agent.line()).contains("two");
      other.shutdownOutput();
      assertThat(agent.line()).isEmpty();
    }
  }

  @Test
  void whoeverWatchesHearsThatItFellSilent() throws Exception {
    BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();
    try (HeardLines lines = new HeardLines(AskedAgent.ask(socket, QUESTION, SHORT))) {
      lines.watch(heard::add);
      assertThat(heard.take())
          .containsEntry("what", "end")
          .hasEntrySatisfying(
              "reason", why -> assertThat((String) why).contains("it has said nothing for"));
    }
  }

  @Test
  void whoeverWatchesNoLongerIsNotHeldUp() throws Exception {
    BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();
    HeardLines lines = new HeardLines(AskedAgent.ask(socket, QUESTION, Duration.ofDays(1)));
    lines.watch(heard::add);
    lines.close();
    assertThat(heard.take()).isEqualTo(Map.of("what", "end"));
  }
}
