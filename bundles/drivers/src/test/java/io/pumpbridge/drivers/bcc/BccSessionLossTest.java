// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.RackScene.GREETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rack that falls silent, cannot answer, is unplugged or no longer needed. */
final class BccSessionLossTest {

  private final RackScene scene = new RackScene();

  @Test
  void aRackThatFallsSilentIsLostWithAllItsPumpsAndGreetedAgain() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.gone = true;
    scene.talk.run(6_500);
    assertThat(scene.talk.effects(Lost.class))
        .containsExactly(new Lost("1/1", LossReason.SILENT), new Lost("1/3", LossReason.SILENT));
    assertThat(scene.talk.isAnswered()).isFalse();
    scene.talk.run(60_000);
    assertThat(scene.talk.timesSent(GREETING)).hasSizeBetween(8, 16);
    assertThat(scene.talk.state()).isIn("lost", "identifying");
    scene.rack.gone = false;
    scene.talk.run(8_000);
    assertThat(scene.places(Identified.class)).containsExactly("1/1", "1/3");
  }

  @Test
  void vainGreetingsGrowFromOneSecondToFive() {
    scene.rack.gone = true;
    scene.talk.open();
    scene.talk.run(40_000);
    List<Long> times = scene.talk.timesSent(GREETING);
    assertThat(times.get(1) - times.get(0)).isBetween(2_000L, 2_200L);
    assertThat(times.get(times.size() - 1) - times.get(times.size() - 2)).isBetween(6_000L, 6_300L);
  }

  @Test
  void aRackWithAnotherBedIdIsGreetedAgainAndAdopted() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.bed = "Bed9";
    scene.talk.run(12_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(scene.places(Identified.class)).containsExactly("1/1");
    assertThat(scene.rack.gets()).isPositive();
  }

  /** Page 15: a code that begins with 4 is about one pump that cannot be reached. */
  @Test
  void aPumpThatTheRackCannotReachIsSilentAndNotRemoved() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.put("50113", Map.of("GNERR", "41"));
    scene.talk.run(3_500);
    assertThat(scene.talk.effects(Lost.class)).containsExactly(new Lost("1/3", LossReason.SILENT));
    assertThat(scene.places(Report.class)).contains("1/1");
  }

  /** Page 15: a code that begins with 5 is about the whole rack. */
  @Test
  void aRackThatDoesNotKnowItsPumpsLosesThemButStaysAnswered() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.instead = "214,50100,GNERR,51";
    scene.talk.run(10_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(scene.talk.isAnswered()).isTrue();
    assertThat(scene.talk.timesSent(GREETING)).isEmpty();
  }

  @Test
  void aRackThatDoesNotUnderstandIsGreetedAgain() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.instead = "214,50100,GNERR,68";
    scene.talk.run(6_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.SILENT);
    assertThat(scene.talk.timesSent(GREETING)).isNotEmpty();
  }

  @Test
  void stoppingReleasesEveryPumpAndSendsNothing() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.talk.stop();
    scene.talk.run(5_000);
    assertThat(scene.talk.losses()).containsExactly(LossReason.RELEASED, LossReason.RELEASED);
    assertThat(scene.talk.sent()).isEmpty();
    assertThat(scene.talk.isReleased()).isTrue();
    assertThat(scene.talk.state()).isEqualTo("closed");
    assertThat(scene.talk.isAnswered()).isFalse();
  }

  @Test
  void aPortThatGoesTakesEveryPumpWithIt() {
    scene.openWith("50111", "50113");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.talk.unplug();
    assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED, LossReason.UNPLUGGED);
    scene.talk.forget();
    scene.talk.inject(Bytes.fromHex("0102"));
    scene.talk.run(3_000);
    assertThat(scene.talk.sent()).isEmpty();
    scene.talk.open();
    scene.talk.run(3_000);
    assertThat(scene.places(Identified.class)).containsExactly("1/1", "1/3");
  }

  @Test
  void openingAgainBeginsAnew() {
    scene.openWith("50111");
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.talk.open();
    assertThat(scene.talk.losses()).containsExactly(LossReason.UNPLUGGED);
    assertThat(scene.talk.sent()).containsExactly(GREETING);
  }
}
