// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.FixedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RenewalLoopTest {
  @TempDir Path folder;
  private final List<Event> told = new ArrayList<>();
  private boolean trailIsFull;
  private EstBench bench;
  private RenewalLoop loop;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder).trusting();
    bench.enrol(Map.of());
    loop = loop(bench.settings(0, false));
  }

  private RenewalLoop loop(RenewalSettings settings) {
    AuditTrail trail =
        event -> {
          told.add(event);
          return trailIsFull
              ? CompletableFuture.failedFuture(new IllegalStateException("full"))
              : CompletableFuture.completedFuture(null);
        };
    return new RenewalLoop(
        bench.enrolment(bench.vault, settings), settings, bench.ground(bench.vault), trail);
  }

  @AfterEach
  void stop() throws Exception {
    loop.close();
    bench.close();
  }

  private Instant ends() throws Exception {
    return bench.identity().leaf().getNotAfter().toInstant();
  }

  private void itIs(Instant moment, ClockQuality quality) {
    bench.clock.set(moment, quality);
  }

  private List<EventName> names() {
    return told.stream().map(Event::name).toList();
  }

  @Test
  void itRenewsWhenDueAndThenRests() throws Exception {
    Identity before = bench.identity();
    assertThat(loop.turn()).isEqualTo(Renewals.LOOK);
    assertThat(bench.identity()).isEqualTo(before);
    itIs(ends().minus(Duration.ofDays(60)), ClockQuality.HOLDOVER);
    loop.turn();
    assertThat(bench.identity()).isNotEqualTo(before);
    int asked = bench.operations().size();
    loop.turn();
    assertThat(bench.operations()).hasSize(asked);
    assertThat(told).isEmpty();
  }

  @Test
  void whatFailsIsToldAndTriedAgainLater() throws Exception {
    bench.server.on("simplereenroll", "HTTP/1.1 503 Busy\r\nRetry-After: 7200\r\n\r\n");
    itIs(ends().minus(Duration.ofDays(60)), ClockQuality.SYNCHRONISED);
    Duration pause = loop.turn();
    assertThat(pause).isEqualTo(Renewals.LOOK);
    assertThat(names()).containsExactly(EventName.RENEWAL_FAILED);
    assertThat(told.get(0).details().text("code")).isEqualTo("est-server-failed");
    int asked = bench.operations().size();
    loop.turn();
    assertThat(bench.operations()).hasSize(asked);
  }

  @Test
  void whoWaitsForApprovalSaysSoAndKeepsAsking() throws Exception {
    bench.server.on("simplereenroll", "HTTP/1.1 202 Accepted\r\nRetry-After: 60\r\n\r\n");
    itIs(ends().minus(Duration.ofDays(60)), ClockQuality.SYNCHRONISED);
    assertThat(loop.turn()).isEqualTo(Duration.ofMinutes(1));
    assertThat(told.get(0).details().text("code")).isEqualTo("est-pending");
  }

  @Test
  void theComingEndIsToldAlsoWhereNobodyRenews() throws Exception {
    try (RenewalLoop silent = loop(RenewalSettings.OFF)) {
      itIs(ends().minus(Duration.ofDays(6)), ClockQuality.SYNCHRONISED);
      silent.turn();
      silent.turn();
      assertThat(names()).containsExactly(EventName.CERTIFICATE_ENDS_SOON);
      assertThat(told.get(0).details().whole("days_left")).isEqualTo(7);
    }
    assertThat(bench.operations()).hasSize(3);
  }

  @Test
  void theCountdownGoesOnAfterARestartAndSaysNothingTwice() throws Exception {
    itIs(ends().minus(Duration.ofDays(6)), ClockQuality.SYNCHRONISED);
    try (RenewalLoop before = loop(RenewalSettings.OFF)) {
      before.turn();
    }
    try (RenewalLoop after = loop(RenewalSettings.OFF)) {
      after.turn();
      assertThat(names()).containsExactly(EventName.CERTIFICATE_ENDS_SOON);
      itIs(ends().minus(Duration.ofDays(2)), ClockQuality.SYNCHRONISED);
      after.turn();
      assertThat(told.get(1).details().whole("days_left")).isEqualTo(2);
    }
  }

  @Test
  void whatTheTrailCouldNotTakeIsToldAgain() throws Exception {
    trailIsFull = true;
    itIs(ends().minus(Duration.ofDays(6)), ClockQuality.SYNCHRONISED);
    try (RenewalLoop silent = loop(RenewalSettings.OFF)) {
      silent.turn();
      trailIsFull = false;
      silent.turn();
      silent.turn();
    }
    assertThat(names())
        .containsExactly(EventName.CERTIFICATE_ENDS_SOON, EventName.CERTIFICATE_ENDS_SOON);
  }

  @Test
  void howTheLastAttemptWentIsKnownAfterARestart() throws Exception {
    assertThat(loop.lastAttempt().orElseThrow().outcome()).isEqualTo("installed");
    bench.server.on("simplereenroll", "HTTP/1.1 503 Busy\r\nRetry-After: 7200\r\n\r\n");
    itIs(ends().minus(Duration.ofDays(60)), ClockQuality.SYNCHRONISED);
    loop.turn();
    RenewalNotes.Attempt last = bench.notes().last().orElseThrow();
    assertThat(last.outcome()).isEqualTo("failed");
    assertThat(last.code()).isEqualTo("est-server-failed");
    assertThat(last.reason()).contains("503");
    assertThat(last.at()).isEqualTo(bench.clock.read().wall());
    assertThat(loop.nextAttempt()).contains(last.at().plus(Duration.ofHours(2)));
  }

  @Test
  void aClockAtItsFloorStartsNothing() throws Exception {
    itIs(ends().minus(Duration.ofDays(6)), ClockQuality.FLOOR);
    loop.turn();
    assertThat(bench.operations()).hasSize(3);
    assertThat(told).isEmpty();
    itIs(FixedClock.NOW, ClockQuality.SYNCHRONISED);
  }
}
