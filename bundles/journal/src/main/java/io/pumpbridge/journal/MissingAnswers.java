// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Whether damaged stores may hold answers that are not back yet. One that cannot be read may: only
 * that it was read, or is there no more, says otherwise. Changes while the store's lock is held.
 */
final class MissingAnswers {
  private final StoreOpening opening;
  private volatile boolean any;

  MissingAnswers(StoreOpening opening) {
    this.opening = opening;
  }

  /** Waits for nobody. */
  boolean isAny() {
    return any;
  }

  /** A store was opened. */
  void lookIn(Database database) throws SQLException, JournalException {
    any = isAnyIn(database);
  }

  /** Some are back now, or gone for good: are there more? */
  void lookAgain(Store store) throws JournalException {
    if (any) {
      store.look(
          (database, ledger) -> {
            any = any && isAnyIn(database);
            return any;
          });
    }
  }

  private boolean isAnyIn(Database database) throws SQLException, JournalException {
    for (Path directory : opening.unsalvaged()) {
      if (!database.salvages().find(StoreFiles.name(directory)).answersDone()) {
        return true;
      }
    }
    return false;
  }
}
