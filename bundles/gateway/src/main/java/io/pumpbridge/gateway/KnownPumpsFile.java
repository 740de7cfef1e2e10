// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link KnownPumps} across restarts. Losing it costs a few seconds of looking, no more. */
final class KnownPumpsFile {
  private static final Logger log = LoggerFactory.getLogger(KnownPumpsFile.class);

  /** {@link KnownPumps#MAX_PAIRS} long lines fit many times over. */
  private static final int MAX_BYTES = 256 * 1024;

  private final Path file;

  /**
   * @param directory the gateway's own below the state directory; made at the first write
   */
  KnownPumpsFile(Path directory) {
    this.file = directory.resolve("known-pumps.tsv");
  }

  KnownPumps read() {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return KnownPumps.from(text.lines().toList());
    } catch (NoSuchFileException e) {
      return KnownPumps.none();
    } catch (IOException e) {
      log.warn(
          "known pumps cannot be read, all protocols are tried file={} why={}", file, e.toString());
      return KnownPumps.none();
    }
  }

  /** Write aside, force, rename: a power cut leaves the old file or the new one. */
  void write(KnownPumps known) {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent(), attribute("rwx------"));
      Files.deleteIfExists(aside);
      byte[] content = (String.join("\n", known.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
          FileChannel.open(
              aside,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              attribute("rw-------"))) {
        ByteBuffer left = ByteBuffer.wrap(content);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("known pumps cannot be written file={} why={}", file, e.toString());
    }
  }

  /** Like all that the bridge keeps: for its own user only. */
  private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
