// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import io.pumpbridge.journal.powercut.DiskChange.Synced;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What reaches the flash of what a program writes: between two syncs of a file each page of 4 KiB
 * that was touched, once and whole. What the file system writes for itself is not in it.
 */
public final class FlashWear {
  private static final int PAGE = 4_096;

  private final Map<Integer, Set<Long>> touched = new HashMap<>();
  private long bytes;
  private long pages;
  private long syncs;

  /** The next thing that the program did. Every handle counts as a file of its own. */
  public void apply(DiskChange change) {
    if (change instanceof Written written) {
      long end = written.offset() + written.data().length();
      bytes += written.data().length();
      Set<Long> dirty = touched.computeIfAbsent(written.handle(), none -> new HashSet<>());
      for (long page = written.offset() / PAGE; page * PAGE < end; page++) {
        dirty.add(page);
      }
    } else if (change instanceof Synced synced) {
      syncs++;
      Set<Long> dirty = touched.remove(synced.handle());
      pages += dirty == null ? 0 : dirty.size();
    }
  }

  /** As handed to the system. */
  public long bytes() {
    return bytes;
  }

  /** Rounded up to whole pages, with those that no sync has followed yet. */
  public long pageBytes() {
    return (pages + touched.values().stream().mapToInt(Set::size).sum()) * PAGE;
  }

  public long syncs() {
    return syncs;
  }
}
