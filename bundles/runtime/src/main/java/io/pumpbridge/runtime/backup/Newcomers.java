// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gateway without a configuration trusts whom its technician trusts. */
final class Newcomers {
  private Newcomers() {}

  /**
   * @param given the technician's folder
   * @param now gets what will be trusted, so that the backup's anchors are compared with it
   */
  static List<Change> anchors(Path given, BackupFolders folders, Map<String, byte[]> now)
      throws IOException {
    BackupFolders technicians =
        new BackupFolders(
            given.resolve("none"), given.resolve("none"), Optional.of(given), Optional.empty());
    List<Change> changes = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : technicians.read().entrySet()) {
      Optional<Path> target = folders.target(file.getKey());
      if (target.isPresent()) {
        Optional<byte[]> before = Optional.ofNullable(now.get(file.getKey()));
        changes.add(new Change(target.get(), before, Optional.of(file.getValue())));
        now.put(file.getKey(), file.getValue());
      }
    }
    return changes.stream().filter(Change::isOne).toList();
  }
}
