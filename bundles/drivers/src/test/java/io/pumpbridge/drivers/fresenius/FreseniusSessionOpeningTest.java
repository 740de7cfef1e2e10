// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static io.pumpbridge.drivers.fresenius.FreseniusVectors.DC4;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.ENQ;
import static io.pumpbridge.drivers.fresenius.FreseniusVectors.wire;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is there: listening, asking, and opening the base and its modules. */
final class FreseniusSessionOpeningTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void theLineHasSevenBitsAndEvenParity() {
    assertThat(FreseniusScene.DRIVER.lineSettings())
        .isEqualTo(new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1));
    assertThat(FreseniusScene.DRIVER.probeOrder()).isEqualTo(10);
  }

  @Test
  void itListensASecondBeforeItSpeaks() {
    talk.open();
    talk.run(990);
    assertThat(talk.sent()).isEmpty();
    assertThat(talk.state()).isEqualTo("listening");
    talk.run(120);
    assertThat(talk.sent().get(0)).isEqualTo(wire("0DC", "48"));
  }

  @Test
  void aCallIsAnsweredAtOnceAndEndsTheListening() {
    talk.open();
    talk.run(200);
    talk.inject(ENQ);
    assertThat(talk.sent()).containsExactly(DC4, wire("0DC", "48"));
  }

  @Test
  void whenNobodyAnswersThePilotIsAskedAndThenSilenceIsKept() {
    base.gone = true;
    talk.open();
    long opened = talk.nowMs();
    talk.run(FreseniusScene.DRIVER.probeMs());
    assertThat(talk.sent()).containsExactly(wire("0DC", "48"), wire("DC", "78"));
    assertThat(talk.timesSent(wire("DC", "78")).get(0) - opened)
        .isLessThanOrEqualTo(FreseniusScene.DRIVER.probeMs() - 500);
    assertThat(talk.isAnswered()).isFalse();
    assertThat(talk.isReleased()).isTrue();
  }

  @Test
  void itKeepsTryingWithGrowingPauses() {
    base.gone = true;
    talk.open();
    talk.run(60_000);
    List<Long> times = talk.timesSent(wire("0DC", "48"));
    assertThat(times.get(1) - times.get(0)).isBetween(2_000L, 2_300L);
    assertThat(times.get(times.size() - 1) - times.get(times.size() - 2)).isBetween(6_000L, 6_300L);
    base.gone = false;
    talk.run(8_500);
    assertThat(scene.identifiedPlaces()).containsExactly("1", "3");
  }

  @Test
  void aBaseIsOpenedSettlesAndIsAskedForItsModules() {
    talk.open();
    talk.run(2_950);
    assertThat(base.heard.subList(0, 3)).containsExactly("0DC", "0LE;b", "0LE;b");
    assertThat(base.heard)
        .containsSubsequence("1DC", "1LF;b", "1LF;b", "1DE;aemd", "1LE;aemdr", "1LP")
        .containsSubsequence("3DC", "3LF;b", "3LF;b", "3DE;aemd", "3LE;aemdr", "3LP");
    List<Long> slots = talk.timesSent(wire("0LE;b", "A1"));
    assertThat(slots.get(0) - talk.timesSent(wire("0DC", "48")).get(0))
        .isGreaterThanOrEqualTo(1_000);
    assertThat(talk.identified())
        .containsOnly(
            new PumpIdentity("fresenius", "fresenius-orchestra", "Orchestra, type DPS", "", ""));
    assertThat(scene.identifiedPlaces()).as("within 3 s").containsExactly("1", "3");
    assertThat(talk.isAnswered()).isTrue();
  }

  /** With replies after 20 ms; how fast a real base answers is not known. */
  @Test
  void fromPluggingInToTheFirstReportLessThanThreeSecondsPass() {
    talk.open();
    long opened = talk.nowMs();
    talk.run(3_000);
    long reported =
        talk.entries().stream()
            .filter(entry -> entry.effect() instanceof Effect.Report)
            .mapToLong(Talk.Entry::atMs)
            .findFirst()
            .orElseThrow();
    assertThat(reported - opened).isLessThan(3_000);
  }

  @Test
  void aBaseWithoutModulesHasAnswered() {
    base.takeOut("1");
    base.takeOut("3");
    talk.open();
    talk.run(5_000);
    assertThat(talk.isAnswered()).isTrue();
    assertThat(talk.identified()).isEmpty();
    base.slots.put("2", ScriptedBase.infusing());
    talk.run(2_000);
    assertThat(scene.identifiedPlaces()).containsExactly("2");
  }

  @Test
  void aBaseThatAnswersLateIsABase() {
    base.delayMs = 300; // the reply comes after 600 ms
    talk.open();
    talk.run(3_000);
    assertThat(talk.isAnswered()).isTrue();
    talk.runUntil("following");
  }

  @Test
  void whoRefusesToOpenIsClosedAndAskedAgain() {
    base.lie("0DC", "0I;24");
    base.open.add("0");
    talk.open();
    talk.run(1_150);
    assertThat(base.heard).containsExactly("0DC", "0FC");
    assertThat(talk.isAnswered()).isFalse();
    talk.runUntil("following");
    assertThat(talk.losses()).isEmpty();
  }

  @Test
  void aModuleThatRefusesToOpenIsClosedAndAskedAgain() {
    base.lie("3DC", "3I;24");
    talk.open();
    talk.run(6_000);
    assertThat(base.heard).containsSubsequence("3DC", "3FC", "3DC", "3LF;b");
    assertThat(scene.identifiedPlaces()).containsExactly("1", "3");
  }

  @Test
  void aModuleThatTellsNoTypeIsFollowedAllTheSame() {
    base.lie("1LF;b", "1I;0A", "1I;0A");
    talk.open();
    talk.run(2_500);
    assertThat(talk.identified().get(0).model()).isEqualTo("Orchestra");
  }

  @Test
  void aTypeCountsOnlyWhenHeardTwice() {
    base.lie("1LF;b", "1C;bXXX");
    talk.open();
    talk.run(6_000);
    assertThat(talk.identified())
        .extracting(PumpIdentity::model)
        .containsOnly("Orchestra, type DPS");
    assertThat(talk.losses()).isEmpty();
  }
}
