// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EarlyTrailTest {
  private final EarlyTrail early = new EarlyTrail();
  private final List<Event> told = new ArrayList<>();
  private final AuditTrail trail =
      event -> {
        told.add(event);
        return CompletableFuture.completedFuture(null);
      };

  private static Event numbered(int number) {
    return Event.of(EventName.ANCHORS_CHANGED, Fields.builder().put("number", number).build());
  }

  @Test
  void whatCameBeforeTheTrailIsToldInOrderOnceItIsThere() {
    CompletableFuture<Void> first = early.keep(numbered(1));
    early.refuse(numbered(2));
    assertThat(first).isNotDone();
    early.tellTo(trail);
    early.record(numbered(3));
    assertThat(told).containsExactly(numbered(1), numbered(2), numbered(3));
    assertThat(first).isCompleted();
  }

  @Test
  void withoutATrailOnlySoMuchWaits() {
    for (int i = 0; i < EarlyTrail.LIMIT; i++) {
      early.record(numbered(i));
    }
    assertThat(early.keep(numbered(999))).isCompletedExceptionally();
    early.tellTo(trail);
    assertThat(told).hasSize(EarlyTrail.LIMIT);
  }

  @Test
  void aTrailThatEndedHearsNothingAndTheNextOneDoes() {
    early.tellTo(event -> CompletableFuture.failedFuture(new IllegalStateException("gone")));
    assertThat(early.keep(numbered(1))).isCompletedExceptionally();
    early.tellTo(trail);
    early.stopTelling(event -> CompletableFuture.completedFuture(null));
    early.record(numbered(2));
    early.stopTelling(trail);
    early.record(numbered(3));
    assertThat(told).containsExactly(numbered(2));
  }
}
