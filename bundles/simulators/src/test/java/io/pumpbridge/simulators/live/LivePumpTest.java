// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An Alaris pump on a TCP port, and what can be done to its line. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LivePumpTest {
  private static final String ASK = "!INST_SERIALNO|457D\r";
  private static final String ANSWER = "!INST_SERIALNO^8002-51740|050B\r";
  private static final int SHORT_MS = 300;

  private TcpLine line;
  private LivePump pump;
  private Socket host;

  @BeforeEach
  void start() throws IOException {
    line = TcpLine.listen(0);
    pump = LivePump.start(alaris("8002-51740"), LivePumpTest::alaris, line, 1);
    host = call();
  }

  private Socket call() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), line.port());
  }

  private static PumpSimulator alaris(String serial) {
    return Simulators.create("alaris", Optional.of(serial), 1);
  }

  @AfterEach
  void stop() throws IOException {
    host.close();
    pump.close();
  }

  /** Fails as soon as time goes by. */
  private record FailingPump() implements PumpSimulator {
    @Override
    public String protocol() {
      return "failing";
    }

    @Override
    public LineSettings lineSettings() {
      return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
    }

    @Override
    public List<Bytes> receive(Bytes chunk, long nowMs) {
      return List.of();
    }

    @Override
    public List<Bytes> advance(long nowMs) {
      throw new StackOverflowError("in the simulator");
    }

    @Override
    public List<Bedside> pumps() {
      return List.of();
    }
  }

  @Test
  void aPumpThatEndsByItsOwnFaultHasNotEndedInOrder() throws Exception {
    LivePump failing =
        LivePump.start(new FailingPump(), serial -> new FailingPump(), TcpLine.listen(0), 1);
    assertThat(failing.awaitEnd(Duration.ofSeconds(20))).isTrue();
    assertThatThrownBy(failing::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in the simulator");
  }

  private void ask() throws IOException {
    host.getOutputStream().write(ASK.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String hear(int count) throws IOException {
    byte[] bytes = host.getInputStream().readNBytes(count);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String answer() throws IOException {
    ask();
    return hear(ANSWER.length());
  }

  /** What comes until it is quiet. */
  private byte[] hearAll() throws IOException {
    host.setSoTimeout(SHORT_MS);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = host.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    } catch (SocketTimeoutException e) {
      // quiet
    }
    host.setSoTimeout(0);
    return all.toByteArray();
  }

  private String hearText() throws IOException {
    return new String(hearAll(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void itAnswersEachClientInTurn() throws Exception {
    assertThat(answer()).isEqualTo(ANSWER);
    host.close();
    host = call();
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void unpluggedItIsGoneAndPluggedInItIsBackAndHasRunOn() throws Exception {
    assertThat(answer()).isEqualTo(ANSWER);
    pump.at(
        (simulator, now) -> {
          simulator.pumps().get(0).rate("1200", now);
          return simulator.pumps().get(0).start(now);
        });
    pump.unplug();
    assertThat(host.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(this::call).isInstanceOf(IOException.class);
    pump.replug();
    host = call();
    assertThat(answer()).isEqualTo(ANSWER);
    boolean running = pump.at((simulator, now) -> simulator.pumps().get(0).truth(now).running());
    assertThat(running).isTrue();
  }

  @Test
  void corruptedFramesHaveOneFlippedBitEachAndThenTheLineIsGood() throws Exception {
    pump.corrupt(2);
    for (int i = 0; i < 2; i++) {
      String spoiled = answer();
      int flipped = 0;
      for (int at = 0; at < ANSWER.length(); at++) {
        flipped += Integer.bitCount(spoiled.charAt(at) ^ ANSWER.charAt(at));
      }
      assertThat(flipped).isEqualTo(1);
    }
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void noiseStandsAroundFrames() throws Exception {
    pump.noise(1);
    ask();
    String heard = hearText();
    assertThat(heard).contains(ANSWER);
    assertThat(heard.length() - ANSWER.length()).isBetween(2, 16);
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void silenceSwallowsAnswersForAWhile() throws Exception {
    pump.silence(Duration.ofMillis(600));
    ask();
    assertThat(hearAll()).isEmpty();
    assertThat(hearAll()).isEmpty();
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void aLateAnswerComesLate() throws Exception {
    pump.late(Duration.ofMillis(700));
    ask();
    assertThat(hearAll()).isEmpty();
    assertThat(hear(ANSWER.length())).isEqualTo(ANSWER);
    pump.late(Duration.ZERO);
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void anEchoComesBeforeTheAnswer() throws Exception {
    pump.echo(true);
    ask();
    assertThat(hear(ASK.length() + ANSWER.length())).isEqualTo(ASK + ANSWER);
    pump.echo(false);
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void floodsAndRemarksComeUnaskedAndTheSameSeedFloodsTheSame() throws Exception {
    assertThat(answer()).isEqualTo(ANSWER);
    pump.say(Bytes.of("hello", StandardCharsets.ISO_8859_1));
    assertThat(hear(5)).isEqualTo("hello");
    pump.flood(10_000);
    byte[] flood = host.getInputStream().readNBytes(10_000);
    assertThat(flood).isEqualTo(new Disturbances(1).random(10_000).toArray());
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void whatIsSaidToNobodyIsNotHeardLater() throws Exception {
    assertThat(answer()).isEqualTo(ANSWER);
    pump.unplug();
    pump.say(Bytes.of("hello", StandardCharsets.ISO_8859_1));
    pump.replug();
    assertThat(pump.awaitEnd(Duration.ofMillis(200))).isFalse();
    host = call();
    assertThat(answer()).isEqualTo(ANSWER);
  }

  @Test
  void anotherPumpAnswersAfterASwap() throws Exception {
    assertThat(answer()).isEqualTo(ANSWER);
    pump.swap("8003-00077");
    ask();
    assertThat(hearText()).startsWith("!INST_SERIALNO^8003-00077|");
    assertThatThrownBy(() -> pump.swap("no such")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itEndsWhenItIsTold() throws Exception {
    assertThat(pump.awaitEnd(Duration.ofMillis(1))).isFalse();
    pump.end();
    assertThat(pump.awaitEnd(Duration.ofMillis(1))).isTrue();
  }
}
