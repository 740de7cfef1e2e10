// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.event.EventRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a transaction would have stored whose commit failed. The disk may have it all the same: then
 * an alarm that is tried again is there already, and must not be stored twice.
 */
record Uncertain(List<Outcome> outcomes) {
  static final Uncertain NOTHING = new Uncertain(List.of());

  Uncertain {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * After one more attempt that failed. What it has not got to, and is to be tried again, is as
   * uncertain as it was.
   */
  Uncertain after(List<Outcome> attempt) {
    List<Outcome> all = new ArrayList<>(attempt);
    all.addAll(without(attempt).outcomes());
    return new Uncertain(all);
  }

  /** After one more attempt that stored these; nor does it matter any more for who was told. */
  Uncertain without(List<Outcome> stored) {
    if (outcomes.isEmpty()) {
      return this;
    }
    Set<Pending> settled = stored.stream().map(Outcome::entry).collect(Collectors.toSet());
    return new Uncertain(
        outcomes.stream()
            .filter(outcome -> !outcome.entry().future().isDone())
            .filter(outcome -> !settled.contains(outcome.entry()))
            .toList());
  }

  /** The entry's record, if the store has that very one. */
  Optional<Outcome> find(Pending entry, Database database, Ledger ledger) throws SQLException {
    for (Outcome outcome : outcomes) {
      if (outcome.entry().equals(entry)
          && outcome.record().isPresent()
          && isStored(outcome.record().get(), database, ledger)) {
        return Optional.of(outcome);
      }
    }
    return Optional.empty();
  }

  private static boolean isStored(EventRecord record, Database database, Ledger ledger)
      throws SQLException {
    Optional<Head> head = ledger.find(record.stream());
    return head.isPresent()
        && database
            .records()
            .at(head.get(), record.sequence())
            .filter(row -> row.hash().toHex().equals(record.hash()))
            .isPresent();
  }
}
