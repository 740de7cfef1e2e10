// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import io.pumpbridge.model.journal.JournalException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the store stands at present, and the log's word when that changes. It is changed only while
 * {@link Store}'s lock is held; looking needs none.
 */
final class Standing {
  private static final Logger log = LoggerFactory.getLogger(Standing.class);

  private volatile Condition condition = Condition.UNOPENED;

  Condition condition() {
    return condition;
  }

  void change(UnaryOperator<Condition> change) {
    Condition before = condition;
    condition = change.apply(before);
    if (before.failure().isPresent() && condition.failure().isEmpty()) {
      log.info("journal can write again");
    }
  }

  /** Says so, once. */
  JournalException failed(JournalException failure) {
    if (condition.failure().isEmpty()) {
      log.error("journal cannot write reason={}", failure.getMessage());
    }
    if (!condition.hasStopped()) { // which is for good, and the graver of the two
      closed(Trouble.of(failure), String.valueOf(failure.getMessage()));
    }
    return failure;
  }

  void closed(Trouble trouble, String why) {
    change(now -> now.closed(trouble, why));
  }
}
