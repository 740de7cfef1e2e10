// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.FileFailure;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all: written aside, forced, and moved to its place.
 *
 * @param force whether what is there already may go
 */
record WholeFile(Path path, boolean force) {

  /** Before anybody types a password in vain. */
  void requireFree() throws LaunchException {
    if (Files.isDirectory(path)) {
      throw unwritable("it is a directory");
    }
    if (isNoFile()) {
      throw unwritable("it is no file, and a file would take its place; name one");
    }
    if (!force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw taken();
    }
  }

  /** A device, a pipe, or a link to one, as {@code /dev/stdout}: root would replace it. */
  private boolean isNoFile() throws LaunchException {
    try {
      return (Files.exists(path) && !Files.isRegularFile(path))
          || (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).startsWith("/proc"));
    } catch (IOException e) {
      throw new FileFailure(e).unwritable(path);
    }
  }

  void write(byte[] content) throws LaunchException {
    requireFree();
    try {
      // Not a temporary file of the JDK's: only its owner could read that, and another has to sign.
      Path aside = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".new");
      try {
        try (FileChannel channel =
            FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          channel.force(true);
        }
        moveToItsPlace(aside);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (FileAlreadyExistsException e) {
      throw taken();
    } catch (IOException e) {
      throw new FileFailure(e).unwritable(path);
    }
  }

  /** An atomic move replaces; the other kind refuses to. */
  private void moveToItsPlace(Path aside) throws IOException {
    if (force) {
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.move(aside, path);
    }
  }

  private LaunchException taken() {
    return new LaunchException(
        Fault.USAGE,
        "file-exists",
        path + " is there already: name another file, or say --force to replace it.");
  }

  private LaunchException unwritable(String why) {
    return new LaunchException(
        Fault.USAGE, "file-unwritable", path + " cannot be written: " + why + ".");
  }
}
