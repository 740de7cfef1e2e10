// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.alaris.AlarisAlarm;
import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.Reply;
import io.pumpbridge.simulators.fault.LineFaults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Setting the simulated pump, which was written from the documents by itself: on a good line, on
 * bad ones, with people at its keys, and when we are no longer there.
 */
final class AlarisProgrammingContractTest {

  private static final String OLD_RATE = "INF_RATE^5.00^ml/h";
  private static final String NEW_RATE = "INF_RATE^3.50^ml/h";
  private static final String OLD_VOLUME = "INF_VTBI^DEACT";
  private static final String NEW_VOLUME = "INF_VTBI^ACTIV^11.000^ml^STOP";

  /** Steps of a programme of rate and volume, its release among them. */
  private static final int STEPS = 12;

  private static final int FIRST_CONTROL = 3;

  /** Longest pause between probes, a probe, a poll and the release after it. */
  private static final long BACK_AGAIN_MS = Search.LONGEST_PAUSE_MS + 4_000;

  private static final List<LineFaults.Rates> BAD =
      List.of(
          new LineFaults.Rates(10, 10, 10, 10, 500, 10, Duration.ofMillis(700)),
          new LineFaults.Rates(30, 30, 30, 30, 100, 30, Duration.ofMillis(700)),
          new LineFaults.Rates(100, 100, 100, 100, 200, 100, Duration.ofMillis(700)));

  /** A pump at 5 mL/h, on hold, and a line that may be bad; things happen at chosen requests. */
  private static final class Bedside implements Talk.FarEnd {
    private final AlarisPump pump = new AlarisPump(ScriptedPump.SERIAL);
    private final Map<Integer, Runnable> before = new HashMap<>();
    private final Map<Integer, String> instead = new HashMap<>();
    private LineFaults there = LineFaults.none();
    private LineFaults back = LineFaults.none();
    private int requests;
    private boolean ran;

    private Bedside() {
      pump.setRate(new BigDecimal("5.00"), 0);
    }

    private void line(long seed, LineFaults.Rates rates) {
      there = new LineFaults(seed, rates);
      back = new LineFaults(seed + 100_000, rates);
    }

    private void heal() {
      there = LineFaults.none();
      back = LineFaults.none();
    }

    @Override
    public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
      requests++;
      before.getOrDefault(requests, () -> {}).run();
      List<Talk.Arrival> arrivals = new ArrayList<>();
      for (Reply reply : pump.receive(there.carry(sent).bytes(), pumpTime(nowMs))) {
        ran |= pump.isRunning();
        String other = instead.get(requests);
        Bytes bytes = other == null ? reply.toBytes() : AlarisVectors.framed(other);
        LineFaults.Arrival arrival = back.carry(bytes);
        arrivals.add(new Talk.Arrival(arrival.bytes(), 20 + arrival.after().toMillis()));
      }
      return arrivals;
    }

    /** What the pump says of one of its settings, if it is asked past the line. */
    private String says(String question, long nowMs) {
      List<Reply> replies = pump.receive(AlarisVectors.framed(question), pumpTime(nowMs));
      return replies.get(0).text();
    }
  }

  private Bedside bedside = new Bedside();
  private Talk talk = new Talk(AlarisProfiles.driver(true).newSession(), bedside);

  private static final Programme BOTH = AlarisProgrammingTest.programme("3.5", "11");

  /** The pump's own time begins at zero. */
  private static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  private long now() {
    return pumpTime(talk.nowMs());
  }

  private AlarisPump pump() {
    return bedside.pump;
  }

  /** Begins anew with another pump, up to where it is followed and nothing is under way. */
  private void follow() {
    bedside = new Bedside();
    talk = new Talk(AlarisProfiles.driver(true).newSession(), bedside);
    followOn();
  }

  private void followOn() {
    talk.open();
    talk.run(300);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    bedside.requests = 0;
  }

  private ProgrammeOutcome outcome() {
    assertThat(talk.outcomes()).as("exactly one answer").hasSize(1);
    return talk.outcomes().get(0);
  }

  private static Reason reason(ProgrammeOutcome outcome) {
    return outcome instanceof Refused refused ? refused.reason() : ((Failed) outcome).reason();
  }

  private String rate() {
    return bedside.says("INF_RATE", talk.nowMs());
  }

  private String volume() {
    return bedside.says("INF_VTBI", talk.nowMs());
  }

  private void assertUntouched() {
    assertThat(rate()).isEqualTo(OLD_RATE);
    assertThat(volume()).isEqualTo(OLD_VOLUME);
  }

  /** As it was, or as it was to be; a refusal promises the former, a success the latter. */
  private void assertKeptOrSet(String what) {
    assertThat(rate()).as(what).isIn(OLD_RATE, NEW_RATE);
    assertThat(volume()).as(what).isIn(OLD_VOLUME, NEW_VOLUME);
    if (outcome() instanceof Refused) {
      assertThat(rate() + volume()).as(what).isEqualTo(OLD_RATE + OLD_VOLUME);
    }
    if (outcome() instanceof Programmed) {
      assertThat(rate() + volume()).as(what).isEqualTo(NEW_RATE + NEW_VOLUME);
    }
  }

  private void runToStep(int step) {
    long deadline = talk.nowMs() + 10_000;
    while (talk.sent().size() < step && talk.nowMs() < deadline) {
      talk.run(1);
    }
    assertThat(talk.sent()).hasSize(step);
  }

  @Test
  void thePumpHoldsWhatWasOrderedAndStandsStill() {
    follow();
    talk.program(BOTH);
    talk.run(600);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertKeptOrSet("set");
    assertThat(pump().isRunning()).isFalse();
    assertThat(pump().isRemoteControlled()).isFalse();
    assertThat(pump().start(now())).as("a nurse starts it").isTrue();
    talk.run(1_200);
    assertThat(talk.reports().get(talk.reports().size() - 1).status())
        .isEqualTo(PumpStatus.INFUSING);
    bedside.line(1, LineFaults.Rates.DEAD);
    talk.run(60_000);
    assertThat(pump().isRunning()).as("it does not depend on us").isTrue();
  }

  @Test
  void aRunningPumpIsNotTouched() {
    follow();
    pump().start(now());
    talk.program(BOTH);
    talk.run(1_000);
    assertThat(reason(outcome())).isEqualTo(Reason.NOT_STOPPED);
    assertUntouched();
    assertThat(pump().isRunning()).isTrue();
    assertThat(talk.sent()).doesNotContain(AlarisVectors.framed("REMOTE_CTRL^ENABLED^3CC1"));
  }

  @Test
  void startedByANurseBetweenLeaseAndWriteItIsNotTouched() {
    follow();
    bedside.before.put(4, () -> pump().start(now()));
    talk.program(BOTH);
    talk.run(1_000);
    assertThat(outcome()).isInstanceOf(Refused.class);
    assertThat(reason(outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
    assertUntouched();
    assertThat(pump().isRunning()).isTrue();
    assertThat(pump().isRemoteControlled()).isFalse();
  }

  /**
   * The one moment that nothing can close: the key is pressed after the pump said that it stands
   * and before the write has reached it. It is noticed by the next INF and told.
   */
  @Test
  void startedInTheVeryMomentOfTheWriteItIsToldAndLeftRunning() {
    for (int write : new int[] {5, 9}) {
      follow();
      bedside.before.put(write, () -> pump().start(now()));
      talk.program(BOTH);
      talk.run(1_000);
      assertThat(outcome()).isInstanceOf(Failed.class);
      assertThat(reason(outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
      assertThat(pump().isRunning()).isTrue();
      assertThat(pump().isRemoteControlled()).isFalse();
      talk.run(1_000);
      bedside.line(1, LineFaults.Rates.DEAD);
      talk.run(60_000);
      assertThat(pump().isRunning()).as("no watch of the pump's over it").isTrue();
    }
  }

  @Test
  void startedAfterTheWriteNothingMoreIsWritten() {
    follow();
    bedside.before.put(8, () -> pump().start(now()));
    talk.program(BOTH);
    talk.run(1_000);
    assertThat(outcome()).isInstanceOf(Failed.class);
    assertThat(reason(outcome())).isEqualTo(Reason.CHANGED_UNDER_WAY);
    assertThat(rate()).isEqualTo(NEW_RATE);
    assertThat(volume()).isEqualTo(OLD_VOLUME);
    assertThat(pump().isRemoteControlled()).isFalse();
  }

  @Test
  void aPumpThatStandsWithAnOcclusionIsNotTouched() {
    follow();
    pump().start(now());
    pump().occlude(now());
    talk.run(60_000);
    assertThat(pump().alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
    talk.forget();
    talk.run(50);
    talk.program(BOTH);
    talk.run(1_000);
    assertThat(reason(outcome())).isEqualTo(Reason.NOT_STOPPED);
    assertUntouched();
    assertThat(talk.reports())
        .allSatisfy(
            report ->
                assertThat(report.alarms())
                    .extracting(PumpAlarm::code)
                    .containsExactly("AL_OCCLU"));
  }

  @Test
  void anOcclusionUnderWayEndsIt() {
    for (int inf : new int[] {4, 6, 8, 10}) {
      follow();
      bedside.before.put(
          inf - 1,
          () -> {
            BigDecimal rate = new BigDecimal(rate().split("\\^", -1)[1]);
            pump().setRate(new BigDecimal("1200"), now());
            pump().start(now());
            pump().occlude(now());
            pump().advance(now() + 100); // 0.02 mL are enough
            pump().setRate(rate, now());
          });
      talk.program(BOTH);
      talk.run(1_500);
      assertThat(pump().alarm()).isEqualTo(AlarisAlarm.AL_OCCLU);
      assertThat(reason(outcome())).as("before %d", inf).isEqualTo(Reason.CHANGED_UNDER_WAY);
      assertThat(pump().isRemoteControlled()).isFalse();
      assertThat(pump().isRunning()).isFalse();
    }
  }

  @Test
  void aWrongEchoOrReadBackIsAFailureAndTheControlIsGivenBack() {
    Object[][] cases = {
      {5, "INF_RATE^3.00^ml/h", Reason.REFUSED_BY_PUMP},
      {7, OLD_RATE, Reason.READ_BACK_DIFFERS},
      {9, "INF_VTBI^ACTIV^1.000^ml^STOP", Reason.REFUSED_BY_PUMP},
      {11, OLD_VOLUME, Reason.READ_BACK_DIFFERS},
    };
    for (Object[] one : cases) {
      follow();
      bedside.instead.put((Integer) one[0], (String) one[1]);
      talk.program(BOTH);
      talk.run(1_500);
      assertThat(outcome()).isInstanceOf(Failed.class);
      assertThat(reason(outcome())).isEqualTo(one[2]);
      assertThat(pump().isRemoteControlled()).isFalse();
      assertThat(pump().isRunning()).isFalse();
    }
  }

  /** Lost on its way there, or the answer on its way back. */
  @Test
  void oneLossAtAnyStepLeavesThePumpAsItWasOrSetAndReleased() {
    for (int step = 1; step <= STEPS; step++) {
      for (boolean request : new boolean[] {true, false}) {
        follow();
        bedside.before.put(step, () -> lose(request));
        bedside.before.put(step + 1, bedside::heal);
        talk.program(BOTH);
        talk.run(2_500);
        String what = "step " + step + (request ? " there" : " back");
        assertKeptOrSet(what);
        assertThat(outcome() instanceof Programmed).as(what).isEqualTo(step == STEPS);
        assertThat(pump().isRemoteControlled()).as(what).isFalse();
        assertThat(bedside.ran).as(what).isFalse();
      }
    }
  }

  private void lose(boolean request) {
    LineFaults dead = new LineFaults(1, LineFaults.Rates.DEAD);
    if (request) {
      bedside.there = dead;
    } else {
      bedside.back = dead;
    }
  }

  @Test
  void theCablePulledOutOfTheBridgeAtAnyStep() {
    for (int step = 1; step <= STEPS; step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      talk.unplug();
      assertThat(reason(outcome())).isEqualTo(Reason.LOST);
      assertThat(talk.losses()).containsExactly(LossReason.UNPLUGGED);
      talk.run(3_000);
      assertKeptOrSet("step " + step);
      followOn();
      talk.run(5_000);
      assertThat(talk.reports()).as("step %d", step).hasSizeGreaterThan(3);
      assertThat(bedside.ran).isFalse();
    }
  }

  @Test
  void theCablePulledOutOfThePumpAtAnyStep() {
    for (int step = 1; step <= STEPS; step++) {
      for (long silence : new long[] {2_000, 30_000}) {
        follow();
        bedside.before.put(step, () -> bedside.line(1, LineFaults.Rates.DEAD));
        talk.program(BOTH);
        talk.run(silence);
        bedside.heal();
        bedside.before.clear();
        talk.run(BACK_AGAIN_MS);
        assertThat(talk.state()).as("step %d", step).isEqualTo("following");
        assertKeptOrSet("step " + step);
        assertThat(pump().isRemoteControlled()).as("step %d", step).isFalse();
        assertThat(talk.isReleased()).as("step %d", step).isTrue();
        assertThat(bedside.ran).isFalse();
      }
    }
  }

  @Test
  void noiseNeverStartsAPumpNorKeepsItsControl() {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int seed = 0; seed < 600; seed++) {
      follow();
      bedside.line(seed, BAD.get(seed % BAD.size()));
      talk.run(seed % 5 * 200L);
      talk.program(BOTH);
      long began = talk.nowMs();
      while (talk.outcomes().isEmpty()) {
        talk.run(10);
        assertThat(talk.nowMs() - began).as("seed %d", seed).isLessThan(LONGEST_MS);
      }
      assertKeptOrSet("seed " + seed);
      if (outcome() instanceof Programmed) {
        assertThat(pump().isRemoteControlled()).as("seed %d", seed).isFalse();
      }
      talk.run(5_000);
      bedside.heal();
      talk.run(BACK_AGAIN_MS);
      assertThat(pump().isRemoteControlled()).as("seed %d", seed).isFalse();
      assertThat(bedside.ran).as("seed %d", seed).isFalse();
      assertKeptOrSet("seed " + seed);
      assertThat(talk.state()).as("seed %d", seed).isEqualTo("following");
      outcomes.merge(outcome().getClass().getSimpleName(), 1, Integer::sum);
    }
    System.getLogger("test").log(System.Logger.Level.INFO, "outcomes={0}", outcomes);
    assertThat(outcomes.keySet()).containsExactly("Failed", "Programmed", "Refused");
  }

  /** A programme, and the poll it may have waited for. */
  private static final long LONGEST_MS = AlarisSettings.LONGEST_PROGRAMME_MS + 1_200;

  /**
   * The worst that a crash of the bridge leaves: the pump stands still, holds what it was or what
   * was written, and its remote control is enabled. Nobody was started by us, so its watch over the
   * line stops nobody; a nurse starts it and it runs on in silence.
   */
  @Test
  void whatACrashLeavesStandsStillAndStopsNobody() {
    for (int step = 1; step <= STEPS; step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      boolean controlled = pump().isRemoteControlled();
      assertThat(controlled).as("step %d", step).isEqualTo(step >= FIRST_CONTROL && step < STEPS);
      assertThat(rate()).isIn(OLD_RATE, NEW_RATE);
      assertThat(pump().isRunning()).isFalse();
      // Nothing more is said: the process is gone. A nurse starts the pump.
      long crash = now();
      assertThat(pump().start(crash + 1_000)).isTrue();
      pump().advance(crash + 120_000);
      assertThat(pump().isRunning()).as("step %d", step).isTrue();
      assertThat(pump().alarm()).isEqualTo(AlarisAlarm.AL_NOALM);
      assertThat(pump().isRemoteControlled()).as("the pump took it back").isFalse();
    }
  }

  /** A new session does not know what the old one held, and does not touch it; an order does. */
  @Test
  void afterACrashANewSessionFollowsAndTheNextProgrammeGivesTheControlBack() {
    follow();
    talk.program(BOTH);
    runToStep(6);
    talk = new Talk(AlarisProfiles.driver(true).newSession(), bedside);
    followOn();
    talk.run(30_000);
    assertThat(pump().isRemoteControlled()).as("as long as it is talked to").isTrue();
    assertThat(pump().isRunning()).isFalse();
    talk.forget();
    talk.program(BOTH);
    talk.run(1_000);
    assertThat(outcome()).isEqualTo(new Programmed());
    assertThat(pump().isRemoteControlled()).isFalse();
  }

  @Test
  void aPlannedStopAtAnyStepLeavesNothingHeld() {
    for (int step = 1; step <= STEPS; step++) {
      follow();
      talk.program(BOTH);
      runToStep(step);
      talk.stop();
      talk.run(1_000);
      assertThat(talk.isReleased()).isTrue();
      assertKeptOrSet("step " + step);
      assertThat(pump().isRemoteControlled()).as("step %d", step).isFalse();
      assertThat(talk.losses()).containsExactly(LossReason.RELEASED);
      assertThat(bedside.ran).isFalse();
    }
  }
}
