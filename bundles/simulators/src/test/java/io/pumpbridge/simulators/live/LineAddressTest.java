// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineAddressTest {
  @TempDir Path directory;

  @Test
  void terminalsAndPortsAreRead() {
    Path link = directory.resolve("pump");
    assertThat(LineAddress.parse("pty:" + link)).isEqualTo(new LineAddress.Terminal(link));
    assertThat(LineAddress.parse("tcp:4001")).isEqualTo(new LineAddress.Tcp(4_001));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pty:", "tcp:", "tcp:0", "tcp:65536", "tcp:x", "/dev/ttyUSB0"})
  void anythingElseIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> LineAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void aFileInTheWayIsLeftAlone() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "precious");
    assertThatThrownBy(() -> LineAddress.parse("pty:" + file)).hasMessageContaining("left alone");
    assertThatThrownBy(() -> LineAddress.parse("pty:" + directory.resolve("no/pump")))
        .hasMessageContaining("directory");
  }

  @Test
  void anOldLinkIsReplacedAndGoneAtTheEnd() throws Exception {
    Path link = directory.resolve("pump");
    Files.createSymbolicLink(link, Path.of("/dev/pts/long-gone"));
    try (PumpLine line = LineAddress.parse("pty:" + link).open()) {
      assertThat(Files.readSymbolicLink(link)).exists();
      assertThat(line.awaitOpen(Duration.ofMillis(1))).isTrue();
    }
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
