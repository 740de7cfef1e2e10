// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a backup would change on this gateway.
 *
 * @param changes real ones only
 * @param notes what is not taken, or has to be done besides, for people
 */
record RestorePlan(List<Change> changes, List<String> notes) {
  RestorePlan {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * Who this gateway is, and what it may take over.
   *
   * @param trust its own settings of trust, which stay; empty if it has none yet
   */
  record Terms(
      String gateway, String hospital, Optional<Map<String, Object>> trust, boolean takeAnchors) {}

  /**
   * Compares.
   *
   * @param now what is on this gateway, by path in a backup
   */
  static RestorePlan of(
      Backup backup, BackupFolders folders, SortedMap<String, byte[]> now, Terms terms)
      throws IOException {
    List<Change> changes = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : backup.files().entrySet()) {
      String path = file.getKey();
      Slot slot = Slot.of(path).orElseThrow();
      Optional<Path> target = folders.target(path);
      Optional<byte[]> before = Optional.ofNullable(now.get(path));
      byte[] after = slot == Slot.SETTINGS ? settings(file.getValue(), terms) : file.getValue();
      if (target.isEmpty()) {
        notes.add(path + " is not taken: there is no folder for it in this configuration.");
      } else if (slot.isAnchor() && !terms.takeAnchors() && isNew(after, now, slot)) {
        notes.add(
            path
                + " is not taken: this gateway does not trust it yet (SHA-256 "
                + Backup.sha256(after)
                + "). Compare that with what the hospital says, then say --take-anchors.");
      } else if (slot == Slot.LIBRARY && before.isPresent()) {
        notes.add("The drug library stays as it is: versions only move forward.");
      } else if (!slot.isAnchor() || terms.takeAnchors()) {
        changes.add(new Change(target.get(), before, Optional.of(after)));
      }
    }
    backup.leftOut().forEach(what -> notes.add("Not in the backup: " + what + "."));
    return new RestorePlan(changes.stream().filter(Change::isOne).toList(), notes);
  }

  /** The same authority under another file name is no new one. */
  private static boolean isNew(byte[] anchor, SortedMap<String, byte[]> now, Slot slot) {
    return now.entrySet().stream()
        .filter(file -> Slot.of(file.getKey()).orElseThrow() == slot)
        .noneMatch(file -> java.util.Arrays.equals(file.getValue(), anchor));
  }

  private static byte[] settings(byte[] saved, Terms terms) throws IOException {
    SiteSettings settings = SiteSettings.parse(saved);
    settings.belongTo(terms.gateway(), terms.hospital(), terms.trust());
    return settings.toBytes();
  }
}
