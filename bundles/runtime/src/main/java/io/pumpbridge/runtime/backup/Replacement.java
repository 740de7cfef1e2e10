// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.FolderTree;
import io.pumpbridge.runtime.launch.StateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several files replaced together: all or none, also in a power cut. Old and new contents are
 * written into a folder of their own first; its rename is the decision. From then on the files are
 * put in place, as often as it takes; until that is done no agent starts. The folder, renamed
 * again, is the way back.
 */
final class Replacement {
  static final String BEGUN = StateDirectory.RESTORING;
  static final String WAY_BACK = "before-restore";

  private static final String ASIDE = BEGUN + ".new";
  private static final String OLD = WAY_BACK + ".old";
  private static final String PLAN = "plan.json";
  private static final String ABOUT = "about.json";
  private static final int MAX_FILES = 200;

  private final Path state;

  Replacement(Path state) {
    this.state = state;
  }

  /**
   * Decides: when this returns, the changes will come about.
   *
   * @param about what to say of them once they have, whoever completes them
   */
  void decide(List<Change> changes, Map<String, String> about) throws IOException {
    Path aside = state.resolve(ASIDE);
    clear(aside);
    Files.createDirectory(aside, ownerOnly("rwx------"));
    List<Map<String, Object>> plan = new ArrayList<>();
    for (Change change : changes) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("target", change.target().toString());
      entry.put("before", keep(aside, "before-" + plan.size(), change.before()));
      entry.put("after", keep(aside, "after-" + plan.size(), change.after()));
      plan.add(entry);
    }
    write(aside.resolve(PLAN), JSON.std.asBytes(plan));
    write(aside.resolve(ABOUT), JSON.std.asBytes(about));
    force(aside);
    Files.move(aside, state.resolve(BEGUN), StandardCopyOption.ATOMIC_MOVE);
    force(state);
  }

  private static String keep(Path folder, String name, Optional<byte[]> content)
      throws IOException {
    if (content.isEmpty()) {
      return "";
    }
    write(folder.resolve(name), content.get());
    return name;
  }

  boolean hasBegun() {
    return Files.isDirectory(state.resolve(BEGUN), LinkOption.NOFOLLOW_LINKS);
  }

  /** What is decided and not yet in place; empty if nothing is. */
  List<Change> begun() throws IOException {
    return hasBegun() ? read(state.resolve(BEGUN)) : List.of();
  }

  /** Puts everything in place that was decided; again and again, if need be. */
  void complete() throws IOException {
    for (Change change : read(state.resolve(BEGUN))) {
      put(change);
    }
    Path wayBack = state.resolve(WAY_BACK);
    if (Files.exists(wayBack)) {
      clear(state.resolve(OLD));
      Files.move(wayBack, state.resolve(OLD), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(state.resolve(BEGUN), wayBack, StandardCopyOption.ATOMIC_MOVE);
    force(state);
    clear(state.resolve(OLD));
  }

  private static void put(Change change) throws IOException {
    Path target = change.target();
    Path folder = Optional.ofNullable(target.getParent()).orElseThrow();
    if (change.after().isEmpty()) {
      Files.deleteIfExists(target);
    } else {
      Files.createDirectories(folder, ownerOnly("rwx------"));
      Path aside = target.resolveSibling(target.getFileName() + ".new");
      Files.deleteIfExists(aside);
      write(aside, change.after().get());
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }
    if (Files.isDirectory(folder)) {
      force(folder);
    }
  }

  /** What would undo the last one; empty if there was none. */
  List<Change> wayBack() throws IOException {
    Path folder = state.resolve(WAY_BACK);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        ? read(folder).stream().map(Change::reversed).toList()
        : List.of();
  }

  /** What was to be said of the last one. */
  Map<String, String> about() throws IOException {
    Path file = state.resolve(WAY_BACK).resolve(ABOUT);
    Map<String, String> about = new LinkedHashMap<>();
    if (Files.exists(file)) { // an earlier version wrote none
      JSON.std
          .mapFrom(BackupFolders.content(file))
          .forEach((name, value) -> about.put(name, String.valueOf(value)));
    }
    return about;
  }

  private static List<Change> read(Path folder) throws IOException {
    List<Change> changes = new ArrayList<>();
    List<Object> plan = JSON.std.listFrom(BackupFolders.content(folder.resolve(PLAN)));
    if (plan.size() > MAX_FILES) {
      throw new IOException(folder + " is not ours");
    }
    for (Object one : plan) {
      if (!(one instanceof Map<?, ?> entry)) {
        throw new IOException(folder + " is not ours");
      }
      Path target = Path.of(String.valueOf(entry.get("target")));
      changes.add(
          new Change(
              target,
              kept(folder, String.valueOf(entry.get("before"))),
              kept(folder, String.valueOf(entry.get("after")))));
    }
    return changes;
  }

  private static Optional<byte[]> kept(Path folder, String file) throws IOException {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(BackupFolders.content(folder.resolve(file)));
  }

  private static void clear(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      FolderTree.delete(folder);
    }
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownerOnly("rw-------"))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> ownerOnly(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
