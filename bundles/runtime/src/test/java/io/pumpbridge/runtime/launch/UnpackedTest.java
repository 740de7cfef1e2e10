// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start where the state directory has no room. */
class UnpackedTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir private Path directory;
  private Path temporary;
  private StateDirectory state;
  private final String before = System.getProperty(TEMPORARY);
  private final List<Path> tried = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    temporary = Files.createDirectory(directory.resolve("tmp"));
    System.setProperty(TEMPORARY, temporary.toString());
    state = StateDirectory.take(directory.resolve("state"));
  }

  @AfterEach
  void close() {
    state.close();
    System.setProperty(TEMPORARY, before);
  }

  private Unpacked filled(Unpacked room) throws IOException {
    tried.add(room.directory("framework"));
    Files.writeString(room.directory("native").resolve("library.so"), "code");
    return room;
  }

  private Unpacked onlyElsewhere(Unpacked room) throws IOException {
    Unpacked filled = filled(room);
    if (tried.size() == 1) {
      throw new IOException("No space left on device");
    }
    return filled;
  }

  @Test
  void theStateDirectoryIsTakenWhereItHasRoom() throws Exception {
    Unpacked room = Unpacked.inRoomFor(state, this::filled);
    assertThat(tried).containsExactly(state.path().resolve("framework"));
    room.giveBack();
    assertThat(state.path().resolve("native/library.so")).exists();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void otherwiseTheTemporaryFilesAreUntilTheEnd() throws Exception {
    Unpacked room = Unpacked.inRoomFor(state, this::onlyElsewhere);
    Path elsewhere = tried.get(1).getParent();
    assertThat(elsewhere.getParent()).isEqualTo(temporary);
    assertThat(Files.getPosixFilePermissions(elsewhere)).as("for its user only").hasSize(3);
    room.giveBack();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void whatAKilledRunHasLeftThereGoes() throws Exception {
    Unpacked unused = Unpacked.inRoomFor(state, this::onlyElsewhere);
    Path others = Files.createDirectory(temporary.resolve("pump-bridge-123"));
    Path left = tried.get(1).getParent();
    tried.clear();
    Unpacked again = Unpacked.inRoomFor(state, this::onlyElsewhere);
    assertThat(left).doesNotExist();
    assertThat(others).exists();
    again.giveBack();
  }

  @Test
  void whereNeitherWillDoTheReasonIsTheFirst() {
    assertThatThrownBy(
            () ->
                Unpacked.inRoomFor(
                    state,
                    room -> {
                      tried.add(room.directory("framework"));
                      throw new IOException("reason " + tried.size());
                    }))
        .hasMessage("reason 1")
        .satisfies(why -> assertThat(why.getSuppressed()[0]).hasMessage("reason 2"));
    assertThat(temporary).isEmptyDirectory();
  }
}
