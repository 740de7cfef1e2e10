// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.library;

import io.pumpbridge.druglibrary.document.LibraryStatement;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.Store;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest signed statement about libraries. Only its signed bytes and a mark are stored; the
 * bytes are verified again at every load. Numbers only go forward.
 *
 * <p>Order on disk: the statement, then the mark; a load raises a mark that is behind. Where the
 * statement no longer verifies, the mark alone still keeps out what was withdrawn, but nobody steps
 * back by it.
 */
final class Withdrawals {
  private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);

  static final String FILE = "library-statement.p7m";

  private final Store store;
  private final StatementCheck check;
  private final LibraryEvents events;

  private volatile Optional<VerifiedStatement> newest = Optional.empty();
  private volatile StatementMark mark = StatementMark.NONE;
  private boolean markDamaged;

  Withdrawals(Store store, SignatureVerifier verifier, String hospital, LibraryEvents events) {
    this.store = store;
    this.check = new StatementCheck(verifier, hospital);
    this.events = events;
  }

  /** Taken; {@code already} if it was before. */
  record Outcome(VerifiedStatement statement, boolean already) {}

  Optional<VerifiedStatement> newest() {
    return newest;
  }

  Optional<LibraryStatement> statement() {
    return newest.map(VerifiedStatement::statement);
  }

  /** Contents that never count again. */
  Set<String> contents() {
    return mark.withdrawn();
  }

  /** Whether nobody can tell any more what was withdrawn. */
  boolean isUnknown() {
    return markDamaged;
  }

  void load() {
    Optional<StatementMark> found = StatementMark.load(store);
    mark = found.orElse(StatementMark.NONE);
    markDamaged = found.isEmpty();
    newest = Optional.empty();
    try {
      Optional<Bytes> stored = store.read(FILE);
      if (stored.isPresent()) {
        VerifiedStatement checked = check.verify(stored.get());
        requireForward(checked);
        holds(checked);
      }
    } catch (IOException e) {
      events.storedStatementRefused(
          RefusedException.ours("statement-unreadable", "The disk does not read."));
    } catch (RefusedException e) {
      events.storedStatementRefused(e);
    }
  }

  /** What must be on the disk before a statement holds. */
  interface Before {
    void keep() throws IOException;
  }

  /**
   * Takes a statement.
   *
   * @throws RefusedException if it is not taken; what was withdrawn stays so
   */
  Outcome accept(Bytes signed, ClockReading at, Before before) throws RefusedException {
    VerifiedStatement checked = check.verify(signed);
    StatementCheck.requireTimely(checked, at);
    if (markDamaged) {
      throw Trouble.STATEMENT_MARK_DAMAGED.asRefusal();
    }
    requireForward(checked);
    boolean already =
        newest.map(VerifiedStatement::sha256).filter(checked.sha256()::equals).isPresent();
    if (!already) {
      try {
        before.keep();
        store.replace(FILE, signed);
      } catch (IOException e) {
        log.error("library statement not stored failure={}", e.toString());
        throw RefusedException.ours(
            "statement-not-stored", "The gateway's disk could not store the statement.");
      }
      holds(checked);
    }
    return new Outcome(checked, already);
  }

  private void holds(VerifiedStatement checked) {
    newest = Optional.of(checked);
    StatementMark reached = StatementMark.of(checked);
    if (markDamaged || !reached.equals(mark)) {
      try {
        reached.save(store);
      } catch (IOException e) { // the statement itself still holds; the next load tries again
        log.error("highest statement not stored failure={}", e.toString());
      }
    }
    mark = reached;
    markDamaged = false;
  }

  private void requireForward(VerifiedStatement checked) throws RefusedException {
    LibraryStatement statement = checked.statement();
    if (statement.number() < mark.number()) {
      throw RefusedException.of(
          "statement-not-newer",
          "Statement " + statement.number() + " is older than statement " + mark.number() + ".");
    }
    if (statement.number() == mark.number() && !checked.sha256().equals(mark.sha256())) {
      throw RefusedException.of(
          "statement-number-reused",
          "Statement " + statement.number() + " had another content; a change needs a new number.");
    }
    if (!statement.contents().containsAll(mark.withdrawn())) {
      throw RefusedException.of(
          "statement-incomplete",
          "It leaves out a library that an earlier statement withdrew; withdrawn is for good.");
    }
  }
}
