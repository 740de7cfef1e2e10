// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Which file the store was when it was last open. If another one lies in its place, somebody has
 * put it there: a backup, an old image's files. What was written since then is not in it, so its
 * numbers must not be given out again. A whole disk that was set back is not noticed by this, since
 * its file is the same.
 */
interface StoreHome {

  /** Nobody asks; for tests, which lay out files themselves. */
  StoreHome ANY =
      new StoreHome() {
        @Override
        public boolean isAnother(Path store) {
          return false;
        }

        @Override
        public void remember(Path store) {}
      };

  /** Whether the store is not the file that it was. */
  boolean isAnother(Path store) throws IOException;

  /** It is this file from now on. */
  void remember(Path store) throws IOException;

  /** By the file's number in its file system, which no copy shares. */
  static StoreHome byNumber(Path directory) {
    return new Numbered(directory, directory.resolve("journal.home"));
  }

  /** Beside the store: what is put back without it has no home yet. */
  record Numbered(Path directory, Path note) implements StoreHome {
    private static final String NUMBER = "unix:ino";

    /** A number of 64 bits. */
    private static final int MAX_BYTES = 20;

    @Override
    public boolean isAnother(Path store) throws IOException {
      return Files.exists(note) && Files.exists(store) && !noted().equals(numberOf(store));
    }

    private String noted() throws IOException {
      return Files.size(note) > MAX_BYTES ? "" : Files.readString(note, StandardCharsets.US_ASCII);
    }

    private static String numberOf(Path store) throws IOException {
      return String.valueOf(Files.getAttribute(store, NUMBER));
    }

    @Override
    public void remember(Path store) throws IOException {
      String number = numberOf(store);
      if (Files.exists(note) && noted().equals(number)) {
        return;
      }
      Path next = note.resolveSibling(note.getFileName() + ".new");
      Files.deleteIfExists(next);
      Path made =
          Files.createFile(
              next,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(made, number, StandardCharsets.US_ASCII);
      try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(made, note, StandardCopyOption.ATOMIC_MOVE);
      StoreFiles.force(directory);
    }
  }
}
