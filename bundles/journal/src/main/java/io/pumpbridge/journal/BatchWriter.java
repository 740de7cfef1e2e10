// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Intake.Pending;
import io.pumpbridge.journal.Scribe.Outcome;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.time.ClockReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what callers have appended, a batch in one transaction. For one thread. */
final class BatchWriter {
  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

  /**
   * What became of a batch.
   *
   * @param outcomes of what was stored, or never will be
   * @param refused what the disk refused
   * @param why it did; empty if it refused nothing
   */
  record Written(List<Outcome> outcomes, List<Pending> refused, Optional<JournalException> why) {
    static Written whole(List<Outcome> outcomes) {
      return new Written(outcomes, List.of(), Optional.empty());
    }
  }

  private final Store store;
  private Uncertain uncertain = Uncertain.NOTHING;

  BatchWriter(Store store) {
    this.store = store;
  }

  /**
   * Numbers, chains, seals and commits; on failure nothing of the batch has been numbered. If it
   * fails because the file is damaged, the store that takes its place takes the batch.
   */
  Written write(Batch batch) throws JournalException {
    return store.alone(
        () -> {
          try {
            return Written.whole(enter(batch));
          } catch (JournalException e) {
            if (store.isCondemned()) {
              return Written.whole(enter(batch));
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
                  if (batch.size() == place + 1) {
                    scribe.insertInto(database); // now, while more of a burst may be on its way
                  }
                }
                return outcomes;
              });
      uncertain = uncertain.without(outcomes);
      return stored;
    } catch (JournalException | RuntimeException | Error e) {
      uncertain = uncertain.after(outcomes);
      throw e;
    }
  }

  /** Until the disk does worse than being full: then nothing more is tried. */
  private Written enterSingly(Batch batch) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Pending> refused = new ArrayList<>();
    Optional<JournalException> why = Optional.empty();
    for (Pending entry : batch.entries()) {
      boolean lost = store.ledger().isEmpty() && !store.isCondemned();
      Optional<JournalException> failure = lost ? why : enterAlone(entry, batch.at(), outcomes);
      if (failure.isPresent()) {
        refused.add(entry);
        why = failure;
      }
    }
    return new Written(outcomes, refused, why);
  }

  /** What was stored before it stays stored, so nothing may be thrown from here. */
  private Optional<JournalException> enterAlone(
      Pending entry, ClockReading at, List<Outcome> outcomes) {
    try {
      outcomes.addAll(enter(Batch.of(List.of(entry), at)));
      return Optional.empty();
    } catch (JournalException e) {
      return Optional.of(e);
    } catch (RuntimeException | Error e) {
      log.error("journal has a bug, event not written", e);
      return Optional.of(Faults.stumbled(e));
    }
  }
}
