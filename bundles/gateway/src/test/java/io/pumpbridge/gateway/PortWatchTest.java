// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.OTHER_PUMP;
import static io.pumpbridge.gateway.Examples.PUMP;
import static io.pumpbridge.gateway.Examples.reading;
import static io.pumpbridge.model.event.EventName.ASSOCIATION_DROPPED;
import static io.pumpbridge.model.event.EventName.COMM_STATUS_CHANGE;
import static io.pumpbridge.model.event.EventName.PUMP_IDENTIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several pumps behind one port. */
class PortWatchTest {
  private static final PortId PORT = new PortId("/dev/rack");

  private final Examples.ToldJudge judge = new Examples.ToldJudge();
  private final List<Event> said = new ArrayList<>();
  private final Set<String> elsewhere = new HashSet<>();
  private final PortWatch watch =
      new PortWatch(
          PORT,
          judge,
          Settings.of(10, "", 30),
          Examples.saidTo(said),
          new PortWatch.Neighbours() {
            @Override
            public boolean follows(PumpIdentity pump, PortId here) {
              return elsewhere.contains(pump.serialNumber());
            }

            @Override
            public Optional<PumpWatch> find(PumpIdentity pump, PortId here) {
              return Optional.empty();
            }
          });

  private List<EventName> names() {
    List<EventName> names = Examples.names(said);
    said.clear();
    return names;
  }

  private void fill() {
    watch.heard(new Effect.Identified("1/1", PUMP), 0);
    watch.heard(new Effect.Identified("1/2", OTHER_PUMP), 0);
    said.clear();
  }

  @Test
  void eachPlaceHasItsOwnStory() {
    fill();
    watch.heard(new Effect.Lost("1/1", LossReason.REMOVED), 1_000);
    assertThat(names()).containsExactly(COMM_STATUS_CHANGE);
    assertThat(watch.isFollowing()).isTrue();
    watch.heard(new Effect.Report("1/2", reading(PumpStatus.INFUSING, "5.00")), 1_000);
    assertThat(names()).containsExactly(EventName.SAMPLE);
    assertThat(watch.state().isLost()).isTrue();
    watch.heard(new Effect.Identified("1/1", PUMP), 2_000);
    assertThat(watch.state().isLost()).isFalse();
  }

  @Test
  void whenThePortGoesAllOfThemAreLost() {
    fill();
    watch.gone(LossReason.UNPLUGGED, 0);
    assertThat(names()).containsExactly(COMM_STATUS_CHANGE, COMM_STATUS_CHANGE);
    assertThat(watch.isFollowing()).isFalse();
  }

  @Test
  void anotherProtocolOnThePortEndsEveryStory() {
    fill();
    watch.gone(LossReason.UNPLUGGED, 0);
    said.clear();
    watch.heard(new Effect.Identified(new PumpIdentity("dianet", "d", "", "7", "")), 100);
    assertThat(names())
        .containsExactly(
            ASSOCIATION_DROPPED, ASSOCIATION_DROPPED, PUMP_IDENTIFIED, COMM_STATUS_CHANGE);
    assertThat(watch.state().pumps()).hasSize(1);
  }

  @Test
  void aPumpThatWentToAnotherPortKeepsItsAssociationAndIsNotLostHere() {
    fill();
    watch.heard(new Effect.Lost("1/1", LossReason.REMOVED), 0);
    elsewhere.add(PUMP.serialNumber());
    watch.tick(60_000);
    assertThat(judge.dropped).isEmpty();
    assertThat(watch.state().isLost()).isFalse();
  }

  @Test
  void aReportWithoutAnIdentityIsNotBelieved() {
    watch.heard(new Effect.Report("1/1", reading(PumpStatus.INFUSING, "5.00")), 0);
    watch.heard(new Effect.Lost("1/1", LossReason.SILENT), 0);
    assertThat(said).isEmpty();
  }

  @Test
  void aRackCannotMakeTheBridgeGrow() {
    for (int i = 0; i < 1_000; i++) {
      watch.heard(new Effect.Identified("1/" + i, PUMP), 0);
    }
    assertThat(watch.state().pumps()).hasSize(PortWatch.MAX_PLACES);
  }
}
