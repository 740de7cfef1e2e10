// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.journal.Answers.Answer;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.model.journal.JournalException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One walk through all that is stored, a page at a time: that it can be read, opens and chains. The
 * store's lock is held while rows are fetched and not while they are verified. What does not hold
 * condemns the store, as it does for any reader. Not for two threads.
 */
final class Scrub {
  /** As a reader's page: a few milliseconds of the lock. */
  static final int PAGE = 200;

  private final Store store;
  private final RecordReader reader;
  private final RecordSeal seal;
  private final Deque<StreamId> streams = new ArrayDeque<>();
  private boolean structureDone;
  private boolean answersDone;
  private long afterAnswer = Long.MIN_VALUE;
  private long afterRecord;

  Scrub(Store store, RecordSeal seal) {
    this.store = store;
    this.reader = new RecordReader(store, seal);
    this.seal = seal;
    store.ledger().ifPresent(ledger -> ledger.heads().forEach(head -> streams.add(head.stream())));
  }

  /**
   * Verifies the next page.
   *
   * @return whether there is more
   * @throws JournalException also if something does not hold; the store is condemned then
   */
  boolean step() throws JournalException {
    if (!structureDone) {
      structureDone =
          store.inspect(
              (database, ledger) -> {
                database.schema().requireStructure();
                return true;
              });
      return true;
    }
    if (!answersDone) {
      answersDone = verifyAnswers();
      return true;
    }
    if (streams.isEmpty()) {
      return false;
    }
    StreamId stream = streams.element();
    long verified = reader.verify(stream, afterRecord, PAGE);
    if (verified <= afterRecord) {
      streams.remove();
      afterRecord = 0;
    } else {
      afterRecord = verified;
    }
    return true;
  }

  private boolean verifyAnswers() throws JournalException {
    List<Answer> answers =
        store.inspect((database, ledger) -> database.answers().after(afterAnswer, PAGE));
    for (Answer answer : answers) {
      if (!seal.opensAnswer(answer.requestId(), answer.sealed())) {
        String why = "the answer to a command does not open";
        store.condemn(why);
        throw new JournalException(Reason.DAMAGED, why);
      }
      afterAnswer = answer.id();
    }
    return answers.isEmpty();
  }
}
