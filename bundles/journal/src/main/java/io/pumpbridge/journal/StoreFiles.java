// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's directory. A new store is built aside, complete with whatever it must say about its
 * predecessor, and only then put in place; a damaged one is moved into a directory of its own first
 * and never deleted. The finished file aside is the note of what was decided: after a power cut in
 * between, {@link #putInPlace} is simply done again.
 */
final class StoreFiles {
  private static final Logger log = LoggerFactory.getLogger(StoreFiles.class);

  private static final String STORE = "journal.db";
  private static final String WAL = STORE + "-wal";
  private static final String ASIDE = "next-";
  static final String DAMAGED = "damaged-";
  private static final String SUFFIX = ".db";

  /** In the directory of a damaged store: all that can be read of it has come back. */
  private static final String SALVAGED = "salvaged";

  /** More of them is a broken disk; the oldest are dealt with first, one after the other. */
  private static final int MAX_DAMAGED = 64;

  /** For a new store; nobody sets so many aside within one millisecond. */
  static final int MAX_NAMES = 100;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;

  StoreFiles(Path directory) {
    this.directory = directory;
  }

  /** Its own entry in its parent counts too: without it a power cut takes all that is in it. */
  void createDirectory() throws IOException {
    Files.createDirectories(directory, OWNER_ONLY_DIRECTORY);
    // Each time: who made it may have been killed before he could do this.
    Path whole = directory.toAbsolutePath();
    force(Objects.requireNonNullElse(whole.getParent(), whole));
  }

  Path store() {
    return directory.resolve(STORE);
  }

  /** See {@link Ballast}. */
  Path ballast() {
    return directory.resolve("journal.ballast");
  }

  /** What the disk would still give. */
  long usableBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Unless it surely is not: a disk that fails must not pass for one without a store. */
  boolean exists() {
    return isThere(store());
  }

  /** Also what cannot be looked at, and a link that leads nowhere. */
  static boolean isThere(Path file) {
    return !Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Stores that were begun aside and not put in place, oldest first. */
  List<Path> aside() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ASIDE + "*" + SUFFIX)) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }

  /** An empty file for a new store; nobody but us can read it from the first moment. */
  Path beginAside(Instant now) throws IOException {
    String stamp = STAMP.format(now);
    for (int attempt = 0; attempt < MAX_NAMES; attempt++) {
      String name = attempt == 0 ? stamp : stamp + "." + attempt;
      Path aside = directory.resolve(ASIDE + name + SUFFIX);
      try {
        Path made = Files.createFile(aside, OWNER_ONLY_FILE);
        if (!isThere(damagedDirectory(made))) {
          return made;
        }
        Files.delete(made);
      } catch (FileAlreadyExistsException e) {
        log.debug("the journal's next store needs another name taken={}", name);
      }
    }
    throw new FileAlreadyExistsException(directory.resolve(ASIDE + stamp + SUFFIX).toString());
  }

  /** Where the present store will go when this one takes its place. */
  Path damagedDirectory(Path aside) {
    String name = aside.getFileName().toString();
    String stamp = name.substring(ASIDE.length(), name.length() - SUFFIX.length());
    return directory.resolve(DAMAGED + stamp);
  }

  /** Damaged stores from which nothing has come back yet, or not all; oldest first. */
  List<Path> unsalvaged() throws IOException {
    List<Path> found = new ArrayList<>();
    if (!Files.notExists(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, DAMAGED + "*")) {
        for (Path file : files) {
          // In doubt it is: what it answered must not be done again.
          if (isDirectory(file) && !Files.exists(file.resolve(SALVAGED))) {
            found.add(file);
          }
        }
      }
    }
    found.sort(null);
    return List.copyOf(found.subList(0, Math.min(found.size(), MAX_DAMAGED)));
  }

  private static boolean isDirectory(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the directory of a damaged store is surely there no more. */
  boolean isGone(String damaged) {
    return Files.isDirectory(directory) && !isThere(directory.resolve(damaged));
  }

  /** What a damaged store goes by: the name of its directory. */
  static String name(Path damaged) {
    return String.valueOf(damaged.getFileName());
  }

  /** The store in the directory of a damaged one. */
  static Path storeIn(Path damaged) {
    return damaged.resolve(STORE);
  }

  /** Whether all that can be read of this store has come back. */
  static boolean isSalvaged(Path storeInDamaged) {
    return Files.exists(storeInDamaged.resolveSibling(SALVAGED));
  }

  /** What was in the directory stays; it need not be read again. */
  void markSalvaged(Path damaged) throws IOException {
    Path mark = damaged.resolve(SALVAGED);
    if (!Files.exists(mark)) {
      Files.createFile(mark, OWNER_ONLY_FILE);
    }
    force(damaged);
  }

  void putInPlace(Path aside) throws IOException {
    Path wal = directory.resolve(WAL);
    if (exists() || isThere(wal)) {
      Path damaged = damagedDirectory(aside);
      Files.createDirectories(damaged, OWNER_ONLY_DIRECTORY);
      force(directory);
      // The WAL first: beside a new store an old WAL would be taken for its own.
      moveInto(damaged, wal);
      moveInto(damaged, store());
      force(damaged);
    }
    Files.move(aside, store(), StandardCopyOption.ATOMIC_MOVE);
    force(directory);
  }

  /** Only ever for a store that was never put in place: nothing in it was ever acknowledged. */
  void forget(Path aside) throws IOException {
    for (String log : List.of("-wal", "-journal")) { // of what it holds, and of its first page
      Files.deleteIfExists(aside.resolveSibling(aside.getFileName() + log));
    }
    Files.deleteIfExists(aside);
  }

  private static void moveInto(Path target, Path file) throws IOException {
    if (isThere(file)) {
      Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
