// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import org.junit.jupiter.api.Test;

/** An alarm is told at once, named if the pump names it, and gone when it clears. */
final class AlarisSessionAlarmTest {

  private final ScriptedScene scene = ScriptedScene.watching();

  @Test
  void anAlarmIsInTheReportOfTheSamePoll() {
    scene.follow();
    scene.pump.say("INF", occlusion());
    scene.pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    scene.talk.run(1_100);
    assertThat(scene.sent()).containsExactly("INF", "ALARM");
    assertThat(scene.talk.reports()).hasSize(1);
    assertThat(scene.talk.reports().get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(scene.talk.reports().get(0).alarms())
        .extracting(PumpAlarm::code)
        .containsExactly("AL_OCCLU");
  }

  private static String occlusion() {
    return AlarisVectors.body(AlarisVectors.OCCLUSION).replace("8002-51733", ScriptedPump.SERIAL);
  }

  @Test
  void anAlarmIsAskedForAtEachPollAndOnceWhenItClears() {
    scene.follow();
    scene.pump.say("INF", occlusion());
    scene.pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    scene.talk.run(3_050);
    assertThat(scene.sent()).containsExactly("INF", "ALARM", "INF", "ALARM", "INF", "ALARM");
    scene.talk.forget();
    scene.pump.say("INF", AlarisVectors.RUNNING);
    scene.pump.say("ALARM", "ALARM^AL_NOALM^ ^ ");
    scene.talk.run(3_000);
    assertThat(scene.sent()).containsExactly("INF", "ALARM", "INF", "INF");
    assertThat(scene.talk.reports()).allSatisfy(report -> assertThat(report.alarms()).isEmpty());
  }

  /** The flag is enough to say that something is wrong; following goes on. */
  @Test
  void anAlarmThatThePumpDoesNotNameIsStillAnAlarm() {
    scene.follow();
    scene.pump.say("INF", occlusion());
    scene.pump.deafTo("ALARM");
    scene.talk.run(30_000);
    assertThat(scene.talk.losses()).isEmpty();
    assertThat(scene.talk.reports())
        .isNotEmpty()
        .allSatisfy(
            report -> assertThat(report.alarms()).containsExactly(AlarisVocabulary.flagAlone()));
    scene.pump.hears("ALARM");
    scene.pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    scene.talk.run(2_100);
    scene.pump.deafTo("ALARM");
    scene.talk.forget();
    scene.talk.run(10_000);
    assertThat(scene.talk.reports())
        .as("the last name is kept as long as the flag stands")
        .allSatisfy(
            report -> assertThat(report.alarms()).extracting(PumpAlarm::code).contains("AL_OCCLU"));
    scene.pump.say("INF", AlarisVectors.RUNNING);
    scene.talk.run(4_000);
    scene.talk.forget();
    scene.talk.run(2_000);
    assertThat(scene.talk.reports())
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report.alarms()).isEmpty());
  }
}
