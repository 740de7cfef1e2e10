// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.journal.EventJournal.StreamStatus;
import io.pumpbridge.uplink.LivePreviews.Due;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePreviewsTest {
  private static final StreamId ALARMS = new StreamId("gw", "e", Lane.ALARM);
  private static final StreamId SAMPLES = new StreamId("gw", "e", Lane.TELEMETRY);
  private final LivePreviews previews = new LivePreviews(0, 0);

  private void stand(long alarms, long samples, long nowMs) {
    previews.onStreams(
        List.of(
            new StreamStatus(ALARMS, alarms, 0, alarms),
            new StreamStatus(SAMPLES, samples, 0, samples)),
        nowMs);
  }

  private List<Due> taken(long nowMs) {
    List<Due> all = new ArrayList<>();
    for (var due = previews.take(nowMs); due.isPresent(); due = previews.take(nowMs)) {
      all.add(due.get());
    }
    return all;
  }

  @Test
  void whatWasThereFromTheBeginningIsNoNews() {
    stand(5, 1_000, 0);
    assertThat(taken(5_000)).isEmpty();
    assertThat(previews.isEmpty()).isTrue();
  }

  @Test
  void whatIsNewIsDueOnceItHadItsChanceToGoInItsTurn() {
    stand(0, 1_000, 0);
    stand(0, 1_001, 50);
    assertThat(taken(249)).isEmpty();
    assertThat(taken(250)).containsExactly(new Due(SAMPLES, 1_001));
    assertThat(taken(10_000)).as("once").isEmpty();
  }

  @Test
  void whatWentInItsTurnIsNotShown() {
    stand(0, 10, 0);
    stand(0, 13, 0);
    previews.onSent(SAMPLES, 12);
    assertThat(taken(1_000)).containsExactly(new Due(SAMPLES, 13));
  }

  @Test
  void alarmsAreShownFirstAndOfALaneTheNewest() {
    stand(0, 0, 0);
    stand(2, 2, 0);
    assertThat(taken(200))
        .containsExactly(
            new Due(ALARMS, 2), new Due(ALARMS, 1), new Due(SAMPLES, 2), new Due(SAMPLES, 1));
  }

  @Test
  void ofMoreThanCanWaitTheNewestStay() {
    stand(0, 0, 0);
    stand(0, 20, 0);
    stand(0, 10_000, 1);
    assertThat(taken(300))
        .hasSize(26) // what may go at once; the rest within the same second
        .startsWith(new Due(SAMPLES, 10_000), new Due(SAMPLES, 9_999));
    assertThat(taken(400)).hasSize(LivePreviews.WAITING_PER_LANE - 26);
    assertThat(taken(9_000)).isEmpty();
  }

  @Test
  void whatCouldNotBeShownForTenSecondsIsNoNewsAnyMore() {
    stand(0, 0, 0);
    stand(0, 1, 0);
    stand(0, 2, 9_000);
    stand(0, 2, 10_001);
    assertThat(taken(10_001)).containsExactly(new Due(SAMPLES, 2));
  }

  @Test
  void ofWhatHappenedWithoutALineTheNewestFewAreNews() {
    stand(0, 0, 0);
    stand(0, 20, 100);
    previews.restart(3_000);
    assertThat(taken(3_199)).as("they may go in their turn").isEmpty();
    stand(0, 21, 3_199);
    assertThat(taken(3_200))
        .containsExactly(
            new Due(SAMPLES, 21),
            new Due(SAMPLES, 20),
            new Due(SAMPLES, 19),
            new Due(SAMPLES, 18),
            new Due(SAMPLES, 17));
  }

  @Test
  void aReturnMakesNothingNews() {
    stand(0, 0, 0);
    stand(0, 20, 100);
    previews.restart(9_000);
    stand(0, 20, 10_101);
    assertThat(taken(10_101)).isEmpty();
  }

  @Test
  void aNewEpochsFirstRecordsAreNews() {
    stand(0, 500, 0);
    StreamId next = new StreamId("gw", "e2", Lane.TELEMETRY);
    previews.onStreams(List.of(new StreamStatus(next, 3, 0, 3)), 0);
    assertThat(taken(200)).extracting(Due::sequence).containsExactly(3L, 2L, 1L);
  }

  @Test
  void halfOfARateLimitIsTheirs() {
    LivePreviews slow = new LivePreviews(10, 0);
    slow.onStreams(List.of(new StreamStatus(SAMPLES, 0, 0, 0)), 0);
    int shown = 0;
    for (long now = 0; now < 60_000; now += 100) {
      slow.onStreams(List.of(new StreamStatus(SAMPLES, now / 10, 0, 0)), now); // 100 a second
      shown += slow.take(now).isPresent() ? 1 : 0;
    }
    assertThat(shown).isBetween(298, 302);
  }
}
