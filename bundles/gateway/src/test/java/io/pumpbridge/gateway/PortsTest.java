// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.PUMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.simulators.fakes.MemoryLinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortsTest {
  private final MemoryLinks links = new MemoryLinks();
  private final Map<PortId, PortWatch> watches = new HashMap<>();
  private final List<PortId> forgotten = new ArrayList<>();
  private final Ports ports = new Ports(this::begin);

  @AfterEach
  void close() {
    ports.close();
  }

  /** On some machines an adapter has another name each time it is plugged in. */
  @Test
  void whatWasThereWithoutAPumpTakesNoPlace() {
    for (int i = 1; i <= Ports.MAX_PORTS + 8; i++) {
      ports.look(List.of(port(i)));
      assertThat(known()).containsExactly(port(i));
    }
    assertThat(forgotten).hasSize(Ports.MAX_PORTS + 7);
  }

  @Test
  void aPortForWhichThereIsNoThreadIsTriedAgain() {
    AtomicBoolean none = new AtomicBoolean(true);
    Ports scarce =
        new Ports(
            this::begin,
            loop ->
                new Thread(loop) {
                  @Override
                  public synchronized void start() {
                    if (none.get()) {
                      throw new OutOfMemoryError("unable to create native thread");
                    }
                    super.start();
                  }
                });
    assertThatThrownBy(() -> scarce.look(List.of(port(1)))).isInstanceOf(OutOfMemoryError.class);
    assertThat(scarce.states()).isEmpty();
    assertThat(forgotten).containsExactly(port(1));
    none.set(false);
    scarce.look(List.of(port(1)));
    assertThat(scarce.states()).hasSize(1);
    scarce.close();
  }

  @Test
  void aPortWhosePumpMayComeBackKeepsItsPlace() {
    ports.look(List.of(port(1)));
    follow(port(1));
    ports.look(List.of());
    watches.get(port(1)).gone(LossReason.UNPLUGGED, 0);
    ports.look(List.of());
    assertThat(known()).as("it is lost, which must show").containsExactly(port(1));
  }

  @Test
  void aLostPumpsPortGivesItsPlaceToAnotherWhenItsStoryIsOver() {
    List<PortId> all = new ArrayList<>();
    for (int i = 1; i <= Ports.MAX_PORTS; i++) {
      all.add(port(i));
      ports.look(List.of(port(i)));
      follow(port(i));
      watches.get(port(i)).gone(LossReason.UNPLUGGED, 0);
    }
    PortId another = port(100);
    ports.look(List.of(another));
    assertThat(known()).as("each may still come back").containsExactlyInAnyOrderElementsOf(all);
    watches.get(port(7)).tick(31_000);
    ports.look(List.of(another));
    assertThat(known()).contains(another).doesNotContain(port(7)).hasSize(Ports.MAX_PORTS);
    assertThat(forgotten).containsExactly(port(7));
  }

  private static PortId port(int number) {
    return new PortId("/dev/ttyUSB" + number);
  }

  private List<PortId> known() {
    return ports.states().stream().map(PortState::port).toList();
  }

  private void follow(PortId port) {
    watches.get(port).heard(new Effect.Identified(PUMP), 0);
  }

  private Ports.Port begin(PortId id) {
    PortWatch watch =
        new PortWatch(
            id,
            new Examples.ToldJudge(),
            Settings.of(10, "", 30),
            Examples.saidTo(new ArrayList<>()),
            ports);
    watches.put(id, watch);
    PortLoop.Surroundings surroundings =
        new PortLoop.Surroundings(links, List::of, () -> 0, Optional::empty);
    PortListener nobody =
        new PortListener() {
          @Override
          public void heard(Effect effect, long nowMs) {}

          @Override
          public void gone(LossReason reason, long nowMs) {}

          @Override
          public boolean isFollowing() {
            return false;
          }
        };
    PortLoop loop = new PortLoop(id, surroundings, nobody);
    return new Ports.Port(loop, watch, () -> forgotten.add(id));
  }
}
