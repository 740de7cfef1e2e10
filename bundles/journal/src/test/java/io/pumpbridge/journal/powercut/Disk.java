// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal.powercut;

import io.pumpbridge.journal.powercut.DiskChange.Closed;
import io.pumpbridge.journal.powercut.DiskChange.DirectoryMade;
import io.pumpbridge.journal.powercut.DiskChange.DirectoryRemoved;
import io.pumpbridge.journal.powercut.DiskChange.Linked;
import io.pumpbridge.journal.powercut.DiskChange.Opened;
import io.pumpbridge.journal.powercut.DiskChange.Renamed;
import io.pumpbridge.journal.powercut.DiskChange.Resized;
import io.pumpbridge.journal.powercut.DiskChange.Synced;
import io.pumpbridge.journal.powercut.DiskChange.Unlinked;
import io.pumpbridge.journal.powercut.DiskChange.Written;
import io.pumpbridge.journal.powercut.Names.Change;
import io.pumpbridge.journal.powercut.Names.DirectoryNode;
import io.pumpbridge.journal.powercut.Names.Entry;
import io.pumpbridge.journal.powercut.Names.FileNode;
import io.pumpbridge.journal.powercut.Names.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A disk that promises what POSIX makes it promise and nothing more: {@code fsync} of a file its
 * bytes and its size, {@code fsync} of a directory its entries. What was promised stays; of all
 * else a power cut leaves whatever it likes. That a write tears what was synced beside it in the
 * same sector is not in this model: SQLite counts on disks that do not (its "powersafe overwrite"),
 * and damage is another test's business.
 */
public final class Disk {
  private static final int SECTOR = 512;
  private static final int PAGE = 4_096;

  private final Names names = new Names();
  private final Map<Integer, Node> open = new HashMap<>();
  private Optional<FileNode> lastWritten = Optional.empty();

  /** The next thing that the program did. */
  public void apply(DiskChange change) {
    if (change instanceof Opened opened) {
      open.put(opened.handle(), opened.created() ? make(opened.path()) : find(opened.path()));
    } else if (change instanceof Written written) {
      FileNode file = file(written.handle());
      file.history.write(written.offset(), written.data());
      lastWritten = Optional.of(file);
    } else if (change instanceof Resized resized) {
      file(resized.handle()).history.resize(resized.size());
    } else if (change instanceof Synced synced) {
      sync(node(synced.handle()));
    } else if (change instanceof Closed closed) {
      open.remove(closed.handle());
    } else {
      applyToNames(change);
    }
  }

  private void applyToNames(DiskChange change) {
    if (change instanceof Renamed renamed) {
      Node node = find(renamed.from());
      names.change(entry(renamed.from(), Optional.empty()), entry(renamed.to(), Optional.of(node)));
    } else if (change instanceof Unlinked unlinked) {
      names.change(entry(unlinked.path(), Optional.empty()));
    } else if (change instanceof DirectoryRemoved removed) {
      names.change(entry(removed.path(), Optional.empty()));
    } else if (change instanceof Linked linked) {
      names.change(entry(linked.to(), Optional.of(find(linked.from()))));
    } else if (change instanceof DirectoryMade made) {
      names.change(entry(made.path(), Optional.of(new DirectoryNode())));
    }
  }

  private FileNode make(String path) {
    FileNode file = new FileNode();
    names.change(entry(path, Optional.of(file)));
    return file;
  }

  private void sync(Node node) {
    if (node instanceof DirectoryNode directory) {
      names.sync(directory);
    } else if (node instanceof FileNode file) {
      file.history.sync();
    }
  }

  private Node node(int handle) {
    Node node = open.get(handle);
    if (node == null) {
      throw new IllegalStateException("nothing is open with the handle " + handle);
    }
    return node;
  }

  private FileNode file(int handle) {
    return (FileNode) node(handle);
  }

  private Entry entry(String path, Optional<Node> node) {
    int slash = path.lastIndexOf('/');
    Node parent = slash < 0 ? names.root() : find(path.substring(0, slash));
    return new Entry((DirectoryNode) parent, path.substring(slash + 1), node);
  }

  private Node find(String path) {
    Node node = names.root();
    if (path.isEmpty()) {
      return node;
    }
    for (String name : path.split("/", -1)) {
      Node next = ((DirectoryNode) node).current.get(name);
      if (next == null) {
        throw new IllegalStateException("there is no " + path);
      }
      node = next;
    }
    return node;
  }

  /** Whether a power cut now may forget a name. */
  public boolean namesAtStake() {
    return !names.isSafe();
  }

  /** What is there as long as the power is. */
  public Image now() {
    return image(names.all(), file -> file.history.kept());
  }

  /**
   * What may be found if the power is cut now.
   *
   * @param random chooses where the kind leaves a choice
   */
  public Image cut(CutKind kind, Random random) {
    return switch (kind) {
      case DROPPED -> image(names.none(), file -> file.history.dropped());
      case KEPT -> now();
      case TORN_512 -> image(names.all(), torn(SECTOR, random));
      case TORN_4096 -> image(names.all(), torn(PAGE, random));
      case ZEROED -> image(names.all(), file -> file.history.zeroed());
      case NAMES_FORGOTTEN -> image(names.none(), file -> file.history.kept());
      case BYTES_FORGOTTEN -> image(names.all(), file -> file.history.dropped());
      case SCATTERED_512 ->
          image(names.first(random), file -> file.history.scattered(SECTOR, random));
      case SCATTERED_4096 ->
          image(names.some(random), file -> file.history.scattered(PAGE, random));
      case MIXED -> image(names.some(random), file -> any(file, random));
    };
  }

  private Function<FileNode, byte[]> torn(int piece, Random random) {
    return file ->
        lastWritten.filter(last -> last == file).isPresent()
            ? file.history.torn(piece, random)
            : file.history.kept();
  }

  private static byte[] any(FileNode file, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> file.history.dropped();
      case 1 -> file.history.kept();
      case 2 -> file.history.zeroed();
      case 3 -> file.history.scattered(SECTOR, random);
      default -> file.history.scattered(PAGE, random);
    };
  }

  private Image image(List<Change> kept, Function<FileNode, byte[]> content) {
    Image image = new Image(new TreeSet<>(), new TreeMap<>());
    collect(image, names.root(), "", kept, content);
    return image;
  }

  private static void collect(
      Image image,
      DirectoryNode directory,
      String path,
      List<Change> kept,
      Function<FileNode, byte[]> content) {
    Names.entries(directory, kept)
        .forEach(
            (name, node) -> {
              String child = path + name;
              if (node instanceof DirectoryNode inner) {
                image.directories().add(child);
                collect(image, inner, child + '/', kept, content);
              } else if (node instanceof FileNode file) {
                image.files().put(child, content.apply(file));
              }
            });
  }
}
