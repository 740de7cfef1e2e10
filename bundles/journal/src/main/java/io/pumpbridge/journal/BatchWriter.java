// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what callers have appended, a batch in one transaction. For one thread. */
final class BatchWriter {
  private final Store store;
  private Uncertain uncertain = Uncertain.NOTHING;

  BatchWriter(Store store) {
    this.store = store;
  }

  /**
   * Numbers, chains, seals and commits; on failure nothing of the batch has been numbered. If it
   * fails because the file is damaged, the store that takes its place takes the batch.
   */
  List<Outcome> write(Batch batch) throws JournalException {
    return store.alone(
        () -> {
          try {
            return enter(batch);
          } catch (JournalException e) {
            if (store.isCondemned()) {
              return enter(batch);
            }
            if (store.ledger().isEmpty() || batch.entries().size() == 1) {
              throw e;
            }
            return enterSingly(batch); // on a full disk, where a small one may have room
          }
        });
  }

  private List<Outcome> enter(Batch batch) throws JournalException {
    store.open(batch.earliest());
    List<Outcome> outcomes = new ArrayList<>();
    try {
      List<Outcome> stored =
          store.add(
              batch::at,
              (database, draft, scribe, unused) -> {
                outcomes.clear();
                for (int place = 0; batch.reaches(place); place++) {
                  Pending entry = batch.entry(place);
                  Optional<Outcome> known = uncertain.find(entry, database, draft);
                  outcomes.add(known.isPresent() ? known.get() : scribe.enter(entry));
                }
                return outcomes;
              });
      uncertain = Uncertain.NOTHING;
      return stored;
    } catch (JournalException | RuntimeException | Error e) {
      uncertain = uncertain.after(outcomes);
      throw e;
    }
  }

  private List<Outcome> enterSingly(Batch batch) throws JournalException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Pending entry : batch.entries()) {
      try {
        outcomes.addAll(enter(Batch.of(List.of(entry), batch.at())));
      } catch (JournalException e) {
        outcomes.add(new Outcome(entry, Optional.empty(), Optional.of(e)));
      }
    }
    return outcomes;
  }
}
