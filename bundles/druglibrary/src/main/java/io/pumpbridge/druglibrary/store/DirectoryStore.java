// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.store;

import io.pumpbridge.model.measure.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files in one directory, for the owner only; replaced by write aside, force, rename, force. */
public final class DirectoryStore implements Store {
  /** Nothing that this bundle stores is larger; more would fill the memory. */
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private static final String ASIDE = ".new";

  private final Path directory;

  private DirectoryStore(Path directory) {
    this.directory = directory;
  }

  /** Makes the directory if need be and clears what an interrupted replacement left. */
  public static DirectoryStore open(Path directory) throws IOException {
    Files.createDirectories(directory, ownerOnly("rwx------"));
    DirectoryStore store = new DirectoryStore(directory);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ASIDE)).toList()) {
        Files.delete(file);
      }
    }
    return store;
  }

  /** As it stands, also where nothing is; nothing is made or cleared. */
  public static Store look(Path directory) {
    return new OverlaidStore(new DirectoryStore(directory));
  }

  @Override
  public Optional<Bytes> read(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(name + " is larger than anything stored here");
      }
      return Optional.of(Bytes.of(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void replace(String name, Bytes content) throws IOException {
    Path aside = directory.resolve(name + ASIDE);
    Files.deleteIfExists(aside);
    try (FileChannel channel =
        FileChannel.open(
            aside,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------"))) {
      var buffer = content.toBuffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(aside, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force();
  }

  @Override
  public void move(String from, String to) throws IOException {
    Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    force();
  }

  @Override
  public void remove(String name) throws IOException {
    if (Files.deleteIfExists(directory.resolve(name))) {
      force();
    }
  }

  @Override
  public void discard(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  @Override
  public List<String> names() throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
