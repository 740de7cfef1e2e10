// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ends of a restore: completed, taken back, or not begun at all. */
class RestorerTest {
  @TempDir private Path directory;
  private Path config;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    config = Files.createDirectories(directory.resolve("config"));
    file = Files.writeString(config.resolve("pump-bridge.json"), "old");
  }

  private List<Change> change() {
    return List.of(new Change(file, content("old"), content("new")));
  }

  private static Optional<byte[]> content(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsTakenBackIsToldApartFromWhatIsRestored() throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"))) {
      Replacement replacement = new Replacement(state.path());
      replacement.decide(change(), Map.of("from", "bed-12"));
      Restorer restorer = new Restorer(config, state);
      assertThat(restorer.finish()).isTrue();
      assertThat(restorer.trail()).isEqualTo(Map.of("from", "bed-12", "changes", "1"));
      restorer.undo();
      assertThat(file).hasContent("old");
      assertThat(restorer.trail())
          .isEqualTo(Map.of("from", "bed-12", "changes", "1", "undone", "true"));
      restorer.undo();
      assertThat(file).hasContent("new");
      assertThat(restorer.trail()).doesNotContainKey("undone");
    }
  }

  /** Who was sent to --finish found nothing to complete there. */
  @Test
  void whatCouldNotBePreparedHasChangedNothing() throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"))) {
      Replacement replacement = new Replacement(state.path());
      replacement.decide(change(), Map.of());
      replacement.complete();
      Path inTheWay = Files.writeString(state.path().resolve("restoring.new"), "no folder");
      Restorer restorer = new Restorer(config, state);
      assertThatThrownBy(restorer::undo)
          .isInstanceOfSatisfying(
              LaunchException.class, e -> assertThat(e.code()).isEqualTo("restore-failed"))
          .hasMessageStartingWith("Nothing has changed")
          .hasMessageNotContaining("--finish");
      Files.delete(inTheWay);
      restorer.undo();
      assertThat(file).hasContent("old");
    }
  }

  /** It would change a configuration that nobody named. */
  @Test
  void aStateDirectoryThatWasCopiedTakesNothingBackElsewhere() throws Exception {
    try (StateDirectory state = StateDirectory.take(directory.resolve("state"))) {
      Replacement replacement = new Replacement(state.path());
      replacement.decide(change(), Map.of());
      Restorer other = new Restorer(Files.createDirectories(directory.resolve("other")), state);
      assertElsewhere(other::finish);
      replacement.complete();
      assertElsewhere(other::undo);
      assertThat(file).hasContent("new");
    }
  }

  private static void assertElsewhere(org.assertj.core.api.ThrowableAssert.ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("restore-elsewhere"));
  }
}
