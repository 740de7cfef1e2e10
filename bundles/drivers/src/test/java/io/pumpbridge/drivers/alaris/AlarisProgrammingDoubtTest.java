// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.FIRST_CONTROL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.RELEASE;
import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpAlarm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that do not fit the order: it ends there, and nothing more is written. */
final class AlarisProgrammingDoubtTest {

  private final ScriptedScene scene = ScriptedScene.programming();

  @Test
  void anAnswerThatComesTooLateIsNoAnswer() {
    for (int step = 1; step < ALL.size(); step++) {
      scene.follow();
      scene.pump.before(step, () -> scene.pump.delayMs = 501);
      scene.pump.before(step + 1, () -> scene.pump.delayMs = 5);
      scene.talk.program(BOTH);
      scene.talk.run(1_500);
      scene.assertEnded(step, step == FIRST_CONTROL ? Reason.CONTROL_REFUSED : Reason.NO_ANSWER);
      scene.assertNothingButTheReleaseAfter(step);
      assertThat(scene.talk.noise())
          .as("step %d: the late answer answers nothing", step)
          .isPositive();
    }
  }

  @Test
  void aPumpThatDoesNotStandStillIsNotSet() {
    for (String inf :
        List.of(
            AlarisVectors.RUNNING,
            ScriptedPump.STANDING.replace("^-^", "^A^"),
            ScriptedPump.STANDING.replace("^-^", "^?^"),
            ScriptedPump.STANDING.replace("HLD", "SET"),
            ScriptedPump.STANDING.replace("HLD", "XYZ"),
            ScriptedPump.STANDING.replace("HLD", ""),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.01^ml/h"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^^ml/h"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.00^"),
            ScriptedPump.STANDING.replace("^0.00^ml/h", "^0.00^ml"))) {
      for (int step : new int[] {2, 4, 6, 8, 10}) {
        scene.follow();
        scene.pump.before(step, () -> scene.pump.say("INF", inf));
        scene.talk.program(BOTH);
        scene.talk.run(800);
        scene.assertEnded(step, step == 2 ? Reason.NOT_STOPPED : Reason.CHANGED_UNDER_WAY);
        scene.assertNothingButTheReleaseAfter(step);
        assertThat(scene.talk.isReleased()).isTrue();
        assertThat(scene.talk.reports()).as("told at once").hasSizeGreaterThanOrEqualTo(step / 2);
        assertThat(scene.talk.losses()).isEmpty();
      }
    }
  }

  @Test
  void anAlarmUnderWayIsToldAtOnceAndNamedByTheNextPoll() {
    scene.follow();
    scene.pump.say("ALARM", "ALARM^AL_OCCLU^ ^ ");
    scene.pump.before(6, () -> scene.pump.say("INF", ScriptedPump.STANDING.replace("^-^", "^A^")));
    scene.talk.program(BOTH);
    scene.talk.run(1_500);
    assertThat(scene.talk.reports().get(2).alarms()).containsExactly(AlarisVocabulary.flagAlone());
    assertThat(scene.talk.reports().get(3).alarms())
        .extracting(PumpAlarm::code)
        .containsExactly("AL_OCCLU");
  }

  @Test
  void anotherPumpUnderWayEndsItBeforeTheOtherIsGreeted() {
    for (int step : new int[] {2, 4, 6, 8, 10}) {
      scene.follow();
      scene.pump.before(
          step,
          () -> {
            scene.pump.say("INST_SERIALNO", "INST_SERIALNO^8002-51733");
            scene.pump.say("INF", ScriptedPump.STANDING.replace("51740", "51733"));
          });
      scene.talk.program(BOTH);
      scene.talk.run(800);
      scene.assertEnded(step, Reason.CHANGED_UNDER_WAY);
      assertThat(scene.sent().subList(0, step)).isEqualTo(ALL.subList(0, step));
      assertThat(scene.sent()).doesNotContain("REMOTE_CTRL^ENABLED^9535");
      assertThat(scene.sent().contains(RELEASE)).isEqualTo(step >= FIRST_CONTROL);
      assertThat(scene.talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
      assertThat(scene.talk.identified()).hasSize(1);
      assertThat(scene.talk.identified().get(0).serialNumber()).isEqualTo("8002-51733");
      assertThat(scene.kinds().indexOf("Lost")).isLessThan(scene.kinds().indexOf("Identified"));
    }
  }

  @Test
  void anEchoOfAnotherValueIsARefusalOfThePumps() {
    for (int step : new int[] {5, 9}) {
      scene.follow();
      scene.pump.say(
          ALL.get(step - 1), ALL.get(step - 1).replace("3.50", "3.51").replace("11", "12"));
      scene.talk.program(BOTH);
      scene.talk.run(800);
      scene.assertEnded(step, Reason.REFUSED_BY_PUMP);
      scene.assertNothingButTheReleaseAfter(step);
    }
  }

  @Test
  void aReadBackOfAnotherValueIsAFailure() {
    for (int step : new int[] {7, 11}) {
      scene.follow();
      scene.pump.say(
          ALL.get(step - 1), step == 7 ? "INF_RATE^35.00^ml/h" : "INF_VTBI^ACTIV^1.100^ml^STOP");
      scene.talk.program(BOTH);
      scene.talk.run(800);
      scene.assertEnded(step, Reason.READ_BACK_DIFFERS);
      scene.assertNothingButTheReleaseAfter(step);
      assertThat(scene.talk.isReleased()).isTrue();
    }
  }

  /** The bridge itself was held up: what it heard before is no fresh answer. */
  @Test
  void afterAPauseOfOursNothingMoreIsWritten() {
    PumpSession session =
        AlarisProfiles.driver(true).newSession().on(new SessionInput.Opened(0)).next();
    long now = 0;
    List<String> said = new ArrayList<>(List.of("INST_SERIALNO^8002-51740"));
    said.add("COMMS_PROTOCOL^Asena Rev 2.1.5");
    said.add(ScriptedPump.STANDING);
    for (String body : said) {
      session = session.on(heard(body, ++now)).next();
    }
    session = session.on(new SessionInput.Program(BOTH, now)).next();
    session = session.on(heard("INF_RATE_MAX_SYRINGE^1200.00^ml/h", ++now)).next();
    session = session.on(heard(ScriptedPump.STANDING, ++now)).next();
    session = session.on(heard("REMOTE_CTRL^ENABLED^****^PERMIT^0^ms", ++now)).next();
    assertThat(session.state()).isEqualTo("programming");
    PumpSession.Step late = session.on(heard(ScriptedPump.STANDING, now + 20_000));
    assertThat(late.effects().get(0)).isEqualTo(new Effect.Send(framed(RELEASE)));
    assertThat(late.effects()).noneMatch(effect -> effect instanceof Effect.Report);
    assertThat(late.next().state()).isEqualTo("releasing");
  }

  private static SessionInput heard(String body, long nowMs) {
    return new SessionInput.Received(framed(body), nowMs);
  }

  /** A line that repeats what we say makes a write look as if it had been answered. */
  @Test
  void anEchoingLineConfirmsNothing() {
    scene.follow();
    scene.talk.farEnd = (sent, now) -> List.of(new Talk.Arrival(sent, 1));
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    scene.assertRefused(Reason.NO_ANSWER);

    scene.follow();
    scene.talk.farEnd = (sent, now) -> echoed(sent, scene.pump.onBytes(sent, now));
    scene.talk.program(BOTH);
    scene.talk.run(500);
    assertThat(scene.talk.outcome())
        .as("the pump is heard behind the echo")
        .isEqualTo(new Programmed());

    scene.follow();
    scene.pump.deafTo("INF_RATE");
    scene.talk.farEnd = (sent, now) -> echoed(sent, scene.pump.onBytes(sent, now));
    scene.talk.program(BOTH);
    scene.talk.run(1_500);
    scene.assertEnded(7, Reason.NO_ANSWER);
  }

  private static List<Talk.Arrival> echoed(Bytes sent, List<Talk.Arrival> answers) {
    List<Talk.Arrival> all = new ArrayList<>();
    all.add(new Talk.Arrival(sent, 1));
    all.addAll(answers);
    return all;
  }

  /** On an echoing line the write's own answer comes where the read-back's is awaited. */
  @Test
  void theAnswerToAWriteNeverPassesForItsReadBack() {
    scene.follow();
    scene.pump.say("INF_RATE", "INF_RATE^9.99^ml/h");
    scene.talk.farEnd = (sent, now) -> echoed(sent, scene.pump.onBytes(sent, now));
    scene.talk.program(BOTH);
    scene.talk.run(1_000);
    scene.assertEnded(7, Reason.READ_BACK_DIFFERS);
  }
}
