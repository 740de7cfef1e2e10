// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import static io.pumpbridge.druglibrary.order.OrderLab.ID;
import static io.pumpbridge.druglibrary.order.OrderLab.ORDER;
import static io.pumpbridge.druglibrary.order.OrderLab.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.store.CrashingStore.PowerCut;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each id at most once, whatever happens to power and disk. */
class OrderOnceTest {
  private final OrderLab lab = new OrderLab();

  private String code(String order) throws Exception {
    return lab.send(order).body().text("code");
  }

  @Test
  void theSameOrderIsCarriedOutOnceAlsoAcrossRestarts() throws Exception {
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    assertThat(code(ORDER)).isEqualTo("order-replayed");
    lab.restart();
    assertThat(lab.send(ORDER).body().text("reason")).contains("order-programmed");
    assertThat(code(with("\"0.1\"", "\"0.2\"")))
        .as("same id, other dose")
        .isEqualTo("order-replayed");
    assertThat(lab.pump.set).hasSize(1);
    assertThat(code(with(ID, "o-2"))).isEqualTo("order-programmed");
  }

  @Test
  void aRefusedOrderIsNotCarriedOutLaterEither() throws Exception {
    lab.pump.outcomes.add(new Refused(Reason.NOT_STOPPED, "It infuses."));
    assertThat(code(ORDER)).isEqualTo("pump-not-stopped");
    lab.restart();
    assertThat(code(ORDER)).isEqualTo("order-replayed");
    assertThat(lab.pump.set).hasSize(1);
  }

  @Test
  void aPowerCutAtAnyMomentEndsInOneEndingAndNoSecondTry() throws Exception {
    for (int change = 1; change <= 3; change++) {
      for (boolean after : List.of(false, true)) {
        OrderLab cut = new OrderLab();
        cut.store.cutPowerAt(change, after);
        Throwable cutAt = catchThrowable(() -> cut.send(ORDER));
        if (change < 3) { // the third is written where the journal calls back, after the answer
          assertThat(cutAt).isInstanceOf(PowerCut.class);
        }
        cut.restart();
        boolean neverHere = change == 1 && !after;
        String again = cut.send(ORDER).body().text("code");
        assertThat(again)
            .as("change %d, after %s", change, after)
            .isEqualTo(neverHere ? "order-programmed" : "order-replayed");
        assertThat(cut.pump.set).hasSize(change == 1 && after ? 0 : 1);
        boolean unknown = change == 1 ? after : change == 2 && !after;
        EventName ending = unknown ? EventName.ORDER_FAILED : EventName.ORDER_PROGRAMMED;
        EventName other = unknown ? EventName.ORDER_PROGRAMMED : EventName.ORDER_FAILED;
        assertThat(cut.journal.names()).as("change %d", change).contains(ending);
        assertThat(cut.journal.names()).as("change %d", change).doesNotContain(other);
      }
    }
  }

  @Test
  void aPowerCutWhileThePumpIsSetIsToldAsAFailure() throws Exception {
    lab.pump.meanwhile =
        () -> {
          throw new PowerCut();
        };
    assertThatThrownBy(() -> lab.send(ORDER)).isInstanceOf(PowerCut.class);
    lab.restart();
    assertThat(lab.journal.last(EventName.ORDER_FAILED).text("code"))
        .isEqualTo("order-interrupted");
    lab.restart();
    assertThat(lab.journal.names()).as("told once").containsExactly(EventName.ORDER_FAILED);
    assertThat(code(ORDER)).isEqualTo("order-replayed");
  }

  @Test
  void whatTheJournalCouldNotTakeIsToldAtTheNextStart() throws Exception {
    lab.journal.failing = true;
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    lab.journal.failing = false;
    lab.restart();
    assertThat(lab.journal.last(EventName.ORDER_PROGRAMMED).quantity("rate").toString())
        .isEqualTo("6.56 mL/h");
    lab.restart();
    assertThat(lab.journal.names()).containsExactly(EventName.ORDER_PROGRAMMED);
  }

  @Test
  void whatCannotBeWrittenDownIsNotDone() throws Exception {
    lab.store.failing = true;
    assertThat(code(ORDER)).isEqualTo("order-not-stored");
    assertThat(lab.pump.set).isEmpty();
    lab.store.failing = false;
    assertThat(code(ORDER)).isEqualTo("order-programmed");
  }

  private static String order(String id, Instant issued) {
    String by = Examples.with(with(ID, id), "2026-03-01T11:59:00Z", issued.toString());
    return Examples.with(by, "2026-03-01T12:10:00Z", issued.plusSeconds(600).toString());
  }

  @Test
  void whenTheMarksAreLostWhatMayHaveBeenHereIsRefusedAndNothingElse() throws Exception {
    String ahead = order("ahead", lab.clock.wall.plusSeconds(120));
    assertThat(code(ORDER)).isEqualTo("order-programmed");
    assertThat(code(ahead)).isEqualTo("order-programmed");
    lab.store.damage(OrderBook.FILE);
    lab.restart();
    lab.clock.quality = ClockQuality.HOLDOVER;
    assertThat(code(ORDER)).isEqualTo("clock-untrusted");
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    assertThat(code(ORDER)).isEqualTo("order-replayed");
    lab.clock.pass(Duration.ofMinutes(3));
    assertThat(code(ahead)).isEqualTo("order-replayed");
    lab.restart();
    lab.clock.pass(Duration.ofMinutes(3));
    assertThat(code(order("o-2", lab.clock.wall.minusSeconds(1)))).isEqualTo("order-programmed");
    assertThat(code(ahead)).isEqualTo("order-replayed");
    assertThat(lab.pump.set).hasSize(3);
  }

  @Test
  void theMarksAreSealedAndBounded() throws Exception {
    for (int i = 0; i < OrderMarks.MAX_MARKS + 20; i++) {
      String issued = Fakes.NOW.minusSeconds(300 - i).toString();
      assertThat(code(Examples.with(with(ID, "o-" + i), "2026-03-01T11:59:00Z", issued)))
          .isEqualTo("order-programmed");
    }
    String oldest = Fakes.NOW.minusSeconds(300).toString();
    assertThat(code(Examples.with(with(ID, "o-0"), "2026-03-01T11:59:00Z", oldest)))
        .as("its mark has gone, its time has not")
        .isEqualTo("order-replayed");
    assertThat(lab.store.read(OrderBook.FILE).orElseThrow().length()).isLessThan(256 * 1024);
    assertThat(
            lab.store
                .read(OrderBook.FILE)
                .orElseThrow()
                .toText(java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("o-100");
  }
}
