// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.journal.powercut.DiskChange.DirectoryMade;
import io.pumpbridge.journal.powercut.DiskChange.Opened;
import io.pumpbridge.journal.powercut.DiskChange.Renamed;
import io.pumpbridge.journal.powercut.DiskChange.Resized;
import io.pumpbridge.journal.powercut.DiskChange.Synced;
import io.pumpbridge.journal.powercut.DiskChange.Unlinked;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model promises what POSIX promises: no more, or a sweep proves nothing; and no less. */
class DiskTest {
  private static final int ROOT = 1;
  private static final int FILE = 2;
  private static final int TURNS = 200;

  private final Disk disk = new Disk();

  @BeforeEach
  void openRoot() {
    disk.apply(new Opened(ROOT, "", false));
  }

  @Test
  void whatWasSyncedStaysHoweverThePowerIsCut() {
    make("a", "old".repeat(1_000));
    sync(FILE);
    sync(ROOT);
    everyCut(image -> assertThat(text(image, "a")).isEqualTo("old".repeat(1_000)));
    disk.apply(new Written(FILE, 3_000, bytes("new")));
    everyCut(image -> assertThat(text(image, "a")).startsWith("old".repeat(1_000)));
  }

  @Test
  void bytesWithoutASyncMayBeThereOrNot() {
    make("a", "new");
    sync(ROOT);
    assertThat(text(cut(CutKind.DROPPED), "a")).isEmpty();
    assertThat(text(cut(CutKind.KEPT), "a")).isEqualTo("new");
    assertThat(cut(CutKind.ZEROED).files().get("a")).containsOnly(0).hasSize(3);
  }

  @Test
  void aFileThatWasSyncedIsLostWithTheNameThatWasNot() {
    make("a", "new");
    sync(FILE);
    assertThat(cut(CutKind.DROPPED).files()).isEmpty();
    assertThat(cut(CutKind.NAMES_FORGOTTEN).files()).isEmpty();
    sync(ROOT);
    everyCut(image -> assertThat(text(image, "a")).isEqualTo("new"));
  }

  @Test
  void aSyncedDirectoryIsLostWithItsOwnNameInItsParent() {
    disk.apply(new DirectoryMade("d"));
    disk.apply(new Opened(3, "d", false));
    disk.apply(new Opened(FILE, "d/a", true));
    sync(3);
    assertThat(cut(CutKind.DROPPED).files()).isEmpty();
    sync(ROOT);
    assertThat(cut(CutKind.DROPPED).files()).containsKey("d/a");
  }

  @Test
  void aRenameIsThereOrNotAndNeverByHalf() {
    make("a", "new");
    sync(FILE);
    sync(ROOT);
    disk.apply(new Renamed("a", "b"));
    List<String> seen = new ArrayList<>();
    everyCut(
        image -> {
          assertThat(image.files()).hasSize(1);
          assertThat(image.files().values())
              .allMatch(found -> new String(found, StandardCharsets.US_ASCII).equals("new"));
          seen.addAll(image.files().keySet());
        });
    assertThat(seen).contains("a", "b");
  }

  @Test
  void aRemovedNameMayComeBackUntilItsDirectoryIsSynced() {
    make("a", "new");
    sync(FILE);
    sync(ROOT);
    disk.apply(new Unlinked("a"));
    assertThat(cut(CutKind.KEPT).files()).isEmpty();
    assertThat(text(cut(CutKind.NAMES_FORGOTTEN), "a")).isEqualTo("new");
    sync(ROOT);
    everyCut(image -> assertThat(image.files()).isEmpty());
  }

  @Test
  void aTornWriteEndsAtASector() {
    make("a", "");
    sync(ROOT);
    disk.apply(new Written(FILE, 100, bytes("x".repeat(2_000))));
    List<Integer> sizes = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      sizes.add(disk.cut(CutKind.TORN_512, new Random(turn)).files().get("a").length);
    }
    assertThat(sizes).containsOnly(0, 512, 1_024, 1_536, 2_048).contains(512, 2_048);
  }

  @Test
  void piecesStandOrFallByThemselvesButEachAsAWhole() {
    make("a", "-".repeat(2_048));
    sync(FILE);
    sync(ROOT);
    disk.apply(new Written(FILE, 0, bytes("1".repeat(2_048))));
    disk.apply(new Written(FILE, 0, bytes("2".repeat(1_024))));
    List<String> seen = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      String found = text(disk.cut(CutKind.SCATTERED_512, new Random(turn)), "a");
      StringBuilder pieces = new StringBuilder();
      for (int at = 0; at < 2_048; at += 512) {
        String piece = found.substring(at, at + 512);
        assertThat(piece.chars().distinct()).hasSize(1);
        pieces.append(piece.charAt(0));
      }
      assertThat(pieces.substring(2)).as("nothing else was written there").doesNotContain("2");
      seen.add(pieces.toString());
    }
    assertThat(seen).contains("----", "2211", "-2-1", "1-1-");
  }

  @Test
  void whatWasCutOffDoesNotShineThroughWhatCameAfter() {
    make("a", "o".repeat(2_000));
    sync(FILE);
    sync(ROOT);
    disk.apply(new Resized(FILE, 0));
    disk.apply(new Written(FILE, 0, bytes("n".repeat(1_500))));
    everyCut(
        image -> {
          String found = text(image, "a");
          if (found.length() == 2_000) {
            assertThat(found).as("as before all").containsOnlyOnce("o".repeat(2_000));
          } else {
            assertThat(found).doesNotContain("o");
          }
        });
  }

  @Test
  void ofNamesThatComeAndGoOnlyStatesAreLeftThatWere() {
    make("a", "first");
    sync(FILE);
    disk.apply(new Unlinked("a"));
    disk.apply(new Opened(3, "a", true));
    disk.apply(new Written(3, 0, bytes("second")));
    sync(3);
    everyCut(
        image ->
            assertThat(image.files().values().stream().map(found -> text(image, "a")))
                .isSubsetOf("first", "second"));
    sync(ROOT);
    everyCut(image -> assertThat(text(image, "a")).isEqualTo("second"));
  }

  private void make(String path, String content) {
    disk.apply(new Opened(FILE, path, true));
    disk.apply(new Written(FILE, 0, bytes(content)));
  }

  private void sync(int handle) {
    disk.apply(new Synced(handle));
  }

  private Image cut(CutKind kind) {
    return disk.cut(kind, new Random(1));
  }

  private void everyCut(Consumer<Image> check) {
    for (CutKind kind : CutKind.values()) {
      for (int turn = 0; turn < TURNS; turn++) {
        check.accept(disk.cut(kind, new Random(turn)));
      }
    }
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text, StandardCharsets.US_ASCII);
  }

  private static String text(Image image, String path) {
    byte[] found = image.files().get(path);
    assertThat(found).as(path + " in " + image.files().keySet()).isNotNull();
    return new String(Arrays.copyOf(found, found.length), StandardCharsets.US_ASCII);
  }
}
