// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import io.pumpbridge.runtime.wipe.Found.Item;
import io.pumpbridge.runtime.wipe.Inventory.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Destroys what was found: keys first, each kind after the other, the mark last. Every step can be
 * the last one before a power cut; doing it all again from what is then found completes it.
 *
 * <p>Nobody else may use the state directory meanwhile: the caller has its lock.
 */
public final class Wipe {
  private final Path state;
  private final Hand hand;

  public Wipe(Path state) {
    this(state, new DiskHand());
  }

  Wipe(Path state, Hand hand) {
    this.state = state;
    this.hand = hand;
  }

  /** Says durably that it has begun, or how far it came. */
  public void mark(Mark mark) throws IOException {
    hand.write(state.resolve(Mark.FILE), mark.toBytes());
  }

  /** Writes the receipt, outside of what is wiped. */
  public void receipt(Path file, byte[] signed) throws IOException {
    hand.write(file, signed);
  }

  /** Takes a receipt back that has become untrue. */
  public void takeBack(Path file) throws IOException {
    hand.remove(file);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      hand.force(folder);
    }
  }

  /**
   * Destroys everything that is there now and known.
   *
   * @return how many files of each kind went
   * @throws IOException if something resists; the mark stays, and the same can be tried again
   */
  public Map<Kind, Integer> run(Mark mark) throws IOException {
    Map<Kind, Integer> gone = new EnumMap<>(Kind.class);
    Found found = Found.in(state, mark.config(), Inventory.of(mark.folders()));
    for (Kind kind : Kind.values()) {
      List<Item> items = found.of(kind);
      // All are emptied before the first is removed: nothing of a kind outlives another of it.
      if (kind != Kind.CODE) {
        for (Item item : items) {
          hand.overwrite(item.file());
        }
      }
      Set<Path> touched = new LinkedHashSet<>();
      for (Item item : items) {
        hand.remove(item.file());
        touched.add(item.file().toAbsolutePath().getParent());
      }
      for (Path folder : touched) {
        hand.force(folder);
      }
      gone.put(kind, items.size());
    }
    for (Path folder : found.folders()) {
      if (isEmpty(folder)) {
        hand.remove(folder);
      }
    }
    hand.force(mark.config());
    hand.force(state);
    for (String last : Inventory.LAST) {
      hand.overwrite(state.resolve(last));
      hand.remove(state.resolve(last));
      hand.force(state);
    }
    return gone;
  }

  /** A folder keeps what this product did not write. */
  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }
}
