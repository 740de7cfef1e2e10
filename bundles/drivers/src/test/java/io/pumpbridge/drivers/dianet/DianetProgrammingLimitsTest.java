// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static io.pumpbridge.drivers.dianet.DianetScene.rate;
import static io.pumpbridge.drivers.dianet.DianetScene.rateAndVolume;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.measure.Quantity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limits that a programme must keep: the pump's, its display's and the profile's. */
final class DianetProgrammingLimitsTest {

  private final DianetScene scene = DianetScene.programming();
  private final ScriptedDianetPump pump = scene.pump;
  private final Talk talk = scene.talk;

  @Test
  void thePumpsOwnLimitsCountUnderControlAndWithout() {
    scene.follow();
    for (String rate : List.of("0.49", "500.01")) { // what is allowed by hand but not controlled
      pump.heard.clear();
      talk.forget();
      talk.program(rate(rate));
      talk.run(1_000);
      scene.assertRefused(talk.outcomes().get(0), Reason.OUT_OF_RANGE);
      scene.assertNothingWasTaken();
    }
    talk.forget();
    talk.program(rate("500.00"));
    talk.run(1_500);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  @Test
  void aRateThatIsInvalidOnceTheControlIsGivenBackIsRefused() {
    // by hand 1.00 to 10.00 mL/h
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 66)
            + "000003e8"
            + "00000064"
            + DianetVectors.LIMITS_DATA.substring(82);
    scene.assertRefused(scene.outcome(rate("10.01")), Reason.OUT_OF_RANGE);
    scene.assertNothingWasTaken();
  }

  @Test
  void theLargestVolumeCounts() {
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 40)
            + "000003e8"
            + DianetVectors.LIMITS_DATA.substring(48);
    scene.follow();
    talk.program(rateAndVolume("5", "100.1"));
    talk.run(1_000);
    scene.assertRefused(talk.outcomes().get(0), Reason.OUT_OF_RANGE);
    talk.forget();
    talk.program(rateAndVolume("5", "100"));
    talk.run(1_500);
    assertThat(talk.outcomes()).containsExactly(new Programmed());
  }

  /** The clinician confirms what the display shows; it must be what was ordered. */
  @Test
  void aRateThatTheDisplayDoesNotShowInFullIsRefused() {
    pump.limits =
        DianetVectors.LIMITS_DATA.substring(0, 10) + "01" + DianetVectors.LIMITS_DATA.substring(12);
    scene.assertRefused(scene.outcome(rate("5.25")), Reason.NOT_IN_STEPS);
    scene.assertNothingWasTaken();
  }

  @Test
  void aPumpThatDoesNotTellItsLimitsIsNotSet() {
    pump.limits = "ff".repeat(49);
    scene.assertRefused(scene.outcome(rate("5")), Reason.NOT_SUPPORTED);
    talk.unplug();
    pump.refuses.put(0x06, 0x09);
    scene.assertRefused(scene.outcome(rate("5")), Reason.NOT_SUPPORTED);
    scene.assertNothingWasTaken();
  }

  @Test
  void theProfilesLimitsCountToo() {
    DianetDriver narrow =
        new DianetDriver(
            DianetProfiles.shipped(
                Optional.of(Quantity.of("1", "mL/h")), Optional.of(Quantity.of("10", "mL/h"))),
            1_000,
            true);
    Talk other = new Talk(narrow.newSession(), pump);
    other.open();
    other.run(250);
    for (String rate : List.of("0.99", "10.01", "1", "10.00")) {
      other.program(rate(rate));
      other.run(1_500);
    }
    assertThat(other.outcomes()).hasSize(4);
    assertThat(other.outcomes().subList(0, 2))
        .allSatisfy(no -> assertThat(((Refused) no).reason()).isEqualTo(Reason.OUT_OF_RANGE));
    assertThat(other.outcomes().subList(2, 4)).containsOnly(new Programmed());
  }
}
