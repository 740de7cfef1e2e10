// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.search.Search;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import io.pumpbridge.simulators.alaris.AlarisPump;
import io.pumpbridge.simulators.alaris.Reply;
import io.pumpbridge.simulators.fault.LineFaults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** The session against the simulated pump, which was written from the documents by itself. */
final class AlarisPumpContractTest {

  private static final String SERIAL = "8002-51740";

  /** Longest pause between probes, a probe whose first request is lost, and its tick. */
  private static final long BACK_AGAIN_MS = Search.LONGEST_PAUSE_MS + 2 * 1_000 + 200;

  /** A simulated pump behind a line that may be bad in both directions. */
  private static final class Bedside implements Talk.FarEnd {
    private AlarisPump pump;
    private LineFaults there = LineFaults.none();
    private LineFaults back = LineFaults.none();

    private Bedside(AlarisPump pump) {
      this.pump = pump;
    }

    private void heal() {
      there = LineFaults.none();
      back = LineFaults.none();
    }

    private void spoil(long seed, LineFaults.Rates rates) {
      there = new LineFaults(seed, rates);
      back = new LineFaults(seed + 1_000, rates);
    }

    @Override
    public List<Talk.Arrival> onBytes(Bytes sent, long nowMs) {
      List<Talk.Arrival> arrivals = new ArrayList<>();
      for (Reply reply : pump.receive(there.carry(sent).bytes(), pumpTime(nowMs))) {
        LineFaults.Arrival arrival = back.carry(reply.toBytes());
        arrivals.add(new Talk.Arrival(arrival.bytes(), 20 + arrival.after().toMillis()));
      }
      return arrivals;
    }
  }

  private static final LineFaults.Rates BAD =
      new LineFaults.Rates(100, 100, 100, 100, 200, 100, Duration.ofMillis(700));

  private static final LineFaults.Rates HOPELESS =
      new LineFaults.Rates(1_000, 500, 300, 100, 1_000, 0, Duration.ZERO);

  private final AlarisPump pump = new AlarisPump(SERIAL);
  private final Bedside bedside = new Bedside(pump);
  private final Talk talk = new Talk(AlarisSessionTest.driver().newSession(), bedside);

  /** The pump's own time begins at zero. */
  private static long pumpTime(long nowMs) {
    return nowMs + 10_000;
  }

  private long now() {
    return pumpTime(talk.nowMs());
  }

  private void follow() {
    talk.open();
    talk.run(300);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
  }

  private void infuse(String rate) {
    pump.setRate(new BigDecimal(rate), now());
    assertThat(pump.start(now())).isTrue();
  }

  private Observation latest() {
    List<Observation> reports = talk.reports();
    return reports.get(reports.size() - 1);
  }

  @Test
  void thePumpIsRecognisedAndItsInfusionFollowed() {
    talk.open();
    talk.run(300);
    assertThat(talk.identified())
        .containsExactly(
            new PumpIdentity(
                "alaris", "alaris-asena", "Alaris/Asena syringe pump", SERIAL, "Asena Rev 2.1.5"));
    assertThat(latest().status()).isEqualTo(PumpStatus.STOPPED);
    infuse("3.50");
    talk.run(1_100);
    assertThat(latest().status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(latest().rate()).contains(Quantity.of("3.50", "mL/h"));
    pump.setRate(new BigDecimal("12.00"), now());
    talk.run(1_100);
    assertThat(latest().rate()).as("within one poll").contains(Quantity.of("12.00", "mL/h"));
    pump.stop(now());
    talk.run(1_100);
    assertThat(latest().status()).isEqualTo(PumpStatus.STOPPED);
  }

  @Test
  void anOcclusionIsRaisedAndClearedWithinOnePoll() {
    follow();
    infuse("100.00");
    pump.occlude(now());
    talk.run(10_000);
    assertThat(latest().status()).isEqualTo(PumpStatus.ALARM);
    assertThat(latest().alarms())
        .extracting(PumpAlarm::code, alarm -> alarm.mdc().orElse(0))
        .containsExactly(Tuple.tuple("AL_OCCLU", 196_940));
    pump.freeLine(now());
    pump.clearAlarm(now());
    talk.run(1_100);
    assertThat(latest().status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(latest().alarms()).isEmpty();
  }

  @Test
  void nearTheEndThePumpInfusesWithAnAlarm() {
    follow();
    pump.loadSyringe(new BigDecimal("1"), now());
    infuse("60.00"); // one minute left
    talk.run(1_200);
    assertThat(latest().status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(latest().alarms()).extracting(PumpAlarm::code).containsExactly("AL_NEOIN");
    assertThat(latest().timeRemaining()).isPresent();
    talk.run(65_000);
    assertThat(latest().status()).isEqualTo(PumpStatus.ALARM);
    assertThat(latest().alarms()).extracting(PumpAlarm::code).containsExactly("AL_EOIST");
  }

  /** Monitor only: what a nurse started goes on, whatever becomes of us. */
  @Test
  void followingNeverTakesTheControlNorTouchesTheInfusion() {
    follow();
    infuse("3.50");
    for (int seed = 0; seed < 20; seed++) {
      bedside.spoil(seed, BAD);
      talk.run(60_000);
      assertThat(pump.isRemoteControlled()).isFalse();
      assertThat(pump.isRunning()).isTrue();
    }
    bedside.spoil(1, LineFaults.Rates.DEAD);
    talk.run(60_000);
    assertThat(pump.isRunning()).isTrue();
  }

  /** On a bad line it may be lost, but what it reports is true, and it always comes back. */
  @Test
  void aBadLineIsSurvivedAndNothingFalseIsReported() {
    infuse("3.50");
    int counted = 0;
    for (int seed = 0; seed < 60; seed++) {
      Bedside bad = new Bedside(pump);
      Talk again = new Talk(AlarisSessionTest.driver().newSession(), bad);
      bad.spoil(seed, BAD);
      again.open();
      again.run(30_000);
      counted += again.noise();
      assertThat(again.reports()).as("seed %d", seed).allSatisfy(AlarisPumpContractTest::isTrue);
      bad.heal();
      again.forget();
      again.run(BACK_AGAIN_MS);
      assertThat(again.state()).as("seed %d", seed).isEqualTo("following");
      assertThat(again.reports()).as("seed %d", seed).isNotEmpty();
    }
    assertThat(counted).as("the line was bad indeed").isGreaterThan(3_000);
  }

  private static void isTrue(Observation observation) {
    assertThat(observation.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(observation.rate()).contains(Quantity.of("3.50", "mL/h"));
    assertThat(observation.alarms()).isEmpty();
  }

  @Test
  void eachFaultAloneIsSurvived() {
    infuse("3.50");
    List<LineFaults.Rates> single =
        List.of(
            new LineFaults.Rates(300, 0, 0, 0, 0, 0, Duration.ZERO),
            new LineFaults.Rates(0, 300, 0, 0, 0, 0, Duration.ZERO),
            new LineFaults.Rates(0, 0, 300, 0, 0, 0, Duration.ZERO),
            new LineFaults.Rates(0, 0, 0, 300, 0, 0, Duration.ZERO),
            new LineFaults.Rates(0, 0, 0, 0, 1_000, 0, Duration.ZERO),
            new LineFaults.Rates(0, 0, 0, 0, 0, 500, Duration.ofMillis(900)));
    for (LineFaults.Rates rates : single) {
      for (int seed = 0; seed < 20; seed++) {
        Bedside bad = new Bedside(pump);
        bad.spoil(seed, rates);
        Talk again = new Talk(AlarisSessionTest.driver().newSession(), bad);
        again.open();
        again.run(60_000);
        assertThat(again.reports()).as("%s seed %d", rates, seed).hasSizeGreaterThan(10);
        assertThat(again.reports()).allSatisfy(AlarisPumpContractTest::isTrue);
        bad.heal();
        again.run(BACK_AGAIN_MS);
        assertThat(again.state()).as("%s seed %d", rates, seed).isEqualTo("following");
      }
    }
  }

  @Test
  void aLineThatIsNothingButNoiseIsGarbledAndHealsByItself() {
    follow();
    bedside.back = new LineFaults(7, HOPELESS);
    talk.run(60_000);
    assertThat(talk.losses()).isNotEmpty();
    assertThat(talk.losses().get(0)).isEqualTo(LossReason.GARBLED);
    bedside.heal();
    talk.run(BACK_AGAIN_MS);
    assertThat(talk.state()).isEqualTo("following");
  }

  @Test
  void unpluggedAndPluggedInAgainWhereverItHappens() {
    for (int ms = 0; ms < 1_200; ms += 7) {
      Talk again = new Talk(AlarisSessionTest.driver().newSession(), new Bedside(pump));
      again.open();
      again.run(ms);
      again.unplug();
      again.run(3_000);
      again.open();
      again.run(300);
      assertThat(again.state()).as("unplugged after %d ms", ms).isEqualTo("following");
    }
  }

  @Test
  void theCablePulledAtThePumpsEndIsSilenceAndItsReturnIsFollowed() {
    follow();
    for (int silence = 1_000; silence < 40_000; silence += 1_700) {
      bedside.spoil(1, LineFaults.Rates.DEAD);
      talk.run(silence);
      bedside.heal();
      talk.run(BACK_AGAIN_MS);
      assertThat(talk.state()).as("after %d ms of silence", silence).isEqualTo("following");
    }
    assertThat(talk.losses()).isNotEmpty().containsOnly(LossReason.SILENT);
  }

  @Test
  void aDifferentPumpIsIdentifiedBeforeItIsReported() {
    follow();
    AlarisPump other = new AlarisPump("8003-00077");
    other.setRate(new BigDecimal("7.00"), now());
    other.start(now());
    bedside.pump = other;
    talk.run(1_500);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified())
        .extracting(PumpIdentity::serialNumber)
        .containsExactly("8003-00077");
    boolean greeted = false;
    for (Talk.Entry entry : talk.entries()) {
      greeted |= entry.effect() instanceof Effect.Identified;
      if (entry.effect() instanceof Effect.Report report) {
        boolean isOther =
            report.observation().rate().equals(Optional.of(Quantity.of("7.00", "mL/h")));
        assertThat(isOther).isEqualTo(greeted);
      }
    }
    assertThat(latest().rate()).contains(Quantity.of("7.00", "mL/h"));
  }
}
