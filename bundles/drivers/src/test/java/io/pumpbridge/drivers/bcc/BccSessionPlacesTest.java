// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static io.pumpbridge.drivers.bcc.BccVectors.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Quantity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pumps that leave their place in the rack, come back to it, or give it to another. */
final class BccSessionPlacesTest {

  private final RackScene scene = new RackScene();

  @Test
  void aPumpThatIsTakenOutIsLostAtOnceAndFoundAgain() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.takeOut("50113");
    scene.talk.run(1_500);
    assertThat(scene.talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.REMOVED));
    scene.talk.run(5_000);
    assertThat(scene.talk.effects(Lost.class)).hasSize(1);
    scene.talk.forget();
    scene.rack.put("50113", pump(40_865));
    scene.talk.run(2_500);
    assertThat(scene.places(Identified.class)).containsExactly("1/3");
  }

  /** GNERR 39 comes once and may get lost. */
  @Test
  void aPumpThatIsNoLongerToldIsRemovedAfterTwoCycles() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.pumps.remove("50113");
    scene.talk.run(3_500);
    assertThat(scene.talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.REMOVED));
    assertThat(scene.places(Report.class)).contains("1/1");
    scene.rack.pumps.clear();
    scene.talk.run(3_500);
    assertThat(scene.talk.effects(Lost.class)).contains(new Lost("1/1", LossReason.REMOVED));
    assertThat(scene.talk.state()).isEqualTo("following");
  }

  @Test
  void oneCycleWithoutAPumpIsNoLoss() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    Map<String, String> values = scene.rack.pumps.remove("50113");
    long gets = scene.rack.gets();
    while (scene.rack.gets() == gets) {
      scene.talk.run(10);
    }
    scene.rack.put("50113", values);
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void anotherPumpInTheSamePlaceIsAnotherPump() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.put("50111", pump(99, "INRT", "7.00"));
    scene.talk.run(4_000);
    List<Effect> told =
        scene.talk.entries().stream()
            .map(Talk.Entry::effect)
            .filter(effect -> !(effect instanceof Effect.Send))
            .toList();
    int lost = told.indexOf(new Lost("1/1", LossReason.DIFFERENT_PUMP));
    assertThat(told.get(lost + 1))
        .isInstanceOfSatisfying(
            Identified.class, one -> assertThat(one.pump().serialNumber()).isEqualTo("99"));
    assertThat(told.subList(0, lost))
        .as("nothing of the new one is told as the old one's")
        .noneMatch(
            effect ->
                effect instanceof Report report
                    && report.observation().rate().equals(rate("7.00")));
    assertThat(told.get(lost + 2)).isInstanceOf(Report.class);
  }

  private static Optional<Quantity> rate(String mlPerHour) {
    return Optional.of(Quantity.of(mlPerHour, "mL/h"));
  }

  @Test
  void twoPumpsThatChangePlacesAreBothDifferent() {
    scene.openWith("50111", "50112");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.put("50111", pump(40_865));
    scene.rack.put("50112", pump(40_864));
    scene.talk.run(4_000);
    assertThat(scene.talk.effects(Lost.class))
        .containsExactly(
            new Lost("1/1", LossReason.DIFFERENT_PUMP), new Lost("1/2", LossReason.DIFFERENT_PUMP));
    assertThat(scene.serials()).containsExactly("40865", "40864");
  }

  private static Map<String, String> nameless(String... changes) {
    Map<String, String> values = with(changes);
    values.remove("INSERNUM");
    values.remove("INNR");
    return values;
  }

  @Test
  void aPumpWithoutSerialNumberIsFollowedAfterTwoReads() {
    scene.rack.put("50111", nameless());
    scene.talk.open();
    scene.talk.run(1_500);
    assertThat(scene.talk.identified()).isEmpty();
    scene.talk.run(1_000);
    assertThat(scene.serials()).containsExactly("");
    assertThat(scene.talk.reports()).isNotEmpty();
  }

  /** GNNEW is all that tells it from its predecessor. */
  @Test
  void aNewPumpWithoutSerialNumberIsAnotherOne() {
    scene.rack.put("50111", nameless());
    scene.talk.open();
    scene.talk.run(4_000);
    scene.talk.forget();
    Map<String, String> fresh = new LinkedHashMap<>();
    fresh.put("GNNEW", "688F030006");
    nameless().forEach(fresh::putIfAbsent);
    fresh.remove("GNMODEL");
    scene.rack.accidents.add(
        first ->
            BccVectors.framed(BccVectors.BED, BccVectors.records("50111", fresh), false, true));
    scene.talk.run(3_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(scene.talk.identified()).hasSize(1);
  }

  @Test
  void valuesWithoutTheSerialNumberAreNobodys() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.put("50111", nameless("INRT", "9.99"));
    scene.talk.run(900);
    assertThat(scene.talk.reports()).noneMatch(report -> report.rate().equals(rate("9.99")));
    scene.talk.run(3_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(scene.serials()).containsExactly("");
  }
}
