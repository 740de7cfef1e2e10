// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * A file of no content that is thrown off when the disk is full: what the WAL already holds must
 * find room in the store's file, or the WAL can never begin anew.
 */
final class Ballast {
  private static final int PIECE = 65_536;

  /** Not zero: a copying program could make a hole of zeros, and a hole is no room. */
  private static final byte FILLER = 'B';

  private final Path file;

  Ballast(Path file) {
    this.file = file;
  }

  /**
   * Writes it unless it is there.
   *
   * @throws IOException if there is no room; then nothing of it is left
   */
  void take(long bytes) throws IOException {
    if (Files.exists(file) && Files.size(file) >= bytes) {
      return;
    }
    byte[] filler = new byte[PIECE];
    Arrays.fill(filler, FILLER);
    boolean whole = false;
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      for (long written = 0; written < bytes; ) {
        int length = (int) Math.min(PIECE, bytes - written);
        written += channel.write(ByteBuffer.wrap(filler, 0, length));
      }
      channel.force(true);
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Gives its room back to the disk; whether there was any. */
  boolean drop() throws IOException {
    return Files.deleteIfExists(file);
  }
}
