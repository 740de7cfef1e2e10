// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.wipe.Inventory.Kind;
import io.pumpbridge.runtime.wipe.Inventory.Place;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What lies in the two directories. Links are never followed: a link is a file like any other here,
 * and what it points to is somebody else's.
 *
 * @param files known ones, in the order in which they are to be destroyed
 * @param folders innermost first, without the two directories themselves
 * @param unknown what this product never wrote
 */
public record Found(List<Item> files, List<Path> folders, List<Path> unknown) {

  /** Bundles, native libraries and a journal are some two hundred; more is no state directory. */
  private static final int MAX_FILES = 20_000;

  /**
   * One file.
   *
   * @param bytes its size when it was found
   */
  public record Item(Path file, Place place, String name, Kind kind, long bytes) {}

  public Found {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
    unknown = List.copyOf(unknown);
  }

  /**
   * Looks.
   *
   * @throws IOException if a directory cannot be read, or holds more than a gateway's ever would
   */
  public static Found in(Path state, Path config, Inventory inventory) throws IOException {
    Look look = new Look(inventory);
    look.into(Place.STATE, state);
    look.into(Place.CONFIG, config);
    look.files.sort(
        Comparator.comparing(Item::kind).thenComparing(Item::place).thenComparing(Found::keyOrder));
    return new Found(look.files, look.folders, look.unknown);
  }

  /** The two small secrets before the stores that they open. */
  private static String keyOrder(Item item) {
    boolean opens = item.name().contains("sealing.key") || item.name().contains("secret");
    return (opens ? "0" : "1") + item.name();
  }

  public List<Item> of(Kind kind) {
    return files.stream().filter(item -> item.kind() == kind).toList();
  }

  /** The walk, one place after the other. */
  private static final class Look {
    private final Inventory inventory;
    private final List<Item> files = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final List<Path> unknown = new ArrayList<>();

    Look(Inventory inventory) {
      this.inventory = inventory;
    }

    void into(Place place, Path root) throws IOException {
      if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              take(place, root, file, attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failure)
                throws IOException {
              if (!folder.equals(root)) {
                folders.add(folder);
              }
              return super.postVisitDirectory(folder, failure);
            }
          });
    }

    private void take(Place place, Path root, Path file, long bytes) throws IOException {
      if (files.size() + unknown.size() >= MAX_FILES) {
        throw new IOException(root + " holds more than " + MAX_FILES + " files");
      }
      Path relative = root.relativize(file);
      Optional<Kind> kind = inventory.kindOf(place, relative);
      if (kind.isPresent()) {
        files.add(new Item(file, place, relative.toString(), kind.get(), bytes));
      } else if (place == Place.CONFIG || !Inventory.LAST.contains(relative.toString())) {
        unknown.add(file);
      }
    }
  }
}
