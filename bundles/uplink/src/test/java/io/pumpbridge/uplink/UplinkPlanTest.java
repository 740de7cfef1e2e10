// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.simulators.fakes.MutableClock;
import io.pumpbridge.uplink.UplinkPlan.Effect;
import io.pumpbridge.uplink.UplinkPlan.State;
import io.pumpbridge.uplink.mqtt.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UplinkPlanTest {
  private static final Failure DOWN = Failure.of("unreachable", "The server is down.");
  private static final Failure FORGED = new Failure("chain-untrusted", "Not ours.", "CN=x", true);

  private final MutableClock clock = new MutableClock();
  private final UplinkPlan plan =
      new UplinkPlan(
          "pumps.example.org:8883",
          Timing.PRODUCT,
          new Backoff(new Random(7), Timing.PRODUCT.backoffBase(), Timing.PRODUCT.backoffCap()),
          clock.read());

  private List<Effect> tick() {
    return plan.onTick(clock.read(), 0);
  }

  private static List<EventName> events(List<Effect> effects) {
    List<EventName> names = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Report report) {
        names.add(report.event().name());
      }
    }
    return names;
  }

  private void advance(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private void reachSettling() {
    while (plan.standing().state() == State.WAITING) {
      tick();
      clock.advance(Duration.ofMillis(100));
    }
    plan.onConnected(clock.read());
    assertThat(plan.standing().state()).isEqualTo(State.SETTLING);
  }

  private List<Effect> reachOnline() {
    reachSettling();
    List<Effect> effects = plan.onProgress(clock.read());
    assertThat(plan.standing().state()).isEqualTo(State.ONLINE);
    return effects;
  }

  @Test
  void theFirstTryIsMadeAtOnce() {
    assertThat(tick()).containsExactly(new Effect.Open());
    assertThat(tick()).as("and only once").isEmpty();
  }

  @Test
  void aConnectionIsGreetedAndCountsOnceItCarriedSomething() {
    tick();
    assertThat(plan.onConnected(clock.read())).containsExactly(new Effect.Greet());
    assertThat(plan.isConnected()).isTrue();
    assertThat(events(plan.onProgress(clock.read()))).containsExactly(EventName.SERVER_CONNECTED);
    assertThat(plan.onProgress(clock.read())).as("said once").isEmpty();
  }

  @Test
  void nobodyNeedsToLookBeforeSomethingCanBeDue() {
    long longest = Duration.ofMinutes(5).toMillis();
    assertThat(calmMs(longest)).as("the first try is due").isEqualTo(1);
    tick();
    advance(5);
    assertThat(calmMs(longest)).as("a try may take 20 s").isEqualTo(15_000);
    assertThat(calmMs(1_000)).isEqualTo(1_000);
    advance(15);
    tick();
    long wait = calmMs(longest);
    clock.advance(Duration.ofMillis(wait - 1));
    assertThat(tick()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(tick()).containsExactly(new Effect.Open());
    plan.onConnected(clock.read());
    assertThat(calmMs(longest)).isEqualTo(longest);
  }

  private long calmMs(long longestMs) {
    return plan.calmMs(clock.read().monotonicMs(), longestMs);
  }

  @Test
  void anAttemptThatHangsIsGivenUp() {
    tick();
    advance(19);
    assertThat(tick()).isEmpty();
    advance(1);
    assertThat(tick()).first().isEqualTo(new Effect.Discard());
    assertThat(plan.standing().state()).isEqualTo(State.WAITING);
    assertThat(plan.standing().failure().orElseThrow().code()).isEqualTo("no-answer");
  }

  @Test
  void silenceEndsAConnectionWhateverTheLibraryBelieves() {
    reachOnline();
    assertThat(plan.onTick(clock.read(), 20_000)).isEmpty();
    List<Effect> effects = plan.onTick(clock.read(), 20_001);
    assertThat(effects).first().isEqualTo(new Effect.Discard());
    assertThat(events(effects)).containsExactly(EventName.SERVER_LOST);
  }

  @Test
  void silenceEndsAConnectionThatNeverCarriedAnything() {
    reachSettling();
    List<Effect> effects = plan.onTick(clock.read(), 20_001);
    assertThat(effects).first().isEqualTo(new Effect.Discard());
    assertThat(events(effects)).containsExactly(EventName.SERVER_REFUSED);
  }

  @Test
  void aRefusalIsSaidWhenItsReasonChangesAndNotPerAttempt() {
    List<EventName> said = new ArrayList<>();
    for (Failure why : List.of(DOWN, DOWN, DOWN, FORGED, FORGED, DOWN)) {
      advance(60);
      tick();
      said.addAll(events(plan.onEnded(clock.read(), why)));
    }
    assertThat(said).hasSize(3).containsOnly(EventName.SERVER_REFUSED);
  }

  @Test
  void aRefusalNamesTheFailedCheck() {
    tick();
    List<Effect> effects = plan.onEnded(clock.read(), FORGED);
    Event event = ((Effect.Report) effects.get(1)).event();
    assertThat(event.details().toString())
        .isEqualTo(
            "{\"code\":\"chain-untrusted\",\"reason\":\"Not ours.\","
                + "\"server\":\"pumps.example.org:8883\",\"subject\":\"CN=x\"}");
  }

  @Test
  void afterALossTheNextTryWaitsAShortAndRandomTime() {
    reachOnline();
    plan.onEnded(clock.read(), DOWN);
    clock.advance(Duration.ofMillis(499));
    assertThat(tick()).isEmpty();
    clock.advance(Duration.ofMillis(1_001));
    assertThat(tick()).containsExactly(new Effect.Open());
  }

  @Test
  void aBrokerThatThrowsEverybodyOutIsCalledLessAndLess() {
    long start = clock.read().monotonicMs();
    int said = 0;
    for (int attempt = 0; attempt < 50; attempt++) {
      reachSettling(); // it accepts us ...
      said += events(plan.onEnded(clock.read(), DOWN)).size(); // ... and kills the first publish
    }
    assertThat(clock.read().monotonicMs() - start).isGreaterThan(5 * 60_000L);
    assertThat(said).isEqualTo(1);
  }

  @Test
  void progressMakesTheNextWaitShortAgain() {
    for (int attempt = 0; attempt < 20; attempt++) {
      reachSettling();
      plan.onEnded(clock.read(), DOWN);
    }
    reachOnline();
    plan.onEnded(clock.read(), DOWN);
    clock.advance(Duration.ofMillis(1_500));
    assertThat(tick()).containsExactly(new Effect.Open());
  }

  @Test
  void lateNewsChangeNothing() {
    assertThat(plan.onConnected(clock.read())).isEmpty();
    assertThat(plan.onProgress(clock.read())).isEmpty();
    assertThat(plan.onEnded(clock.read(), DOWN)).isEmpty();
    assertThat(plan.standing().state()).isEqualTo(State.WAITING);
  }

  @Test
  void healthKnowsSinceWhenAndWhy() {
    Instant start = clock.read().wall();
    assertThat(plan.standing().since()).isEqualTo(start);
    reachOnline();
    Instant online = plan.standing().since();
    assertThat(online).isAfter(start);
    assertThat(plan.standing().failure()).isEmpty();
    advance(100);
    plan.onEnded(clock.read(), DOWN);
    Instant lost = clock.read().wall();
    advance(100);
    tick();
    plan.onEnded(clock.read(), FORGED);
    assertThat(plan.standing().since()).as("since it was lost").isEqualTo(lost);
    assertThat(plan.standing().failure()).as("the newest reason").contains(FORGED);
  }

  @Test
  void lossAndReturnAreBothSaid() {
    List<EventName> said = new ArrayList<>(events(reachOnline()));
    said.addAll(events(plan.onEnded(clock.read(), DOWN)));
    said.addAll(events(reachOnline()));
    assertThat(said)
        .containsExactly(
            EventName.SERVER_CONNECTED, EventName.SERVER_LOST, EventName.SERVER_CONNECTED);
  }
}
