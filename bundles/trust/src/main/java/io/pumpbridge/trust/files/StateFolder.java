// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A directory of small files that only their owner reads. At every moment, also after a power cut,
 * each file is either the old one or the new one, whole.
 */
public final class StateFolder {
  /** The largest file here is a key store with a chain, a few kilobytes. */
  private static final int MAX_FILE_BYTES = 256 * 1024;

  private final Path folder;
  private final Disk disk;

  public StateFolder(Path folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  /** Makes the directory if there is none, and closes it to others if it was open. */
  public static StateFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return new StateFolder(folder, new LocalDisk());
  }

  public Path path(String name) {
    return folder.resolve(name);
  }

  /** Empty if there is no such file. */
  public Optional<byte[]> find(String name) throws IOException {
    try (InputStream in = Files.newInputStream(path(name))) {
      byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
      if (content.length > MAX_FILE_BYTES) {
        throw new IOException(path(name) + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return Optional.of(content);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  public void replace(String name, byte[] content) throws IOException {
    Path aside = path(name + ".new");
    disk.write(aside, content);
    disk.rename(aside, path(name));
    disk.force(folder);
  }

  /** Does nothing if there is no such file. */
  public void delete(String name) throws IOException {
    disk.delete(path(name));
    disk.force(folder);
  }
}
