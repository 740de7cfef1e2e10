// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.DocumentException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link SeenConfigurations}, replaced whole; without it changes are only told again. */
final class SeenFile {
  private static final Logger log = LoggerFactory.getLogger(SeenFile.class);
  private static final int MAX_BYTES = 1024 * 1024;

  private final Path file;

  SeenFile(Path file) {
    this.file = file;
  }

  SeenConfigurations read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("it is larger than " + MAX_BYTES + " bytes");
      }
      return SeenConfigurations.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return SeenConfigurations.NONE;
    } catch (IOException | DocumentException e) {
      log.warn("the settings seen last cannot be read, they are told again", e);
      return SeenConfigurations.NONE;
    }
  }

  synchronized void write(SeenConfigurations seen) {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(aside);
      try (FileChannel channel =
          FileChannel.open(
              aside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        var content = StandardCharsets.UTF_8.encode(seen.toText());
        while (content.hasRemaining()) {
          channel.write(content);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      log.warn("the settings seen last cannot be written, they will be told again", e);
    }
  }
}
