// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import java.io.IOException;
import java.nio.file.Path;

/** The steps that a wipe is made of; a seam for a power cut at any of them. */
interface Hand {

  /** Replaces a small file whole; when it returns, it would survive a power cut. */
  void write(Path file, byte[] content) throws IOException;

  /** Overwrites what a file holds, forces that to the medium, and cuts it to nothing. */
  void overwrite(Path file) throws IOException;

  /** Takes a file or an empty folder away; absent is no error. */
  void remove(Path path) throws IOException;

  /** Makes what was removed from a folder stay away after a power cut; absent is no error. */
  void force(Path folder) throws IOException;
}
