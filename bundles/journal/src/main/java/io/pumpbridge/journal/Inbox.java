// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import java.sql.SQLException;
import java.util.Optional;

/**
 * How commands have been answered. An answer that may still be in a damaged store is refused rather
 * than denied, so that no command is carried out twice. From any thread.
 */
final class Inbox {
  private final Store store;
  private final RecordSeal seal;

  Inbox(Store store, RecordSeal seal) {
    this.store = store;
    this.seal = seal;
  }

  Optional<Fields> find(String requestId) throws JournalException {
    Optional<Bytes> sealed = store.look((database, ledger) -> known(database, requestId));
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(seal.openAnswer(requestId, sealed.orElseThrow()));
    } catch (JournalException e) {
      throw store.noticed(e);
    }
  }

  /** Both within one look: in between, an answer could come back and be the last one missing. */
  private Optional<Bytes> known(Database database, String requestId)
      throws SQLException, JournalException {
    Optional<Bytes> sealed = database.answers().find(requestId);
    if (sealed.isEmpty() && store.missingAnswers().isAny()) {
      throw new JournalException(
          Reason.UNAVAILABLE, "the answers of a damaged store are not all back yet");
    }
    return sealed;
  }

  /** How an answer comes into its table. */
  @FunctionalInterface
  interface Putting {
    void put(Answers answers, String requestId, Bytes sealed, long maxBytes) throws SQLException;
  }

  void remember(String requestId, Fields answer, Putting how) throws JournalException {
    Bytes sealed = seal.sealAnswer(requestId, answer);
    store.alone(
        () -> {
          long maxBytes = store.answerBytes();
          if (sealed.length() > maxBytes) {
            throw new JournalException(Reason.STORAGE, "the answer is too large to be remembered");
          }
          return store.change(
              (database, draft) -> {
                how.put(database.answers(), requestId, sealed, maxBytes);
                return true;
              });
        });
  }
}
