// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import io.pumpbridge.runtime.launch.AnchorsFolder;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway without a configuration trusts whom its technician trusts. */
final class Newcomers {
  /** As many as a gateway reads. */
  private static final int MAX_LISTS = 32;

  private Newcomers() {}

  /**
   * @param given the technician's folder
   * @param now gets what will be trusted, so that the backup's anchors are compared with it
   */
  static List<Change> anchors(Path given, BackupFolders folders, Map<String, byte[]> now)
      throws IOException, LaunchException {
    BackupFolders technicians =
        new BackupFolders(
            given.resolve("none"), given.resolve("none"), Optional.of(given), Optional.empty());
    BackupFolders.Content trusted = technicians.read();
    if (!trusted.passedOver().isEmpty()) {
      throw new LaunchException(
          Fault.USAGE,
          "anchors-unusable",
          trusted.passedOver().stream()
              .map(
                  what ->
                      given
                          + " holds "
                          + what
                          + "; it would not be taken over. Put a copy in its place, or leave it"
                          + " out.")
              .toList());
    }
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : trusted.files().entrySet()) {
      Optional<Path> target = folders.target(file.getKey());
      if (target.isPresent()) {
        Optional<byte[]> before = Optional.ofNullable(now.get(file.getKey()));
        changes.add(new Change(target.get(), before, Optional.of(file.getValue())));
        now.put(file.getKey(), file.getValue());
      }
    }
    if (folders.anchors().isPresent()) {
      changes.addAll(lists(given.resolve("revocation"), folders.anchors().get()));
    }
    return changes.stream().filter(Change::isOne).toList();
  }

  /** Of whom nobody speaks a gateway believes nothing; lists are never in a backup, they age. */
  private static List<Change> lists(Path from, Path anchors) throws IOException {
    List<Change> changes = new ArrayList<>();
    if (Files.isDirectory(from)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from, AnchorsFolder.LISTS)) {
        for (Path file : files) {
          Path target = anchors.resolve("revocation").resolve(file.getFileName());
          if (!Files.exists(target) && changes.size() < MAX_LISTS) {
            byte[] content = BackupFolders.content(file);
            changes.add(new Change(target, Optional.empty(), Optional.of(content)));
          }
        }
      }
    }
    return changes;
  }
}
