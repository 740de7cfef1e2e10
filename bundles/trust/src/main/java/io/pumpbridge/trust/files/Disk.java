// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.files;

import java.io.IOException;
import java.nio.file.Path;

/** The steps of a replacement that survives a power cut; a seam for faults in tests. */
public interface Disk {

  /** Writes the whole file, readable by its owner only, and forces it to the medium. */
  void write(Path file, byte[] content) throws IOException;

  /** Atomic; replaces what is there. */
  void rename(Path from, Path to) throws IOException;

  /** Does nothing if it is not there. */
  void delete(Path file) throws IOException;

  /** Makes renames in this directory durable. */
  void force(Path directory) throws IOException;
}
