// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.simulators.fault.LineFaults;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SimulatedPumpTest {
  private record Heard(String text, long nanoTime) {}

  @TempDir Path directory;

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private Path link;
  private SimulatedPump pump;

  @BeforeEach
  void start() throws IOException {
    link = directory.resolve("pump");
    pump = SimulatedPump.start("8002-51740", link);
    pump.addListener((text, nanoTime) -> heard.add(new Heard(text, nanoTime)));
  }

  @AfterEach
  void stop() throws IOException {
    pump.close();
  }

  private String ask(String frame) throws IOException {
    try (RandomAccessFile port = new RandomAccessFile(link.toFile(), "rw")) {
      port.write((frame + "\r").getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      for (int b = port.read(); b != '\r'; b = port.read()) {
        answer.append((char) b);
      }
      return answer.toString();
    }
  }

  @Test
  void itAnswersOnItsTerminalAndTellsWhen() throws Exception {
    long before = System.nanoTime();
    assertThat(ask("!INST_SERIALNO|457D")).isEqualTo("!INST_SERIALNO^8002-51740|050B");
    Heard reply = heard.poll(5, TimeUnit.SECONDS);
    assertThat(reply.text()).isEqualTo("INST_SERIALNO^8002-51740");
    assertThat(reply.nanoTime() - before).isBetween(0L, System.nanoTime() - before);
  }

  @Test
  void theFrontPanelShowsOnTheLine() throws Exception {
    pump.atPanel(
        (alaris, now) -> {
          alaris.setRate(new BigDecimal("7.50"), now);
          alaris.start(now);
        });
    assertThat(ask("!INF|4961")).contains("^SET^7.50^ml/h^");
    boolean running = pump.look((alaris, now) -> alaris.isRunning());
    assertThat(running).isTrue();
  }

  @Test
  void itAnswersAgainAfterReplugging() throws Exception {
    Path before = pump.device();
    pump.unplug();
    assertThat(Files.exists(link)).isFalse();
    pump.replug();
    assertThat(pump.device()).isNotEqualTo(before);
    assertThat(ask("!ALARM|50B2")).isEqualTo("!ALARM^AL_NOALM^ ^ |C73B");
  }

  @Test
  void aReplyThatTheLineHarmsIsNotReportedAsSent() throws Exception {
    pump.setFaults(new LineFaults(1, new LineFaults.Rates(1_000, 0, 0, 0, 0, 0, Duration.ZERO)));
    assertThat(ask("!ALARM|50B2")).isNotEqualTo("!ALARM^AL_NOALM^ ^ |C73B");
    pump.setFaults(LineFaults.none());
    ask("!ALARM|50B2");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isNotNull();
    assertThat(heard).isEmpty();
  }
}
