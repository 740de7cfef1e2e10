// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose values they are is asked in each round, and another pump is never the old one. */
final class DianetSessionIdentityTest {

  private final DianetScene scene = DianetScene.watching();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void aPumpThatRefusesToSayWhoItIsIsLost() {
    scene.follow();
    pump.refuses.put(0x01, 0x03);
    talk.run(4_000);
    assertThat(talk.losses()).containsExactly(LossReason.SILENT);
  }

  @Test
  void aDifferentPumpOnTheSameLineIsNeverReportedAsTheOldOne() {
    scene.follow();
    pump.become("12c0303a");
    talk.run(1_500);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).extracting(PumpIdentity::serialNumber).containsExactly("12346");
    List<String> kinds =
        talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()).toList();
    assertThat(kinds.indexOf("Lost")).isLessThan(kinds.indexOf("Identified"));
    assertThat(kinds.indexOf("Identified")).isLessThan(kinds.indexOf("Report"));
  }

  /** The whole identity counts, not the serial number alone. */
  @Test
  void thePumpOfAnotherTypeWithTheSameSerialNumberIsADifferentPump() {
    scene.follow();
    pump.become("0fec3039"); // type 1019
    talk.run(1_500);
    assertThat(talk.losses()).containsExactly(LossReason.DIFFERENT_PUMP);
    assertThat(talk.identified()).extracting(PumpIdentity::model).containsExactly("Perfusor fm");
  }

  @Test
  void aPumpThatOnlySaysItsNameIsNotFollowed() {
    pump.deaf.add(0x02);
    talk.open();
    talk.run(120_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.SILENT).hasSizeBetween(10, 20);
  }

  /** Else it would be found and lost again a hundred times a second. */
  @Test
  void aPumpWithTwoNamesIsNeverReportedAndLeftInPeace() {
    pump.deaf.add(0x02);
    int[] asked = {0};
    pump.before.put(0x01, () -> pump.become(asked[0]++ % 2 == 0 ? "12c0303a" : "12c0303b"));
    talk.open();
    talk.run(60_000);
    assertThat(talk.reports()).isEmpty();
    assertThat(talk.losses()).containsOnly(LossReason.DIFFERENT_PUMP).hasSizeBetween(5, 20);
  }
}
