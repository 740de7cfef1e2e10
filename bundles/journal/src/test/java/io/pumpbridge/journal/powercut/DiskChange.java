// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import io.pumpbridge.model.measure.Bytes;

/**
 * What a program did to a disk, one at a time and in the order in which it happened. Paths are
 * relative to the disk's root; handles are never used again.
 */
public sealed interface DiskChange {

  /**
   * A file or directory was opened; if it was not there, it was made.
   *
   * @param created made by this
   */
  record Opened(int handle, String path, boolean created) implements DiskChange {}

  /**
   * Bytes were written.
   *
   * @param offset in the file
   */
  record Written(int handle, long offset, Bytes data) implements DiskChange {}

  /** A file was cut off or lengthened by zeros. */
  record Resized(int handle, long size) implements DiskChange {}

  /** {@code fsync} or {@code fdatasync} has returned. */
  record Synced(int handle) implements DiskChange {}

  record Closed(int handle) implements DiskChange {}

  record Renamed(String from, String to) implements DiskChange {}

  record Unlinked(String path) implements DiskChange {}

  record DirectoryMade(String path) implements DiskChange {}

  record Linked(String from, String to) implements DiskChange {}

  record DirectoryRemoved(String path) implements DiskChange {}
}
