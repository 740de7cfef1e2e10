// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.runtime.launch.OthersState.Sight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests may run as root, who sees everything: what others see is played. */
final class OthersStateTest {
  @TempDir Path directory;
  private Path state = Path.of("");
  private Path socket = Path.of("");

  @BeforeEach
  void aState() throws Exception {
    state = Files.createDirectories(directory.resolve("lib/state"));
    socket = Files.writeString(state.resolve("desk.sock"), "");
  }

  /** As of somebody who may not search these folders nor use these files. */
  private static Sight without(Set<Path> closed) {
    return new Sight(
        path -> Files.exists(path) && closed.stream().noneMatch(one -> isBelow(path, one)),
        path -> !closed.contains(path),
        path -> !closed.contains(path));
  }

  private static boolean isBelow(Path path, Path folder) {
    return path.startsWith(folder) && !path.equals(folder);
  }

  @Test
  void whoMaySeeItIsToldNothing() {
    Sight all = without(Set.of());
    assertThat(OthersState.closed(socket, all)).isEmpty();
    assertThat(OthersState.closed(state.resolve("none"), all)).isEmpty();
    assertThat(OthersState.closed(directory.resolve("no/such/folder"), all)).isEmpty();
  }

  @Test
  void theFolderThatHidesItIsNamed() {
    assertThat(OthersState.closed(socket, without(Set.of(state)))).contains(state);
    assertThat(OthersState.closed(state.resolve("journal/journal.db"), without(Set.of(state))))
        .contains(state);
    Path above = directory.resolve("lib");
    assertThat(OthersState.closed(socket, without(Set.of(above)))).contains(above);
  }

  @Test
  void aFileThatIsSeenButNotAllowedIsNamedItself() {
    assertThat(OthersState.closed(socket, without(Set.of(socket)))).contains(socket);
  }

  /** Even root was told to call it as root. */
  @Test
  void whereNobodyCanWriteNobodyIsSentForItsOwner() {
    LaunchException complaint = OthersState.complaint(state, true);
    assertThat(complaint.code()).isEqualTo("state-read-only");
    assertThat(complaint.fault()).isEqualTo(LaunchException.Fault.DEVICE);
    assertThat(complaint).hasMessageContaining("mounted read-only");
    assertThat(OthersState.complaint(state, false))
        .hasMessageContaining("call this as that user")
        .extracting(LaunchException::code)
        .isEqualTo("state-of-another");
    assertThat(FileFailure.isReadOnly(state)).isFalse();
    assertThat(FileFailure.isReadOnly(directory.resolve("none"))).isFalse();
  }

  @Test
  void whoseItIsIsKnown() throws Exception {
    assertThat(FileFailure.owner(state)).contains(Files.getOwner(state).getName());
    assertThat(FileFailure.owner(directory.resolve("none"))).isEmpty();
  }
}
