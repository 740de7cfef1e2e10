// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.order.OrderMarks.Mark;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.trust.TrustException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The marks on disk. An order's mark stands there before its pump is touched, its ending before it
 * is told. What cannot be written is not done.
 */
public final class OrderBook {
  private static final Logger log = LoggerFactory.getLogger(OrderBook.class);

  static final String FILE = "order-marks.sealed";

  private final SealedStore store;
  private OrderMarks marks = OrderMarks.NONE;

  /** The marks cannot be read; until the time is known nobody can say what was before. */
  private boolean lost;

  public OrderBook(SealedStore store) {
    this.store = store;
  }

  /** Takes up what is stored; what was interrupted by the end of the last run has failed. */
  synchronized void load(Ending interrupted) {
    try {
      Optional<Bytes> stored = store.read(FILE);
      marks = stored.isPresent() ? OrderMarks.from(stored.get()) : OrderMarks.NONE;
    } catch (IOException | TrustException | DocumentException e) {
      log.error("order marks lost, older orders are refused failure={}", e.toString());
      lost = true;
      return;
    }
    for (String id : marks.interrupted()) {
      marks = marks.changed(id, marks.find(id).orElseThrow().ended(interrupted));
    }
  }

  /** Empty if this order was never here; then it is written that it was. */
  synchronized Optional<Ending> begin(SignedOrder order, ClockReading at) throws RefusedException {
    if (lost && at.quality() != ClockQuality.SYNCHRONISED) {
      return OrderIntake.untimely(order, at);
    }
    Instant latest = OrderIntake.latestIssue(at);
    if (lost) { // once: a floor that went along with the clock would keep every order out for ever
      write(OrderMarks.lost(latest));
    }
    marks = marks.upTo(latest);
    if (marks.hasHad(order)) {
      return Optional.of(
          Ending.refused(
              "order-replayed", "This gateway has had the order before" + how(marks, order)));
    }
    write(marks.with(order.id(), Mark.of(order, Optional.empty()), latest));
    return Optional.empty();
  }

  private static String how(OrderMarks marks, SignedOrder order) {
    return marks
        .find(order.id())
        .flatMap(Mark::ending)
        .map(ending -> "; it ended as " + ending.code() + ".")
        .orElse(", or cannot tell.");
  }

  /**
   * It is known how it ended. If that cannot be written, the next start says that it was
   * interrupted.
   */
  synchronized void end(SignedOrder order, Ending ending) {
    OrderMarks ended = marks.changed(order.id(), Mark.of(order, Optional.of(ending)));
    try {
      write(ended);
    } catch (RefusedException e) {
      marks = ended;
    }
  }

  /** The journal holds how it ended. */
  synchronized void told(String id) {
    Optional<Mark> mark = marks.find(id);
    if (mark.isPresent() && !mark.get().told()) {
      OrderMarks told = marks.changed(id, mark.get().asTold());
      try {
        write(told);
      } catch (RefusedException e) { // then it is told once more after a restart
        marks = told;
      }
    }
  }

  synchronized List<String> untold() {
    return marks.untold();
  }

  synchronized Optional<Mark> find(String id) {
    return marks.find(id);
  }

  private void write(OrderMarks next) throws RefusedException {
    try {
      store.replace(FILE, next.toBytes());
      marks = next;
      lost = false;
    } catch (IOException e) {
      log.error("order marks not stored failure={}", e.toString());
      throw RefusedException.ours(
          "order-not-stored", "The gateway's disk could not store that the order was here.");
    }
  }
}
