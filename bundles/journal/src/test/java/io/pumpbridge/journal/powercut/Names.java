// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The directories: which entries are known to be on the disk, and every change since. A sync of a
 * directory promises its entries and nothing else: neither the bytes of the files that they name,
 * nor the directory's own entry in its parent. A rename is there or not there, never by half: so it
 * is with every journaling file system, and no more is assumed of them.
 */
final class Names {

  /** What a name stands for. */
  sealed interface Node permits DirectoryNode, FileNode {}

  /** A directory; nothing is in it that its {@code safe} or {@code current} entries do not name. */
  static final class DirectoryNode implements Node {
    final Entries safe = new Entries();
    final Entries current = new Entries();
  }

  /** A file, under whatever names. */
  static final class FileNode implements Node {
    final FileHistory history = new FileHistory();
  }

  /** By name, in order. */
  static final class Entries extends TreeMap<String, Node> {
    private static final long serialVersionUID = 1L;
  }

  /** One entry set ({@code node}) or taken away (empty). */
  record Entry(DirectoryNode directory, String name, Optional<Node> node) {
    boolean isOfSameNameAs(Entry other) {
      return directory == other.directory && name.equals(other.name);
    }

    void applyTo(Entries entries) {
      node.ifPresentOrElse(set -> entries.put(name, set), () -> entries.remove(name));
    }
  }

  /** Entries that change together; equals no other one, for a name may come and go as before. */
  static final class Change {
    private final List<Entry> entries;

    Change(List<Entry> entries) {
      this.entries = entries;
    }

    List<Entry> entries() {
      return entries;
    }

    boolean touches(DirectoryNode directory) {
      return entries.stream().anyMatch(entry -> entry.directory() == directory);
    }

    boolean sharesNameWith(Change other) {
      return entries.stream()
          .anyMatch(mine -> other.entries.stream().anyMatch(mine::isOfSameNameAs));
    }
  }

  private final DirectoryNode root = new DirectoryNode();
  private final List<Change> changes = new ArrayList<>();

  DirectoryNode root() {
    return root;
  }

  void change(Entry... entries) {
    Change change = new Change(List.of(entries));
    changes.add(change);
    change.entries().forEach(entry -> entry.applyTo(entry.directory().current));
  }

  /** The directory's entries are on the disk now. */
  void sync(DirectoryNode directory) {
    List<Change> kept = closed(change -> change.touches(directory));
    kept.forEach(
        change -> change.entries().forEach(entry -> entry.applyTo(entry.directory().safe)));
    changes.removeAll(kept);
  }

  boolean isSafe() {
    return changes.isEmpty();
  }

  /** None of what was not synced. */
  List<Change> none() {
    return List.of();
  }

  List<Change> all() {
    return List.copyOf(changes);
  }

  /** Some of what was not synced; of changes to one name never a later without an earlier one. */
  List<Change> some(Random random) {
    return closed(change -> random.nextBoolean());
  }

  /** The first of them, up to a random one: as a file system with one journal would have it. */
  List<Change> first(Random random) {
    return List.copyOf(changes.subList(0, random.nextInt(changes.size() + 1)));
  }

  /** Those wanted, and what must be there before them; in order. */
  private List<Change> closed(Predicate<Change> wanted) {
    Deque<Change> kept = new ArrayDeque<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      Change change = changes.get(i);
      if (wanted.test(change) || kept.stream().anyMatch(change::sharesNameWith)) {
        kept.addFirst(change);
      }
    }
    return List.copyOf(kept);
  }

  /** The entries of a directory with some changes that were not synced. */
  static Entries entries(DirectoryNode directory, List<Change> kept) {
    Entries entries = new Entries();
    entries.putAll(directory.safe);
    for (Change change : kept) {
      for (Entry entry : change.entries()) {
        if (entry.directory() == directory) {
          entry.applyTo(entries);
        }
      }
    }
    return entries;
  }
}
