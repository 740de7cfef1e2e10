// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.library.LibraryShelf;
import io.pumpbridge.druglibrary.refusal.Recorder;
import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
  @TempDir Path state;

  private static final Bytes ONE = Bytes.fromHex("01");
  private static final Bytes TWO = Bytes.fromHex("0202");

  @Test
  void aFileIsReplacedWholeAndReadableByTheOwnerOnly() throws Exception {
    Path directory = state.resolve("druglibrary");
    DirectoryStore store = DirectoryStore.open(directory);
    assertThat(store.read("a")).isEmpty();
    store.replace("a", ONE);
    store.replace("a", TWO);
    assertThat(store.read("a")).contains(TWO);
    assertThat(store.names()).containsExactly("a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a"))))
        .isEqualTo("rw-------");
  }

  @Test
  void whatAnInterruptedReplacementLeftIsClearedAndTheOldStays() throws Exception {
    DirectoryStore store = DirectoryStore.open(state);
    store.replace("a", ONE);
    Files.write(state.resolve("a.new"), new byte[] {9});
    store = DirectoryStore.open(state);
    assertThat(store.names()).containsExactly("a");
    assertThat(store.read("a")).contains(ONE);
    Files.write(state.resolve("a.new"), new byte[] {9});
    store.replace("a", TWO);
    assertThat(store.read("a")).contains(TWO);
  }

  @Test
  void movingReplacesAndRemovingTwiceIsNoError() throws Exception {
    DirectoryStore store = DirectoryStore.open(state);
    store.replace("a", ONE);
    store.replace("b", TWO);
    store.move("a", "b");
    assertThat(store.names()).containsExactly("b");
    assertThat(store.read("b")).contains(ONE);
    store.remove("b");
    store.remove("b");
    store.discard("b");
    assertThat(store.names()).isEmpty();
    assertThatThrownBy(() -> store.move("b", "c")).isInstanceOf(IOException.class);
  }

  @Test
  void aFileTooLargeForAnythingStoredHereIsNotRead() throws Exception {
    DirectoryStore store = DirectoryStore.open(state);
    try (var file = new java.io.RandomAccessFile(state.resolve("a").toFile(), "rw")) {
      file.setLength(17L * 1024 * 1024);
    }
    assertThatThrownBy(() -> store.read("a")).isInstanceOf(IOException.class);
  }

  @Test
  void aShelfOnARealDiskSurvivesItsRestart() throws Exception {
    Fakes.Journal journal = new Fakes.Journal();
    LibraryShelf first = shelf(journal);
    first.load();
    first.accept(Examples.signedLibrary(3));
    LibraryShelf second = shelf(journal);
    second.load();
    assertThat(second.inForce().orElseThrow().library().version()).isEqualTo(3);
  }

  private LibraryShelf shelf(Fakes.Journal journal) throws IOException {
    DirectoryStore store = DirectoryStore.open(state);
    return new LibraryShelf(
        store,
        new Fakes.Signing(),
        Fakes.IDENTITY,
        new Recorder(journal, journal),
        Fakes.channels(store, journal));
  }

  @Test
  void whoOnlyLooksChangesNothingAndSeesItsOwnChanges() throws Exception {
    DirectoryStore store = DirectoryStore.open(state.resolve("there"));
    store.replace("a", ONE);
    Files.write(state.resolve("there/b.new"), new byte[] {9});
    Store look = DirectoryStore.look(state.resolve("there"));
    look.move("a", "c");
    look.replace("d", TWO);
    assertThat(look.names()).containsExactly("b.new", "c", "d");
    assertThat(look.read("a")).isEmpty();
    assertThat(look.read("c")).contains(ONE);
    look.remove("c");
    assertThat(look.read("c")).isEmpty();
    assertThatThrownBy(() -> look.move("c", "e")).isInstanceOf(IOException.class);
    assertThat(store.names()).containsExactly("a", "b.new");
    assertThat(DirectoryStore.look(state.resolve("nowhere")).names()).isEmpty();
    assertThat(Files.exists(state.resolve("nowhere"))).isFalse();
  }
}
