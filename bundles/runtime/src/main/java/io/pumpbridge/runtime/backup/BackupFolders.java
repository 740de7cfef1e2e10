// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where on this gateway each slot of a backup is.
 *
 * @param anchors the folder of authorities, if it lies in the configuration
 * @param profiles the folder of site profiles, if there is one
 */
record BackupFolders(Path config, Path state, Optional<Path> anchors, Optional<Path> profiles) {

  private static final String UNNAMED = "whose name before its ending is not " + Slot.NAME_IN_WORDS;

  /** The file that a path in a backup stands for; empty if this gateway has no place for it. */
  Optional<Path> target(String path) {
    Slot slot = Slot.of(path).orElseThrow();
    String name = slot.nameIn(path).orElseThrow();
    return folder(slot).map(folder -> folder.resolve(name));
  }

  private Optional<Path> folder(Slot slot) {
    return switch (slot) {
      case SETTINGS -> Optional.of(config);
      case SERVER_ANCHOR -> anchors.map(folder -> folder.resolve("server"));
      case SIGNER_ANCHOR -> anchors.map(folder -> folder.resolve("signers"));
      case PROFILE -> profiles;
      case LIBRARY -> Optional.of(state.resolve("druglibrary"));
      case PUMPS -> Optional.of(state.resolve("gateway"));
    };
  }

  /**
   * What is there now.
   *
   * @param files what belongs in a backup, by its path in one
   * @param passedOver what the agent reads and no backup takes: path and why, for people
   */
  record Content(SortedMap<String, byte[]> files, List<String> passedOver) {}

  Content read() throws IOException {
    Content content = new Content(new TreeMap<>(), new ArrayList<>());
    for (Slot slot : Slot.values()) {
      Optional<Path> folder = folder(slot);
      if (folder.isPresent()) {
        read(slot, folder.get(), content);
      }
    }
    return content;
  }

  private static void read(Slot slot, Path folder, Content all) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        boolean named = slot.nameIn(slot.path(name)).isPresent();
        if (named && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          all.files().put(slot.path(name), content(entry));
        } else if (slot.isRead(name)) {
          String why = named ? "which is no file but a link or a folder" : UNNAMED;
          all.passedOver().add(Backup.shown(slot.path(name)) + ", " + why);
        }
        if (all.files().size() > Backup.MAX_FILES) {
          throw new IOException("there are more than " + Backup.MAX_FILES + " files to save");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return; // nothing there, nothing to save
    }
  }

  static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(Backup.MAX_FILE_BYTES + 1);
      if (content.length > Backup.MAX_FILE_BYTES) {
        throw new IOException(file + " is larger than " + Backup.MAX_FILE_BYTES + " bytes");
      }
      return content;
    }
  }
}
