// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.order.OrderIntake.Again;
import io.pumpbridge.druglibrary.order.OrderIntake.End;
import io.pumpbridge.druglibrary.order.OrderIntake.Next;
import io.pumpbridge.druglibrary.order.OrderIntake.Setting;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries orders out, each id at most once and one at a time for each channel. Order on disk: the
 * mark, then the pump, then how it ended, then the journal, then that it was told. After a power
 * cut an order that has a mark and no end has failed; it is never tried again.
 */
public final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  /** As long as a pump may be busy or miss an answer before the order is refused for it. */
  static final Duration MAX_WAIT = Duration.ofSeconds(10);

  /** Between two attempts: a pump is polled about once a second. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  static final Ending INTERRUPTED =
      Ending.failed(
          "order-interrupted",
          "The gateway was interrupted while it carried out the order, and does not try again."
              + " Somebody must look at the pump before it is started.");

  /**
   * What orders are judged by.
   *
   * @param library in force for what begins now
   * @param encounter of the association that holds for a channel
   */
  public record Basis(
      Supplier<Optional<DrugLibrary>> library,
      BiFunction<Channel, Instant, Optional<String>> encounter) {}

  /** Lets time go by. */
  @FunctionalInterface
  interface Pause {
    void pass(Duration length) throws InterruptedException;
  }

  /**
   * How it ended.
   *
   * @param id of the order; empty if it was none for this gateway
   */
  record Outcome(Optional<String> id, Ending ending) {}

  private final OrderCheck check;
  private final OrderBook book;
  private final OrderEvents events;
  private final Basis basis;
  private final TrustedClock clock;
  private final Pause pause;
  private final Set<Channel> busy = ConcurrentHashMap.newKeySet();

  public Orders(
      OrderCheck check, OrderBook book, OrderEvents events, Basis basis, TrustedClock clock) {
    this(check, book, events, basis, clock, length -> Thread.sleep(length.toMillis()));
  }

  Orders(
      OrderCheck check,
      OrderBook book,
      OrderEvents events,
      Basis basis,
      TrustedClock clock,
      Pause pause) {
    this.pause = pause;
    this.check = check;
    this.book = book;
    this.events = events;
    this.basis = basis;
    this.clock = clock;
  }

  /** Tells what the last run did not come to tell. */
  public void load() {
    book.load(INTERRUPTED);
    for (String id : book.untold()) {
      OrderMarks.Mark mark = book.find(id).orElseThrow();
      events.ended(
          id, mark.channel(), mark.sha256(), mark.ending().orElseThrow(), () -> book.told(id));
    }
  }

  /** Total: whatever comes has an ending, and the journal is told. */
  Outcome accept(Bytes signed, PumpProgrammer programmer) {
    try {
      SignedOrder order = check.verify(signed);
      Optional<Ending> refused = book.begin(order, clock.read());
      if (refused.isPresent()) { // the mark of the one that was here before stays
        events.notBegun(order, refused.get());
        return new Outcome(Optional.of(order.id()), refused.get());
      }
      Ending ending = carryOut(order, programmer);
      book.end(order, ending);
      events.ended(
          order.id(), order.channel(), order.sha256(), ending, () -> book.told(order.id()));
      return new Outcome(Optional.of(order.id()), ending);
    } catch (RefusedException e) {
      events.refused(signed, e);
      Ending ending = Ending.refused(e.code(), e.reason());
      return new Outcome(
          Optional.empty(),
          e.place().isEmpty()
              ? ending
              : ending.with(Fields.builder().put("place", e.place().get()).build()));
    }
  }

  private Ending carryOut(SignedOrder order, PumpProgrammer programmer) {
    if (!busy.add(order.channel())) {
      return Ending.refused(
          "order-channel-busy", 9015, "Another order is being carried out on the channel.");
    }
    try {
      return attempt(order, programmer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    } catch (RuntimeException e) {
      log.error("an order failed order={}", order.id(), e);
      return Ending.failed(
          "internal", "The gateway failed; somebody must look at the pump before it is started.");
    } finally {
      busy.remove(order.channel());
    }
  }

  private Ending attempt(SignedOrder order, PumpProgrammer programmer) throws InterruptedException {
    long beganMs = clock.read().monotonicMs();
    while (true) {
      ClockReading at = clock.read();
      Optional<Ending> untimely = OrderIntake.untimely(order, at);
      if (untimely.isPresent()) {
        return untimely.get();
      }
      Next next = step(order, programmer, at);
      if (next instanceof End end) {
        return end.ending();
      }
      if (next instanceof Again again && at.monotonicMs() - beganMs >= MAX_WAIT.toMillis()) {
        return again.why();
      }
      pause.pass(PAUSE);
    }
  }

  private Next step(SignedOrder order, PumpProgrammer programmer, ClockReading at)
      throws InterruptedException {
    Next judged =
        OrderIntake.judge(
            order,
            basis.library().get(),
            basis.encounter().apply(order.channel(), at.wall()),
            programmer.find(order.channel().pump(), order.channel().name()));
    if (!(judged instanceof Setting set)) {
      return judged;
    }
    Next after =
        OrderIntake.after(programmer.programme(order.id(), set.pump(), set.rate(), set.volume()));
    if (after instanceof End end) {
      return new End(end.ending().with(set.details()));
    }
    return after instanceof Again again ? new Again(again.why().with(set.details())) : after;
  }
}
