// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;

/** Whether damaged stores may hold answers that are not back yet. */
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

  /** Some are back now: are there more? */
  void lookAgain(Store store) throws JournalException {
    if (any) {
      store.look(
          (database, ledger) -> {
            any = any && isAnyIn(database);
            return any;
          });
    }
  }

  /** A damaged store cannot be read now, and nobody is to wait for its answers. */
  void giveUp() {
    any = false;
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
