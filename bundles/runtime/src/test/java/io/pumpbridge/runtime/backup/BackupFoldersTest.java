// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a gateway's folders goes into a backup, and what is said of the rest. */
class BackupFoldersTest {
  @TempDir private Path directory;
  private Path anchors;
  private BackupFolders folders;

  @BeforeEach
  void make() throws IOException {
    anchors = Files.createDirectories(directory.resolve("config/anchors"));
    Path profiles = Files.createDirectories(directory.resolve("config/profiles"));
    folders = folders(anchors, Optional.of(profiles));
    Files.createDirectories(anchors.resolve("server"));
    Files.createDirectories(anchors.resolve("signers"));
  }

  private BackupFolders folders(Path anchors, Optional<Path> profiles) {
    return new BackupFolders(
        directory.resolve("config"), directory.resolve("state"), Optional.of(anchors), profiles);
  }

  /** The agent trusts each {@code *.pem}, whatever it is called, and follows links. */
  @Test
  void anAnchorThatABackupDoesNotTakeIsNamed() throws Exception {
    Files.writeString(anchors.resolve("server/root.pem"), "one");
    Files.writeString(anchors.resolve("server/Hospital Root CA.pem"), "two");
    Files.writeString(anchors.resolve("server/.old.pem"), "read as well");
    Files.writeString(anchors.resolve("server/README"), "read by nobody");
    Path elsewhere = Files.writeString(directory.resolve("signing.pem"), "three");
    Files.createSymbolicLink(anchors.resolve("signers/signing.pem"), elsewhere);
    Files.writeString(directory.resolve("config/profiles/a b.json.p7m"), "four");
    BackupFolders.Content content = folders.read();
    assertThat(content.files()).containsOnlyKeys("anchors/server/root.pem");
    assertThat(content.passedOver())
        .hasSize(4)
        .anyMatch(what -> what.startsWith("anchors/server/.old.pem, whose name "))
        .anyMatch(what -> what.startsWith("anchors/server/Hospital Root CA.pem, whose name "))
        .anyMatch(what -> what.startsWith("anchors/signers/signing.pem, which is no file "))
        .anyMatch(what -> what.startsWith("profiles/a b.json.p7m, whose name "));
  }

  /** Else it would be in service, and trust nobody whom its technician had shown to it. */
  @Test
  void aNewcomerIsNotGivenHalfOfWhomItsTechnicianTrusts() throws Exception {
    Path given = Files.createDirectories(directory.resolve("usb/anchors"));
    Path server = Files.createDirectories(given.resolve("server"));
    Files.writeString(server.resolve("root.pem"), "one");
    assertThat(Newcomers.anchors(given, folders, new TreeMap<>())).hasSize(1);
    Files.writeString(server.resolve("Hospital Root CA.pem"), "two");
    assertThatThrownBy(() -> Newcomers.anchors(given, folders, new TreeMap<>()))
        .isInstanceOfSatisfying(
            LaunchException.class, e -> assertThat(e.code()).isEqualTo("anchors-unusable"))
        .hasMessageContaining("Hospital Root CA.pem");
  }
}
