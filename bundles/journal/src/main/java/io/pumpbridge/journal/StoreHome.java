// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;

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

  /**
   * It is this file from now on; in this run also if that cannot be written down.
   *
   * @throws IOException if it cannot: the next run may then not notice another file
   */
  void remember(Path store) throws IOException;

  /** By the file's number in its file system, which no copy shares. */
  static StoreHome byNumber(Path directory) {
    return new Numbered(directory, directory.resolve("journal.home"));
  }

  /** Beside the store: what is put back without it has no home yet. For one thread at a time. */
  final class Numbered implements StoreHome {
    private static final String NUMBER = "unix:ino";

    /** A number of 64 bits. */
    private static final int MAX_BYTES = 20;

    private final Path directory;
    private final Path note;

    /** In this run; counts more than a note that could not be written. */
    private Optional<String> known = Optional.empty();

    private Numbered(Path directory, Path note) {
      this.directory = directory;
      this.note = note;
    }

    @Override
    public boolean isAnother(Path store) throws IOException {
      if (!StoreFiles.isThere(store) || (known.isEmpty() && !StoreFiles.isThere(note))) {
        return false;
      }
      String number = numberOf(store);
      return known.isPresent() ? !known.get().equals(number) : !isNoted(number);
    }

    /** What cannot be read names another file: an epoch too many costs nothing. */
    private boolean isNoted(String number) {
      try (InputStream in = Files.newInputStream(note)) {
        return Arrays.equals(in.readNBytes(MAX_BYTES + 1), ascii(number));
      } catch (IOException e) {
        return false;
      }
    }

    private static String numberOf(Path store) throws IOException {
      return String.valueOf(Files.getAttribute(store, NUMBER));
    }

    private static byte[] ascii(String number) {
      return number.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void remember(Path store) throws IOException {
      String number = numberOf(store);
      known = Optional.of(number);
      if (isNoted(number)) {
        return;
      }
      Path next = note.resolveSibling(note.getFileName() + ".new");
      Files.deleteIfExists(next);
      try {
        write(next, number);
        Files.move(next, note, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
      StoreFiles.force(directory);
    }

    private static void write(Path next, String number) throws IOException {
      Path made =
          Files.createFile(
              next,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(made, ascii(number));
      try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }
}
