// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a report tells, and what it leaves out. */
final class DianetSessionReportTest {

  private final DianetScene scene = DianetScene.watching();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void anAlarmIsInTheReportOfTheSameRoundAndGoesWithIt() {
    scene.follow();
    pump.state &= ~ScriptedDianetPump.RUNNING;
    pump.alarms = 1 << 3;
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(talk.reports().get(0).alarms()).extracting(PumpAlarm::code).containsExactly("3");
    pump.alarms = 0;
    talk.forget();
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(talk.reports().get(0).alarms()).isEmpty();
  }

  @Test
  void whatThePumpDoesNotTellIsAbsentAndTheRestIsTold() {
    pump.refuses.put(0x03, 0x03);
    pump.refuses.put(0x04, 0x09);
    scene.follow();
    talk.run(3_500);
    assertThat(talk.reports()).hasSizeGreaterThan(2);
    Observation report = talk.reports().get(0);
    assertThat(report.rate()).isPresent();
    assertThat(report.volumeInfused()).isEmpty();
    assertThat(report.drug()).isEmpty();
    pump.refuses.clear();
    pump.deaf.add(0x03);
    talk.forget();
    talk.run(5_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports()).isNotEmpty();
    assertThat(talk.reports().get(talk.reports().size() - 1).drug()).isEmpty();
  }

  /** Should a pump tell its status only to who controls it: there, but nothing is known. */
  @Test
  void aPumpThatDoesNotTellItsStatusIsUnknownAndNotLost() {
    pump.refuses.put(0x02, 0x09);
    scene.follow();
    talk.run(3_000);
    assertThat(talk.losses()).isEmpty();
    assertThat(talk.reports())
        .hasSizeGreaterThan(2)
        .allSatisfy(report -> assertThat(report).isEqualTo(DianetVocabulary.untold(List.of())));
    pump.refuses.clear();
    pump.alarms = 1 << 4;
    talk.run(1_500);
    pump.refuses.put(0x02, 0x04);
    talk.forget();
    talk.run(1_200);
    assertThat(talk.reports().get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(talk.reports().get(0).alarms())
        .as("what stood may still stand")
        .extracting(PumpAlarm::code)
        .containsExactly("4");
  }
}
