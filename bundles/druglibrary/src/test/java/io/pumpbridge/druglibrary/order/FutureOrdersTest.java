// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import static io.pumpbridge.druglibrary.order.OrderLab.ID;
import static io.pumpbridge.druglibrary.order.OrderLab.ORDER;
import static io.pumpbridge.druglibrary.order.OrderLab.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The order system's clock is ahead: nothing is carried out, and nothing stays locked out. */
class FutureOrdersTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration HOUR = Duration.ofHours(1);

  private final OrderLab lab = new OrderLab();

  private String code(String order) throws Exception {
    return lab.send(order).body().text("code");
  }

  private static String order(String id, Instant issued) {
    String by = Examples.with(with(ID, id), "2026-03-01T11:59:00Z", issued.toString());
    return Examples.with(by, "2026-03-01T12:10:00Z", issued.plusSeconds(600).toString());
  }

  private void flood(int count, String code) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(code(order("ahead-" + i, Fakes.NOW.plus(YEAR).plusSeconds(i)))).isEqualTo(code);
    }
  }

  @Test
  void aGoodOrderIsCarriedOutAfterManyFromTheFutureAlsoAfterARestart() throws Exception {
    flood(OrderMarks.MAX_MARKS + 1, "order-from-future");
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    assertThat(code(ORDER)).isEqualTo("order-replayed");
    lab.restart();
    assertThat(code(order("o-2", Fakes.NOW))).isEqualTo("order-programmed");
    assertThat(code(ORDER)).isEqualTo("order-replayed");
    assertThat(lab.pump.set).hasSize(2);
    assertThat(lab.journal.names())
        .filteredOn(EventName.ORDER_REFUSED::equals)
        .as("each refusal is told")
        .hasSize(OrderMarks.MAX_MARKS + 1 + 2);
  }

  @Test
  void theSameHoldsWhereNoClockSaidThatTheyAreFromTheFuture() throws Exception {
    lab.clock.quality = ClockQuality.HOLDOVER;
    flood(OrderMarks.MAX_MARKS, "clock-untrusted");
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    assertThat(code(order("o-2", Fakes.NOW))).isEqualTo("order-programmed");
  }

  @Test
  void aFloorThatIsAheadComesDownToWhatCanHaveBeenCarriedOut() throws Exception {
    lab.clock.quality = ClockQuality.HOLDOVER;
    flood(OrderMarks.MAX_MARKS + 1, "clock-untrusted");
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    assertThat(code(ORDER)).as("nobody knows for a moment").isEqualTo("order-replayed");
    lab.clock.pass(Duration.ofMinutes(6));
    assertThat(code(order("o-2", lab.clock.wall))).isEqualTo("order-programmed");
  }

  @Test
  void anOrderRefusedAsFromTheFutureIsNotCarriedOutWhenItsTimeComes() throws Exception {
    for (int i = 0; i < OrderMarks.MAX_MARKS; i++) {
      code(order("before-" + i, Fakes.NOW.minusSeconds(300 - i)));
    }
    String soon = order("soon", Fakes.NOW.plus(Duration.ofMinutes(6)));
    assertThat(code(soon)).isEqualTo("order-from-future");
    flood(OrderMarks.MAX_MARKS, "order-from-future");
    assertThat(code(order("o-2", Fakes.NOW))).isEqualTo("order-programmed");
    lab.restart();
    lab.clock.pass(Duration.ofMinutes(7));
    assertThat(code(soon)).isEqualTo("order-replayed");
  }

  @Test
  void ordersFromTheFutureLeaveRoomForThoseThatCameInDisorder() throws Exception {
    flood(OrderMarks.MAX_MARKS, "order-from-future");
    assertThat(code(order("o-2", Fakes.NOW))).isEqualTo("order-programmed");
    assertThat(code(order("o-1", Fakes.NOW.minusSeconds(30)))).isEqualTo("order-programmed");
    assertThat(code(order("o-3", Fakes.NOW.minusSeconds(10)))).isEqualTo("order-programmed");
  }

  /** Then it is what the gateway has set that looks as if it came from the future. */
  @Test
  void whatWasCarriedOutBeforeTheClockWentBackKeepsItsMark() throws Exception {
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    lab.clock.pass(HOUR.negated());
    for (int i = 0; i <= OrderMarks.MAX_MARKS_AHEAD; i++) {
      String nearer = order("nearer-" + i, lab.clock.wall.plusSeconds(600 + i));
      assertThat(code(nearer)).isEqualTo("order-from-future");
    }
    lab.restart();
    lab.clock.pass(HOUR);
    assertThat(code(ORDER)).isEqualTo("order-replayed");
  }

  @Test
  void aFloorAboveWhatWasCarriedOutDoesNotComeDownWhenTheClockGoesBack() throws Exception {
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    lab.clock.pass(Duration.ofMinutes(1));
    for (int i = 0; i < OrderMarks.MAX_MARKS; i++) {
      assertThat(code(order("o-" + i, lab.clock.wall))).isEqualTo("order-programmed");
    }
    lab.clock.pass(HOUR.negated());
    code(order("ahead", lab.clock.wall.plus(Duration.ofMinutes(6))));
    lab.restart();
    lab.clock.pass(HOUR);
    assertThat(code(ORDER)).as("its mark gave way").isEqualTo("order-replayed");
    lab.clock.pass(Duration.ofMinutes(1));
    assertThat(code(order("late", lab.clock.wall))).isEqualTo("order-programmed");
  }

  /** A year that was wrong is put right: what is ordered now must not wait for it to come. */
  @Test
  void ordersGoOnWhereAllThatWasCarriedOutIsAhead() throws Exception {
    for (int i = 0; i < OrderMarks.MAX_MARKS; i++) {
      assertThat(code(order("o-" + i, lab.clock.wall))).isEqualTo("order-programmed");
    }
    lab.clock.pass(YEAR.negated());
    String first = order("first", lab.clock.wall);
    assertThat(code(first)).isEqualTo("order-programmed");
    lab.clock.pass(Duration.ofMinutes(1));
    assertThat(code(order("second", lab.clock.wall))).isEqualTo("order-programmed");
    assertThat(code(first)).isEqualTo("order-replayed");
  }

  @Test
  void marksStayBoundedHoweverOftenTheClockGoesBack() throws Exception {
    for (int i = 0; i < 4 * OrderMarks.MAX_MARKS; i++) {
      code(order("o-" + i, lab.clock.wall));
      lab.clock.pass(Duration.ofMinutes(-6));
    }
    assertThat(lab.store.read(OrderBook.FILE).orElseThrow().length()).isLessThan(256 * 1024);
  }
}
