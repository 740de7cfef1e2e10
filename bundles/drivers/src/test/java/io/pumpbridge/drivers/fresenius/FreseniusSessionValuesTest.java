// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of a module, and what is kept back. */
final class FreseniusSessionValuesTest {

  @RegisterExtension final FreseniusScene scene = FreseniusScene.withModules("1", "3");

  private final ScriptedBase base = scene.base;
  private final Talk talk = scene.talk;

  @Test
  void valuesAreReportedInTheirUnits() {
    base.slots.get("1").drug = "Propofol 1%";
    scene.follow();
    talk.run(2_000);
    Observation seen = scene.reports("1").get(0);
    assertThat(seen.channel()).isEqualTo("1");
    assertThat(seen.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(seen.rate()).contains(Quantity.of("5.5", "mL/h"));
    assertThat(seen.volumeInfused()).contains(Quantity.of("5.000", "mL"));
    assertThat(seen.drug()).contains("Propofol 1%");
    assertThat(seen.vtbiRemaining()).isEmpty();
    assertThat(seen.timeRemaining()).isEmpty();
    assertThat(seen.pressure()).isEmpty();
    assertThat(seen.alarms()).isEmpty();
  }

  @Test
  void eachModuleIsPolledOncePerInterval() {
    scene.follow();
    talk.run(60_000);
    assertThat(scene.reports("1").size()).isBetween(59, 61);
    assertThat(scene.reports("3").size()).isBetween(59, 61);
    assertThat(talk.losses()).isEmpty();
    assertThat(base.heard.stream().filter("1LF;b"::equals).count()).isBetween(10L, 13L);
  }

  @Test
  void anUnknownModeIsUnknownAndTheNumbersAreThere() {
    base.slots.get("1").set("m7777");
    scene.follow();
    talk.run(1_500);
    assertThat(scene.reports("1").get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(scene.reports("1").get(0).rate()).isPresent();
  }

  @Test
  void aStoppedPumpWithAnAlarmIsInAlarmAndTheCodeIsTold() {
    base.slots.get("1").set("m0002");
    base.slots.get("1").set("a0010");
    base.slots.get("1").set("e0003");
    scene.follow();
    talk.run(1_500);
    assertThat(scene.reports("1").get(0).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(scene.reports("1").get(0).alarms())
        .extracting("code", "text")
        .containsExactly(tuple("a0010", "unknown alarm"), tuple("e0003", "unknown error"));
  }

  @Test
  void whatIsNoNumberIsAbsent() {
    base.slots.get("1").set("dFFFF");
    base.slots.get("1").set("r12x4");
    scene.follow();
    talk.run(1_500);
    assertThat(scene.reports("1").get(0).rate()).isEmpty();
    assertThat(scene.reports("1").get(0).volumeInfused()).isEmpty();
    assertThat(scene.reports("1").get(0).status())
        .as("infusing nobody knows what")
        .isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void aDamagedReadWithASoundChecksumIsNeverReported() {
    scene.follow();
    base.lie("1LE;aemdr", "1C;a0000;e0000;m0001;d0F37;r00001388");
    talk.run(3_000);
    assertThat(scene.reports("1"))
        .allSatisfy(
            seen ->
                assertThat(seen.rate().orElse(Quantity.of("5.5", "mL/h")).value())
                    .hasToString("5.5"));
  }

  @Test
  void aRealChangeIsReportedWithinAnInterval() {
    scene.follow();
    base.slots.get("1").set("d0040");
    talk.run(1_100);
    assertThat(scene.reports("1").stream().map(Observation::rate))
        .contains(Optional.of(Quantity.of("6.4", "mL/h")));
  }

  @Test
  void aPumpThatKnowsOnlyRateAndVolumeIsAskedForThose() {
    base.slots.get("1").values.keySet().removeAll(List.of('a', 'e', 'm'));
    talk.open();
    talk.run(4_000);
    assertThat(base.heard).containsSubsequence("1LE;aemdr", "1LE;dr", "1LE;dr");
    assertThat(base.heard.stream().filter("1LE;aemdr"::equals).count()).isEqualTo(1);
    assertThat(scene.reports("1").get(0).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(scene.reports("1").get(0).rate()).isPresent();
  }

  /** What is not told is unknown, and nobody has said that the alarm has ended. */
  @Test
  void anAlarmThatIsNoLongerToldHasNotEnded() {
    base.slots.get("1").set("a0010");
    scene.follow();
    for (int i = 0; i < 8; i++) {
      base.lie("1LE;aemdr", "1C;e0000;d0037;r00001388");
    }
    talk.run(4_000);
    assertThat(alarmsOf("1")).isNotEmpty().allMatch("a0010"::equals);
    talk.run(4_000);
    base.slots.get("1").set("a0000");
    talk.run(2_000);
    talk.forget();
    talk.run(2_000);
    assertThat(alarmsOf("1")).as("it says that it has ended").isNotEmpty().allMatch(""::equals);
  }

  private List<String> alarmsOf(String place) {
    return scene.reports(place).stream()
        .map(seen -> seen.alarms().stream().map(PumpAlarm::code).collect(joining(" ")))
        .toList();
  }

  /**
   * Behind eight bits of checksum a single refusal may be damage, and a pump may find its tongue.
   */
  @Test
  void oneRefusalOfTheVariablesDoesNotSilenceTheAlarmsForGood() {
    base.slots.get("1").set("a0010");
    scene.follow();
    base.lie("1LE;aemdr", "1I;0A");
    talk.run(8_000);
    assertThat(base.heard).containsSubsequence("1LE;aemdr", "1LE;dr", "1LE;aemdr");
    assertThat(alarmsOf("1")).isNotEmpty().allMatch("a0010"::equals);
    base.slots.get("1").set("a0020");
    talk.run(3_000);
    talk.forget();
    talk.run(1_500);
    assertThat(alarmsOf("1")).isNotEmpty().allMatch("a0020"::equals);
  }

  @Test
  void aPumpThatTellsNoDrugIsNotAskedAgain() {
    base.lie("1LP", "1I;01");
    talk.open();
    talk.run(6_000);
    assertThat(base.heard.stream().filter("1LP"::equals).count()).isEqualTo(1);
    assertThat(scene.reports("1")).isNotEmpty();
  }

  @Test
  void aDrugThatIsNeverAnsweredIsAskedForTwice() {
    base.deaf.add("1LP");
    talk.open();
    talk.run(20_000);
    assertThat(base.heard.stream().filter("1LP"::equals).count())
        .as("two questions, each sent twice")
        .isEqualTo(4);
    assertThat(scene.reports("1").size()).isGreaterThan(10);
  }

  @Test
  void aBareNumberIsNoDrug() {
    base.slots.get("1").drug = "17";
    scene.follow();
    talk.run(1_500);
    assertThat(scene.reports("1").get(0).drug()).isEmpty();
  }
}
