// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisVectors.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Finding a pump, following it, and telling it from another. */
final class AlarisSessionTest {

  private final ScriptedScene scene = ScriptedScene.watching();

  /** The picture in the README, edge by edge; {@code identifying} waits as well as asks. */
  @Test
  void everyEdgeOfThePictureIsWalked() {
    assertThat(scene.talk.state()).isEqualTo("closed");
    scene.pump.leave();
    scene.talk.open(); // closed -> identifying
    scene.talk.run(1_500); // identifying -> waiting for the next probe, never followed before
    scene.talk.unplug(); // identifying -> closed
    scene.talk.open();
    scene.talk.run(1_500);
    scene.pump.comeBack();
    scene.talk.run(2_000); // identifying -> following
    scene.pump.become("8002-99999");
    scene.talk.run(1_200); // following -> identifying: a different pump; identifying -> following
    scene.pump.leave();
    scene.talk.runUntil("lost"); // following -> lost
    scene.talk.runUntil("identifying"); // lost -> identifying
    scene.talk.runUntil("lost"); // identifying -> lost
    scene.talk.unplug(); // lost -> closed
    scene.pump.comeBack();
    scene.talk.open();
    scene.talk.run(100); // identifying -> following
    scene.talk.unplug(); // following -> closed
    assertThat(scene.talk.states())
        .containsExactly(
            "closed",
            "identifying",
            "closed",
            "identifying",
            "following",
            "identifying",
            "following",
            "lost",
            "identifying",
            "lost",
            "closed",
            "identifying",
            "following",
            "closed");
  }

  @Test
  void aClosedSessionDoesNothing() {
    scene.talk.run(60_000);
    scene.talk.unplug();
    assertThat(scene.talk.entries()).isEmpty();
    scene.talk.inject(Bytes.of("!INF|4961\r", StandardCharsets.US_ASCII));
    assertThat(scene.sent()).isEmpty();
    assertThat(scene.talk.state()).isEqualTo("closed");
  }

  @Test
  void identityComesFirstAndReportsAfterIt() {
    scene.talk.open();
    scene.talk.run(100);
    assertThat(scene.sent()).containsExactly("INST_SERIALNO", "COMMS_PROTOCOL", "INF");
    assertThat(scene.talk.identified())
        .containsExactly(
            new PumpIdentity(
                "alaris",
                "alaris-asena",
                "Alaris/Asena syringe pump",
                "8002-51740",
                "Asena Rev 2.1.5"));
    assertThat(scene.talk.reports()).hasSize(1);
    assertThat(scene.kinds()).containsExactly("Send", "Send", "Identified", "Send", "Report");
  }

  @Test
  void aPumpThatDoesNotTellItsVersionIsFollowedAllTheSame() {
    scene.pump.deafTo("COMMS_PROTOCOL");
    scene.talk.open();
    scene.talk.run(1_200);
    assertThat(scene.talk.identified()).hasSize(1);
    assertThat(scene.talk.identified().get(0).software()).isEmpty();
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  @Test
  void polledOncePerIntervalWithoutDrift() {
    scene.follow();
    scene.talk.run(60_050);
    assertThat(scene.talk.timesSent(framed("INF")).size()).isBetween(59, 61);
    assertThat(scene.talk.reports().size()).isEqualTo(scene.talk.timesSent(framed("INF")).size());
    assertThat(scene.sent()).containsOnly("INF");
  }

  /** A pump that takes its time is never asked the next thing before it has answered. */
  @Test
  void neverMoreThanOneRequestIsUnderWay() {
    int[] underWay = {0, 0};
    scene.pump.delayMs = 480;
    Talk slow =
        new Talk(
            scene.driver.newSession(),
            (sent, now) -> {
              assertThat(now - underWay[0]).isGreaterThanOrEqualTo(underWay[1]);
              underWay[0] = (int) now;
              underWay[1] = 480;
              return scene.pump.onBytes(sent, now);
            });
    underWay[0] = (int) slow.nowMs() - 1_000;
    slow.open();
    slow.run(30_000);
    assertThat(slow.losses()).isEmpty();
    assertThat(slow.reports()).hasSizeGreaterThan(25);
  }

  @Test
  void aDifferentPumpOnTheSameLineIsNeverReportedAsTheOldOne() {
    scene.follow();
    scene.pump.become("8002-51733");
    scene.talk.run(1_200);
    assertThat(scene.talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(scene.talk.identified())
        .extracting(PumpIdentity::serialNumber)
        .containsExactly("8002-51733");
    List<String> kinds = scene.kinds();
    assertThat(kinds.indexOf("Lost")).isLessThan(kinds.indexOf("Identified"));
    assertThat(kinds.indexOf("Identified")).isLessThan(kinds.indexOf("Report"));
  }

  /** Else it would be found and lost again a hundred times a second. */
  @Test
  void aPumpThatGivesTwoSerialNumbersIsNeverReportedAndLeftInPeace() {
    scene.pump.say("INF", AlarisVectors.RUNNING.replace("51740", "99999"));
    scene.talk.open();
    scene.talk.run(60_000);
    assertThat(scene.talk.reports()).isEmpty();
    assertThat(scene.talk.losses()).containsOnly(LossReason.DIFFERENT_PUMP).hasSizeBetween(10, 20);
    scene.pump.say("INF", AlarisVectors.RUNNING);
    scene.talk.run(6_000);
    assertThat(scene.talk.state()).isEqualTo("following");
    assertThat(scene.talk.reports()).isNotEmpty();
  }

  @Test
  void unpluggingIsToldOnceAndPluggingInBeginsAnew() {
    scene.follow();
    scene.talk.unplug();
    scene.talk.unplug();
    scene.talk.run(10_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(scene.sent()).isEmpty();
    scene.talk.forget();
    scene.talk.open();
    scene.talk.run(100);
    assertThat(scene.talk.identified()).hasSize(1);
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  @Test
  void openedWithoutClosedBeforeIsALossAndABeginning() {
    scene.follow();
    scene.talk.open();
    assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(scene.talk.state()).isEqualTo("identifying");
    scene.talk.run(100);
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  @Test
  void sessionsAreImmutable() {
    var session = scene.driver.newSession().on(new SessionInput.Opened(0)).next();
    var once = session.on(new SessionInput.Tick(600));
    var again = session.on(new SessionInput.Tick(600));
    assertThat(once).isEqualTo(again);
    assertThat(session.on(new SessionInput.Tick(10)).effects()).isEmpty();
  }

  @Test
  void theLineIsSetAsTheProfileSays() {
    assertThat(scene.driver.protocol()).isEqualTo("alaris");
    assertThat(scene.driver.lineSettings().baud()).isEqualTo(38_400);
    assertThat(scene.driver.lineSettings().dataBits()).isEqualTo(8);
    assertThat(scene.driver.lineSettings().stopBits()).isEqualTo(1);
  }
}
