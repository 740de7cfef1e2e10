// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.StateDirectory;
import io.pumpbridge.runtime.wipe.Found;
import io.pumpbridge.runtime.wipe.Inventory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacementTest {
  private static final int FILES = 4;
  private static final Map<String, String> ABOUT = Map.of("from", "bed-12");

  @TempDir private Path directory;
  private Path state;
  private Path config;
  private Replacement replacement;

  @BeforeEach
  void begin() throws IOException {
    state = Files.createDirectories(directory.resolve("state"));
    config = Files.createDirectories(directory.resolve("config"));
    replacement = new Replacement(state);
  }

  private static Optional<byte[]> text(String text) {
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(int number) {
    return config.resolve("folder-" + number + "/file");
  }

  /** Even ones are there and change, odd ones are new. */
  private List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    for (int number = 0; number < FILES; number++) {
      boolean isThere = number % 2 == 0;
      if (isThere) {
        Files.createDirectories(file(number).getParent());
        Files.writeString(file(number), "old");
      }
      changes.add(new Change(file(number), isThere ? text("old") : Optional.empty(), text("new")));
    }
    return changes;
  }

  private void assertAll(String evenText, boolean oddIsThere) {
    for (int number = 0; number < FILES; number++) {
      if (number % 2 == 0 || oddIsThere) {
        assertThat(file(number)).hasContent(number % 2 == 0 ? evenText : "new");
      } else {
        assertThat(file(number)).doesNotExist();
      }
    }
  }

  @Test
  void beforeItIsDecidedNothingHasChanged() throws Exception {
    List<Change> changes = changes();
    Files.createDirectories(state.resolve("restoring.new")); // a power cut while deciding
    Files.writeString(state.resolve("restoring.new/after-0"), "half");
    StateDirectory.take(state).close();
    assertAll("old", false);
    replacement.decide(changes, ABOUT);
    replacement.complete();
    assertAll("new", true);
  }

  @Test
  void onceDecidedNoAgentStartsUntilAllIsInPlace() throws Exception {
    for (int broken = 0; broken < FILES; broken++) {
      begin();
      List<Change> changes = changes();
      replacement.decide(changes, ABOUT);
      Path resists = file(broken).resolveSibling("file.new"); // a full folder cannot be replaced
      Files.createDirectories(resists.resolve("in the way"));
      assertThatThrownBy(() -> replacement.complete()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> StateDirectory.take(state))
          .isInstanceOfSatisfying(
              LaunchException.class, e -> assertThat(e.code()).isEqualTo("restoring"));
      Files.delete(resists.resolve("in the way"));
      replacement.complete();
      assertAll("new", true);
      StateDirectory.take(state).close();
    }
  }

  @Test
  void theLastOneCanBeTakenBackAndThatTakenBackToo() throws Exception {
    replacement.decide(changes(), ABOUT);
    replacement.complete();
    for (int round = 0; round < 2; round++) {
      replacement.decide(replacement.wayBack(), ABOUT);
      replacement.complete();
      assertAll("old", false);
      replacement.decide(replacement.wayBack(), ABOUT);
      replacement.complete();
      assertAll("new", true);
    }
  }

  /** Else a restore that a power cut ended would be in no audit trail. */
  @Test
  void whatIsToBeSaidOfItIsThereForWhoeverCompletesIt() throws Exception {
    replacement.decide(changes(), ABOUT);
    Replacement later = new Replacement(state);
    later.complete();
    assertThat(later.about()).isEqualTo(ABOUT);
  }

  @Test
  void withoutARestoreThereIsNothingToTakeBack() throws Exception {
    assertThat(replacement.wayBack()).isEmpty();
    assertThat(replacement.about()).isEmpty();
    assertThat(replacement.hasBegun()).isFalse();
  }

  /** They hold the configuration: whoever wipes a gateway must find them. */
  @Test
  void theInventoryKnowsWhatARestoreKeeps() throws Exception {
    replacement.decide(changes(), ABOUT);
    Inventory inventory = Inventory.of(List.of());
    Path none = directory.resolve("none");
    assertThat(Found.in(state, none, inventory).unknown()).isEmpty();
    replacement.complete();
    assertThat(Found.in(state, none, inventory).files()).isNotEmpty();
    assertThat(Found.in(state, none, inventory).unknown()).isEmpty();
  }
}
