// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.transports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.link.ByteLink;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.link.LineSettings.Parity;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.alaris.SimulatedPump;
import io.pumpbridge.simulators.terminal.PseudoTerminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PortWatcherTest {
  private static final LineSettings ALARIS = new LineSettings(38_400, 8, Parity.NONE, 1);
  private static final Duration WAIT = Duration.ofSeconds(10);

  @TempDir Path directory;

  private PortWatcher watch(String... ports) {
    return new PortWatcher(Settings.of(ports), Devices.ON_THIS_MACHINE);
  }

  private static String ask(ByteLink link, String frame) throws IOException {
    link.write(Bytes.of(frame + "\r", StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    long end = System.nanoTime() + WAIT.toNanos();
    while (answer.indexOf("\r") < 0 && System.nanoTime() - end < 0) {
      answer.append(link.read(Duration.ofMillis(100)).toText(StandardCharsets.ISO_8859_1));
    }
    return answer.toString();
  }

  @Test
  void aPumpIsPluggedInFoundAskedUnpluggedAndFoundAgain() throws Exception {
    PortWatcher watcher = watch(directory + "/*");
    assertThat(watcher.present()).isEmpty();
    assertThat(watcher.check().code()).isEqualTo("port-absent");
    Path name = directory.resolve("usb-1");
    PortId id = new PortId(name.toString());
    try (SimulatedPump pump = SimulatedPump.start("8002-51740", name)) {
      for (int i = 0; i < 2; i++) {
        assertThat(watcher.present()).containsExactly(id);
        assertThat(watcher.check()).isEqualTo(Health.WELL);
        try (ByteLink link = watcher.open(id, ALARIS)) {
          assertThat(ask(link, "!INST_SERIALNO|457D"))
              .isEqualTo("!INST_SERIALNO^8002-51740|050B\r");
        }
        pump.unplug();
        assertThat(watcher.present()).isEmpty();
        pump.replug();
      }
    }
  }

  @Test
  void twoNamesOfOneAdapterAreOnePort() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      terminal.link(directory.resolve("usbv2-1"));
      Files.createSymbolicLink(directory.resolve("usb-1"), terminal.device());
      assertThat(
              watch(directory + "/usbv2*", directory + "/*", terminal.device().toString())
                  .present())
          .containsExactly(new PortId(directory.resolve("usbv2-1").toString()));
    }
  }

  @Test
  void filesDirectoriesAndDanglingNamesAreNoPorts() throws Exception {
    Files.writeString(directory.resolve("file"), "x");
    Files.createDirectory(directory.resolve("directory"));
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("/dev/pts/99999"));
    PortWatcher watcher = watch(directory + "/*", directory + "/file", directory + "/none/*");
    assertThat(watcher.present()).isEmpty();
    assertThat(watcher.check().sentence()).contains("/*").contains("/file").contains("/none/*");
  }

  @Test
  void aPortThatIsNotConfiguredIsNotOpened() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      PortId device = new PortId(terminal.device().toString());
      assertThatThrownBy(() -> watch(directory + "/*").open(device, ALARIS))
          .isInstanceOf(IOException.class)
          .hasMessage(device + " is none of the configured ports");
    }
  }

  @Test
  void aTcpPortIsOpenedByItsAddress() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortWatcher watcher = watch("tcp:127.0.0.1:" + server.getLocalPort());
      try (ByteLink link = watcher.open(watcher.present().get(0), ALARIS);
          var far = server.accept()) {
        far.getOutputStream().write(42);
        assertThat(link.read(WAIT)).isEqualTo(Bytes.fromHex("2a"));
      }
    }
  }

  @Test
  void stoppingClosesWhatIsOpenAndOpensNothingAnyMore() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      PortWatcher watcher = watch(terminal.device().toString());
      PortId id = watcher.present().get(0);
      ByteLink link = watcher.open(id, ALARIS);
      watcher.close();
      assertThatThrownBy(() -> link.read(WAIT)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> watcher.open(id, ALARIS)).hasMessageContaining("stopping");
      watch(terminal.device().toString()).open(id, ALARIS).close();
    }
  }

  @Test
  void badSettingsLeaveTheOldOnesAndHealthSaysSo() throws Exception {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      PortWatcher watcher = watch(terminal.device().toString());
      watcher.refuse("port 'x' must be an absolute path, a glob or tcp:host:port");
      assertThat(watcher.present()).hasSize(1);
      assertThat(watcher.check().code()).isEqualTo("configuration-refused");
      watcher.use(Settings.of("tcp:host:1"));
      assertThat(watcher.present()).containsExactly(new PortId("tcp:host:1"));
      assertThat(watcher.check()).isEqualTo(Health.WELL);
    }
  }
}
