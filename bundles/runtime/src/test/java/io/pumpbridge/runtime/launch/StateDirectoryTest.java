// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process has it; what the other is told depends on who that is. */
class StateDirectoryTest {
  @TempDir private Path directory;

  private LaunchException refusal() {
    LaunchException refusal =
        catchThrowableOfType(LaunchException.class, () -> StateDirectory.take(directory).close());
    assertThat(refusal).hasMessageContaining("process " + ProcessHandle.current().pid());
    assertThat(refusal.code()).isEqualTo("state-in-use");
    return refusal;
  }

  /**
   * As an answer, 2 keeps systemd from starting the agent again: it stayed away for good when it
   * came back while somebody looked at its journal.
   */
  @Test
  void aCommandThatIsAtWorkIsAReasonToTryAgain() throws Exception {
    try (StateDirectory command = StateDirectory.take(directory)) {
      assertThat(command.path()).isDirectory();
      LaunchException refusal = refusal();
      assertThat(refusal.fault()).isEqualTo(LaunchException.Fault.DEVICE);
      assertThat(refusal).hasMessageContaining("try again");
    }
    StateDirectory.take(directory).close();
  }

  @Test
  void aDiskThatIsFullIsNobodysMistake() {
    IOException full = new FileSystemException("/a/lock", null, "No space left on device");
    assertThat(StateDirectory.unusable(directory, full))
        .hasMessageContaining("/a/lock: No space left on device")
        .extracting(LaunchException::fault)
        .isEqualTo(LaunchException.Fault.DEVICE);
    assertThat(StateDirectory.unusable(directory, new AccessDeniedException("/a/lock")).fault())
        .isEqualTo(LaunchException.Fault.USAGE);
  }

  @Test
  void anAgentThatRunsIsNone() throws Exception {
    try (StateDirectory agent = StateDirectory.take(directory);
        ServerSocketChannel desk = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      desk.bind(UnixDomainSocketAddress.of(agent.path().resolve(DeskSocket.FILE)));
      LaunchException refusal = refusal();
      assertThat(refusal.fault()).isEqualTo(LaunchException.Fault.USAGE);
      assertThat(refusal).hasMessageContaining("stop it");
    }
  }
}
