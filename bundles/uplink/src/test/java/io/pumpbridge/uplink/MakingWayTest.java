// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.journal.JournalException;
import io.pumpbridge.uplink.OutboundWindow.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MakingWayTest extends WindowBed {
  private void loseTheLine() throws JournalException {
    var unused = drain();
    connectAgain();
  }

  private void connectAgain() {
    window.restart(now(), now() + 5_000);
  }

  @Test
  void afterALossSamplesMakeWayForTheAlarmsOfOthers() throws Exception {
    for (Lane lane : Lane.values()) {
      append(lane, 5);
    }
    loseTheLine();
    List<Move.Send> sent = drain();
    assertThat(lanes(sent)).hasSize(10).containsOnly(Lane.ALARM, Lane.CLINICAL);
    acknowledge(sent);
    clock.advance(Duration.ofMillis(4_999));
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(lanes(drain())).contains(Lane.TELEMETRY);
  }

  @Test
  void whoHasOnlySamplesProvesTheLineWithOne() throws Exception {
    append(Lane.TELEMETRY, 10);
    loseTheLine();
    List<Move.Send> first = drain();
    assertThat(sequences(first)).containsExactly(1L);
    assertThat(window.isIdle()).isFalse();
    acknowledge(first);
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofSeconds(5));
    assertThat(sequences(drain())).startsWith(2L).endsWith(10L).hasSize(9);
  }

  @Test
  void onALineThatIsLostAgainAndAgainSamplesGoEverySecondTime() throws Exception {
    append(Lane.TELEMETRY, 10);
    List<Integer> sent = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      loseTheLine();
      sent.add(drain().size());
      clock.advance(Duration.ofMillis(4_999));
    }
    assertThat(sent).containsExactly(1, 10, 1, 10, 1, 10);
  }

  /** They would go twice, and the first time for nobody's good. */
  @Test
  void eventsOfTheOutageGoInTheirTurnAndAreNotShownBefore() throws Exception {
    append(Lane.CLINICAL, 1);
    loseTheLine();
    append(Lane.CLINICAL, 3);
    window.onStreams(journal.streams(), now());
    clock.advance(Duration.ofMillis(2 * LivePreviews.DUE_MS));
    connectAgain();
    assertThat(sequences(drain())).containsExactly(1L, 2L, 3L, 4L);
    clock.advance(Duration.ofMillis(2 * LivePreviews.DUE_MS));
    assertThat(window.next(now())).isInstanceOf(Move.Rest.class);
  }

  @Test
  void whatHappensMeanwhileIsShownAtOnce() throws Exception {
    append(Lane.TELEMETRY, 10);
    loseTheLine();
    acknowledge(drain());
    append(Lane.TELEMETRY, 1);
    drain();
    clock.advance(Duration.ofMillis(LivePreviews.DUE_MS));
    assertThat(window.isWaitingForTime()).isTrue();
    assertThat(window.next(now()))
        .isInstanceOfSatisfying(
            Move.Preview.class, preview -> assertThat(preview.sequence()).isEqualTo(11));
  }
}
