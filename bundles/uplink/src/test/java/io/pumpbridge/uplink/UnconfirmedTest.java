// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the server has confirmed, and what it has not, decides what is sent again and how much. */
class UnconfirmedTest extends WindowBed {
  @Test
  void anAcknowledgementLetsNothingGo() throws Exception {
    append(Lane.CLINICAL, 3);
    acknowledge(drain());
    assertThat(journal.streams())
        .filteredOn(status -> status.stream().lane() == Lane.CLINICAL)
        .extracting(StreamStatus::storedCount)
        .containsExactly(3L);
  }

  @Test
  void whatIsConfirmedIsNotSentAgain() throws Exception {
    append(Lane.CLINICAL, 2);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    confirm(sent.get(1).record());
    clock.advance(Duration.ofHours(1));
    assertThat(drain()).isEmpty();
  }

  @Test
  void whatTheServerDoesNotConfirmIsSentAgainAndEachTimeLater() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    List<Long> waits = new ArrayList<>();
    long last = now();
    while (waits.size() < 8) {
      clock.advance(Duration.ofSeconds(1));
      List<Move.Send> again = drain();
      if (!again.isEmpty()) {
        assertThat(sequences(again)).containsExactly(1L, 2L);
        waits.add((now() - last) / 1_000);
        last = now();
        acknowledge(again);
      }
    }
    assertThat(waits).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L, 600L);
  }

  @Test
  void aConfirmationMakesTheNextWaitShortAgain() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    clock.advance(Duration.ofSeconds(30));
    List<Move.Send> again = drain();
    acknowledge(again);
    confirm(again.get(0).record());
    drain();
    clock.advance(Duration.ofSeconds(29));
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(sequences(drain())).containsExactly(2L);
  }

  @Test
  void whileTheServerConfirmsSlowlyButSteadilyNothingIsSentAgain() throws Exception {
    append(Lane.CLINICAL, 16);
    List<Move.Send> sent = drain();
    acknowledge(sent);
    for (Move.Send send : sent) { // one every 20 s: the last after 320 s
      clock.advance(Duration.ofSeconds(20));
      confirm(send.record());
      assertThat(drain()).isEmpty();
    }
  }

  @Test
  void aServerThatConfirmsNothingIsSentABoundedNumberPerLane() throws Exception {
    append(Lane.TELEMETRY, 600);
    append(Lane.AUDIT, 1);
    List<Lane> lanes = lanes(drainIntoTheBroker());
    assertThat(lanes.stream().filter(Lane.TELEMETRY::equals))
        .hasSize(OutboundWindow.UNCONFIRMED_FIRST);
    assertThat(lanes).as("the other lanes go on").contains(Lane.AUDIT);
  }

  @Test
  void eachConfirmationOfAllThatItWasSentDoublesWhatAServerMayHaveUnconfirmed() throws Exception {
    append(Lane.TELEMETRY, 6_000);
    List<Integer> sent = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      List<Move.Send> all = drainIntoTheBroker();
      sent.add(all.size());
      confirm(all.get(all.size() - 1).record());
    }
    assertThat(sent).containsExactly(256, 512, 1_024, 2_048, OutboundWindow.UNCONFIRMED_MAX);
  }

  @Test
  void whoIsNotAskedForAllOfItProvesNothing() throws Exception {
    for (int i = 0; i < 5; i++) {
      append(Lane.TELEMETRY, 10);
      List<Move.Send> all = drainIntoTheBroker();
      confirm(all.get(9).record());
    }
    append(Lane.TELEMETRY, 600);
    assertThat(drainIntoTheBroker()).hasSize(OutboundWindow.UNCONFIRMED_FIRST);
  }

  @Test
  void aServerThatFellSilentIsSentFewAgain() throws Exception {
    append(Lane.TELEMETRY, 2_000);
    List<Move.Send> first = drainIntoTheBroker();
    confirm(first.get(first.size() - 1).record());
    assertThat(drainIntoTheBroker()).hasSize(512);
    clock.advance(Duration.ofMinutes(5));
    assertThat(drainIntoTheBroker()).hasSize(OutboundWindow.UNCONFIRMED_FIRST);
  }

  @Test
  void howLongTheServerHasConfirmedNothingIsKnownAcrossRepeats() throws Exception {
    append(Lane.CLINICAL, 2);
    acknowledge(drain());
    clock.advance(Duration.ofSeconds(40));
    List<Move.Send> again = drain();
    acknowledge(again);
    assertThat(window.unconfirmedMs(now())).isEqualTo(40_000);
    confirm(again.get(1).record());
    drain();
    assertThat(window.unconfirmedMs(now())).isZero();
  }
}
