// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.simulators.fault.LineFaults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Setting the simulated pump on lines that lose, garble and break. */
final class AlarisProgrammingBadLineContractTest {

  /** Longest pause between probes, a probe, a poll and the release after it. */
  private static final long BACK_AGAIN_MS = Search.LONGEST_PAUSE_MS + 4_000;

  /** A programme, and the poll it may have waited for. */
  private static final long LONGEST_MS = AlarisSettings.LONGEST_PROGRAMME_MS + 1_200;

  private static final List<LineFaults.Rates> BAD =
      List.of(
          new LineFaults.Rates(10, 10, 10, 10, 500, 10, Duration.ofMillis(700)),
          new LineFaults.Rates(30, 30, 30, 30, 100, 30, Duration.ofMillis(700)),
          new LineFaults.Rates(100, 100, 100, 100, 200, 100, Duration.ofMillis(700)));

  private final SimulatedScene scene = new SimulatedScene();

  /** Lost on its way there, or the answer on its way back. */
  @Test
  void oneLossAtAnyStepLeavesThePumpAsItWasOrSetAndReleased() {
    for (int step = 1; step <= ALL.size(); step++) {
      for (boolean request : new boolean[] {true, false}) {
        scene.follow();
        scene.bedside.before.put(step, () -> scene.bedside.lose(request));
        scene.bedside.before.put(step + 1, scene.bedside::heal);
        scene.talk.program(BOTH);
        scene.talk.run(2_500);
        String what = "step " + step + (request ? " there" : " back");
        scene.assertKeptOrSet(what);
        assertThat(scene.talk.outcome() instanceof Programmed)
            .as(what)
            .isEqualTo(step == ALL.size());
        assertThat(scene.pump().isRemoteControlled()).as(what).isFalse();
        assertThat(scene.bedside.ran).as(what).isFalse();
      }
    }
  }

  @Test
  void theCablePulledOutOfTheBridgeAtAnyStep() {
    for (int step = 1; step <= ALL.size(); step++) {
      scene.follow();
      scene.talk.program(BOTH);
      scene.talk.runUntilSent(step);
      scene.talk.unplug();
      assertThat(reason(scene.talk.outcome())).isEqualTo(Reason.LOST);
      assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
      scene.talk.run(3_000);
      scene.assertKeptOrSet("step " + step);
      scene.followOn();
      scene.talk.run(5_000);
      assertThat(scene.talk.reports()).as("step %d", step).hasSizeGreaterThan(3);
      assertThat(scene.bedside.ran).isFalse();
    }
  }

  @Test
  void theCablePulledOutOfThePumpAtAnyStep() {
    for (int step = 1; step <= ALL.size(); step++) {
      for (long silence : new long[] {2_000, 30_000}) {
        scene.follow();
        scene.bedside.before.put(step, () -> scene.bedside.line(1, LineFaults.Rates.DEAD));
        scene.talk.program(BOTH);
        scene.talk.run(silence);
        scene.bedside.heal();
        scene.bedside.before.clear();
        scene.talk.run(BACK_AGAIN_MS);
        assertThat(scene.talk.state()).as("step %d", step).isEqualTo("following");
        scene.assertKeptOrSet("step " + step);
        assertThat(scene.pump().isRemoteControlled()).as("step %d", step).isFalse();
        assertThat(scene.talk.isReleased()).as("step %d", step).isTrue();
        assertThat(scene.bedside.ran).isFalse();
      }
    }
  }

  @Test
  void noiseNeverStartsAPumpNorKeepsItsControl() {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int seed = 0; seed < 600; seed++) {
      scene.follow();
      scene.bedside.line(seed, BAD.get(seed % BAD.size()));
      scene.talk.run(seed % 5 * 200L);
      scene.talk.program(BOTH);
      long began = scene.talk.nowMs();
      while (scene.talk.outcomes().isEmpty()) {
        scene.talk.run(10);
        assertThat(scene.talk.nowMs() - began).as("seed %d", seed).isLessThan(LONGEST_MS);
      }
      scene.assertKeptOrSet("seed " + seed);
      if (scene.talk.outcome() instanceof Programmed) {
        assertThat(scene.pump().isRemoteControlled()).as("seed %d", seed).isFalse();
      }
      scene.talk.run(5_000);
      scene.bedside.heal();
      scene.talk.run(BACK_AGAIN_MS);
      assertThat(scene.pump().isRemoteControlled()).as("seed %d", seed).isFalse();
      assertThat(scene.bedside.ran).as("seed %d", seed).isFalse();
      scene.assertKeptOrSet("seed " + seed);
      assertThat(scene.talk.state()).as("seed %d", seed).isEqualTo("following");
      outcomes.merge(scene.talk.outcome().getClass().getSimpleName(), 1, Integer::sum);
    }
    System.getLogger("test").log(System.Logger.Level.INFO, "outcomes={0}", outcomes);
    assertThat(outcomes.keySet()).containsExactly("Failed", "Programmed", "Refused");
  }
}
