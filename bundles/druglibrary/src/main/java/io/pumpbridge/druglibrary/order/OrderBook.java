// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.order.OrderMarks.Mark;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.KeptMarks;
import io.pumpbridge.druglibrary.store.SealedStore;
import io.pumpbridge.model.time.ClockReading;
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

  private final KeptMarks<OrderMarks> kept;

  public OrderBook(SealedStore store) {
    this.kept =
        new KeptMarks<>(
            store,
            new KeptMarks.Kind<>(
                FILE, OrderMarks.NONE, OrderMarks::from, OrderMarks::toBytes, OrderMarks::lost));
  }

  /** Takes up what is stored; what was interrupted by the end of the last run has failed. */
  synchronized void load(Ending interrupted) {
    kept.load();
    OrderMarks marks = kept.get();
    for (String id : marks.interrupted()) {
      marks = marks.changed(id, marks.find(id).orElseThrow().ended(interrupted));
    }
    kept.hold(marks);
  }

  /** Empty if this order was never here; then it is written that it was. */
  synchronized Optional<Ending> begin(SignedOrder order, ClockReading at) throws RefusedException {
    if (!isKnown(at)) {
      return OrderIntake.untimely(order, at);
    }
    Instant latest = OrderIntake.latestIssue(at);
    OrderMarks marks = kept.get().upTo(latest);
    kept.hold(marks);
    if (marks.hasHad(order)) {
      return Optional.of(
          Ending.refused(
              "order-replayed", "This gateway has had the order before" + how(marks, order)));
    }
    write(marks.with(order.id(), Mark.of(order, Optional.empty()), latest));
    return Optional.empty();
  }

  private boolean isKnown(ClockReading at) throws RefusedException {
    try {
      return kept.areKnown(at);
    } catch (IOException e) {
      throw notStored(e);
    }
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
    OrderMarks ended = kept.get().changed(order.id(), Mark.of(order, Optional.of(ending)));
    try {
      write(ended);
    } catch (RefusedException e) {
      kept.hold(ended);
    }
  }

  /** The journal holds how it ended. */
  synchronized void told(String id) {
    Optional<Mark> mark = kept.get().find(id);
    if (mark.isPresent() && !mark.get().told()) {
      OrderMarks told = kept.get().changed(id, mark.get().asTold());
      try {
        write(told);
      } catch (RefusedException e) { // then it is told once more after a restart
        kept.hold(told);
      }
    }
  }

  synchronized List<String> untold() {
    return kept.get().untold();
  }

  synchronized Optional<Mark> find(String id) {
    return kept.get().find(id);
  }

  private void write(OrderMarks next) throws RefusedException {
    try {
      kept.store(next);
    } catch (IOException e) {
      throw notStored(e);
    }
  }

  private static RefusedException notStored(IOException e) {
    log.error("order marks not stored failure={}", e.toString());
    return RefusedException.ours(
        "order-not-stored", "The gateway's disk could not store that the order was here.");
  }
}
