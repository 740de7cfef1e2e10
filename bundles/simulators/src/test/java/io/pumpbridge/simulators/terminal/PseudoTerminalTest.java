// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.link.LinkLostException;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an agent sees it is tested by {@code transports}; this is the pump's side. */
final class PseudoTerminalTest {
  private static final Duration WAIT = Duration.ofSeconds(5);

  @TempDir Path directory;

  @Test
  void nothingIsEchoedToTheSenderBeforeAnybodyOpensIt() throws IOException {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThat(terminal.write(Bytes.fromHex("210d0a"))).isEqualTo(3);
      assertThat(terminal.read(Duration.ofMillis(100))).isEqualTo(Bytes.EMPTY);
    }
  }

  @Test
  void whatTheAgentWritesIsReadAndNotHungUpByItsClosing() throws IOException {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      for (String hex : new String[] {"0102", "00ff0d"}) {
        Files.write(terminal.device(), Bytes.fromHex(hex).toArray());
        assertThat(terminal.read(WAIT)).isEqualTo(Bytes.fromHex(hex));
      }
    }
  }

  @Test
  void theStableNameFollowsThePlugToAnotherNumber() throws IOException {
    Path name = directory.resolve("by-path");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      terminal.link(name);
      Path before = Files.readSymbolicLink(name);
      terminal.unplug();
      assertThat(Files.exists(name, LinkOption.NOFOLLOW_LINKS)).isFalse();
      assertThatThrownBy(() -> terminal.read(WAIT)).isInstanceOf(LinkLostException.class);
      terminal.replug();
      assertThat(Files.readSymbolicLink(name)).isEqualTo(terminal.device()).isNotEqualTo(before);
      Files.write(name, new byte[] {7});
      assertThat(terminal.read(WAIT)).isEqualTo(Bytes.fromHex("07"));
    }
    assertThat(Files.exists(name, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aNameThatIsNoLinkIsLeftAlone() throws IOException {
    Path name = Files.writeString(directory.resolve("file"), "precious");
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThatThrownBy(() -> terminal.link(name)).isInstanceOf(IOException.class);
      assertThat(name).hasContent("precious");
    }
  }

  @Test
  void whatNobodyReadsIsLostAfterASecondAndNotAHang() throws IOException {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      assertThat(terminal.write(Bytes.of(new byte[200_000]))).isLessThan(200_000);
    }
  }

  @Test
  void everyDescriptorIsGivenBack() throws IOException {
    cycle(); // whatever is loaded once
    long before = terminalDescriptors();
    for (int i = 0; i < 20; i++) {
      cycle();
    }
    assertThat(terminalDescriptors()).isEqualTo(before);
  }

  private void cycle() throws IOException {
    try (PseudoTerminal terminal = PseudoTerminal.open()) {
      terminal.link(directory.resolve("link"));
      terminal.unplug();
      terminal.replug();
    }
  }

  private static long terminalDescriptors() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(PseudoTerminalTest::isTerminal).count();
    }
  }

  private static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.contains("ptmx") || target.startsWith("/dev/pts/");
    } catch (IOException e) {
      return false; // closed between listing and looking
    }
  }
}
