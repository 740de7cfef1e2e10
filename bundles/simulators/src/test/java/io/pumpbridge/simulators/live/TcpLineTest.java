// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TcpLineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(100);

  private TcpLine line;

  @BeforeEach
  void listen() throws IOException {
    line = TcpLine.listen(0);
  }

  @AfterEach
  void close() throws IOException {
    line.close();
  }

  private Socket call() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), line.port());
  }

  @Test
  void bytesGoBothWays() throws Exception {
    assertThat(line.awaitOpen(SHORT)).as("nobody called").isFalse();
    try (Socket client = call()) {
      assertThat(line.awaitOpen(PATIENCE)).isTrue();
      assertThat(line.read(SHORT).length()).isZero();
      client.getOutputStream().write(new byte[] {1, 2});
      assertThat(line.read(PATIENCE).toHex()).isEqualTo("0102");
      assertThat(line.write(Bytes.fromHex("0304"))).isTrue();
      assertThat(client.getInputStream().readNBytes(2)).containsExactly(3, 4);
    }
  }

  @Test
  void theNextClientIsServedWhenTheFirstHasHungUp() throws Exception {
    Socket first = call();
    assertThat(line.awaitOpen(PATIENCE)).isTrue();
    try (Socket second = call()) {
      second.getOutputStream().write(2);
      assertThat(line.read(SHORT).length()).as("not heard yet").isZero();
      first.close();
      assertThatThrownBy(() -> line.read(PATIENCE)).isInstanceOf(LinkLostException.class);
      assertThat(line.awaitOpen(PATIENCE)).isTrue();
      assertThat(line.read(PATIENCE).toHex()).isEqualTo("02");
    }
  }

  @Test
  void unpluggedItHangsUpAndRefusesAndPluggedInItListensThere() throws Exception {
    int port = line.port();
    try (Socket client = call()) {
      assertThat(line.awaitOpen(PATIENCE)).isTrue();
      line.unplug();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThatThrownBy(this::call).isInstanceOf(ConnectException.class);
      assertThatThrownBy(() -> line.read(SHORT)).isInstanceOf(LinkLostException.class);
      assertThat(line.awaitOpen(SHORT)).isFalse();
    }
    line.replug();
    assertThat(line.port()).isEqualTo(port);
    Socket again = call();
    assertThat(line.awaitOpen(PATIENCE)).isTrue();
    again.close();
  }

  @Test
  void aClientThatDoesNotReadHoldsNobodyUpForLong() throws Exception {
    Socket deaf = call();
    assertThat(line.awaitOpen(PATIENCE)).isTrue();
    assertThat(line.write(Bytes.of(new byte[50_000_000]))).isFalse();
    deaf.close();
  }

  @Test
  void aTakenPortIsSaid() {
    assertThatThrownBy(() -> TcpLine.listen(line.port()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(line.port()));
  }
}
