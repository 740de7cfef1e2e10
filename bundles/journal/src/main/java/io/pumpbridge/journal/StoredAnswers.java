// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Answers.Answer;
import io.pumpbridge.journal.StoreOpening.Opened;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import io.pumpbridge.model.measure.Bytes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The inbox: which commands have been answered, and how. While answers of a damaged store are not
 * back yet, nobody can say that a command is new.
 */
final class StoredAnswers {
  private final Store store;
  private final StoreOpening opening;
  private final RecordSeal seal;

  /** Damaged stores that cannot be read, so that nobody waits for their answers. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  StoredAnswers(Store store, StoreOpening opening, RecordSeal seal) {
    this.store = store;
    this.opening = opening;
    this.seal = seal;
  }

  /**
   * The answer that was given to this request, if any was.
   *
   * @throws JournalException {@code UNAVAILABLE} while that cannot be told
   */
  Optional<Fields> find(String requestId) throws JournalException {
    Optional<Bytes> sealed =
        store.look(
            opened -> {
              Optional<Bytes> found = opened.database().answers().find(requestId);
              if (found.isEmpty() && isIncomplete(opened)) {
                throw new JournalException(
                    Reason.UNAVAILABLE, "the answers of a damaged store are not all back yet");
              }
              return found;
            });
    try {
      return sealed.isEmpty()
          ? Optional.empty()
          : Optional.of(seal.openAnswer(requestId, sealed.get()));
    } catch (JournalException e) {
      throw store.noticed(e);
    }
  }

  private boolean isIncomplete(Opened opened) throws SQLException, JournalException {
    for (Path damaged : opening.unsalvaged()) {
      String name = StoreFiles.nameOf(damaged);
      if (!unreadable.contains(name) && !opened.database().salvages().find(name).answersDone()) {
        return true;
      }
    }
    return false;
  }

  /** Its files cannot be read now. */
  void doWithout(String damaged) {
    unreadable.add(damaged);
  }

  void remember(String requestId, Fields answer) throws JournalException {
    Bytes sealed = seal.sealAnswer(requestId, answer);
    long limit = store.budget().answerBytes();
    if (sealed.length() > limit) {
      throw new JournalException(Reason.STORAGE, "the answer is too large to be remembered");
    }
    boolean unused =
        store.change(
            (database, draft) -> {
              database.answers().put(requestId, sealed, limit);
              return true;
            });
  }

  /** As they came from the file, and not yet believed. */
  List<Answer> after(long id, int maxCount) throws JournalException {
    return store.examine(opened -> opened.database().answers().after(id, maxCount));
  }
}
