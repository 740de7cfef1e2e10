// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.Store;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far this gateway has come, and what two people have said since. */
final class Versions {
  private static final Logger log = LoggerFactory.getLogger(Versions.class);

  private final Store store;
  private final Withdrawals withdrawals;
  private ShelfMark mark = ShelfMark.NONE;
  private boolean damaged;

  Versions(Store store, Withdrawals withdrawals) {
    this.store = store;
    this.withdrawals = withdrawals;
  }

  void load() {
    ShelfMark.Found found = ShelfMark.load(store);
    mark = found.mark();
    damaged = found.damaged();
    withdrawals.load();
  }

  Forward forward() {
    return new Forward(mark, withdrawals.contents(), withdrawals.statement());
  }

  /**
   * Whether something new may be taken.
   *
   * @throws RefusedException if nobody can tell what came before; a library that loads mends it
   */
  void requireKnown() throws RefusedException {
    Optional<Trouble> trouble = damage();
    if (trouble.isPresent()) {
      throw trouble.get().asRefusal();
    }
  }

  /** What is damaged of the marks. */
  Optional<Trouble> damage() {
    if (damaged) {
      return Optional.of(Trouble.MARK_DAMAGED);
    }
    return withdrawals.isUnknown() ? Optional.of(Trouble.STATEMENT_MARK_DAMAGED) : Optional.empty();
  }

  /** Why there is no library; empty if there never was one. */
  Optional<Trouble> whyNone() {
    Optional<Trouble> damage = damage();
    if (damage.isPresent() || mark.version() == 0) {
      return damage;
    }
    return Optional.of(
        withdrawals.contents().contains(mark.sha256())
            ? Trouble.withdrawn(mark.version(), withdrawals.statement(), forward().stepBack())
            : Trouble.missing(mark.version()));
  }

  /**
   * A library has come into force.
   *
   * @return whether that could be stored
   */
  boolean raise(VerifiedLibrary checked) {
    ShelfMark reached = new ShelfMark(checked.library().version(), checked.sha256());
    if (reached.equals(mark) || reached.version() < mark.version()) {
      return true;
    }
    mark = reached;
    try {
      reached.save(store);
      damaged = false;
      return true;
    } catch (IOException e) { // the library's own version still holds; the next load tries again
      log.error("highest version not stored failure={}", e.toString());
      return false;
    }
  }
}
