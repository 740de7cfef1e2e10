// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.BOTH;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.TAKE;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.programme;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Orders that are refused before anything is asked of the pump that changes it. */
final class AlarisProgrammingRefusedTest {

  private final ScriptedScene scene = ScriptedScene.programming();

  @Test
  void whatCannotBeDoneIsRefusedAtOnceWithoutAByte() {
    scene.follow();
    Object[][] cases = {
      {programme("3.505", ""), Reason.NOT_IN_STEPS},
      {programme("0.104999", ""), Reason.NOT_IN_STEPS},
      {programme("3.5", "11.0001"), Reason.NOT_IN_STEPS},
      {programme("0.09", ""), Reason.OUT_OF_RANGE},
      {programme("0", ""), Reason.OUT_OF_RANGE},
      {programme("-3.50", ""), Reason.OUT_OF_RANGE},
      {programme("1200.01", ""), Reason.OUT_OF_RANGE},
      {programme("3.5", "0"), Reason.OUT_OF_RANGE},
      {programme("3.5", "-11"), Reason.OUT_OF_RANGE},
      {programme("3.5", "50.001"), Reason.OUT_OF_RANGE},
      {with(new Quantity(new BigDecimal("1E+200"), Unit.ML_PER_HOUR)), Reason.OUT_OF_RANGE},
      {with(new Quantity(new BigDecimal("1E-200"), Unit.ML_PER_HOUR)), Reason.OUT_OF_RANGE},
      {with(Quantity.of("3.5", "mL/min")), Reason.NOT_SUPPORTED},
      {with(Quantity.of("3.5", "mL/kg/h")), Reason.NOT_SUPPORTED},
      {with(Quantity.of("3.5", "mL")), Reason.NOT_SUPPORTED},
      {
        new Programme("1", "1/2", Quantity.of("3.5", "mL/h"), Optional.empty()), Reason.NOT_FOLLOWED
      },
    };
    for (Object[] one : cases) {
      scene.talk.forget();
      scene.talk.program((Programme) one[0]);
      scene.assertRefused((Reason) one[1]);
      assertThat(scene.sent()).isEmpty();
      assertThat(scene.talk.state()).isEqualTo("following");
      assertThat(scene.talk.isReleased()).isTrue();
    }
  }

  private static Programme with(Quantity rate) {
    return new Programme("1", Effect.ONLY, rate, Optional.empty());
  }

  @Test
  void theLimitsThemselvesAreWithin() {
    for (String[] one :
        new String[][] {{"0.1", "0.001"}, {"0.100", "50"}, {"1200", "50.000"}, {"1200.00", "1"}}) {
      scene.follow();
      scene.talk.program(programme(one[0], one[1]));
      assertThat(scene.talk.outcomes()).as("%s %s", one[0], one[1]).isEmpty();
      assertThat(scene.sent()).containsExactly("INF_RATE_MAX_SYRINGE");
    }
  }

  @Test
  void aSiteThatHasNotEnabledItNeverSaysAWordOfIt() {
    scene.talk = new Talk(AlarisProfiles.driver(false).newSession(), scene.pump);
    scene.talk.program(BOTH);
    scene.followOn();
    scene.talk.program(BOTH);
    scene.talk.run(5_000);
    scene.assertRefused(Reason.NOT_ENABLED);
    assertThat(scene.sent()).containsOnly("INF");
    scene.pump.leave();
    scene.talk.runUntil("lost");
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.assertRefused(Reason.NOT_ENABLED);
  }

  @Test
  void withoutAPumpThatIsFollowedThereIsNothingToSet() {
    scene.talk.program(BOTH); // closed
    scene.assertRefused(Reason.NOT_FOLLOWED);
    scene.talk.forget();
    scene.pump.leave();
    scene.talk.open();
    scene.talk.program(BOTH); // identifying
    scene.assertRefused(Reason.NOT_FOLLOWED);
    scene.talk.run(1_500);
    scene.talk.forget();
    scene.talk.program(BOTH); // between two probes
    scene.assertRefused(Reason.NOT_FOLLOWED);
    scene.pump.comeBack();
    scene.talk.runUntil("following");
    scene.pump.leave();
    scene.talk.runUntil("lost");
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.assertRefused(Reason.NOT_FOLLOWED);
    assertThat(scene.sent()).isEmpty();
  }

  /** After about 2.3.6 the remote control is said to be disabled; one post, so nothing near it. */
  @Test
  void onlyKnownSoftwareIsSet() {
    for (String software :
        List.of(
            "Asena Rev 2.3.6", "Asena Rev 2.10.1", "Asena Rev 3", "Asena Rev ", "Other 2.1.5")) {
      scene.begin();
      scene.pump.say("COMMS_PROTOCOL", "COMMS_PROTOCOL^" + software);
      scene.followOn();
      scene.talk.program(BOTH);
      scene.assertRefused(Reason.NOT_SUPPORTED);
      assertThat(scene.sent()).isEmpty();
    }
    scene.begin();
    scene.pump.deafTo("COMMS_PROTOCOL");
    scene.talk.open();
    scene.talk.run(6_000);
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.assertRefused(Reason.NOT_SUPPORTED);
  }

  @Test
  void aSyringeThatCannotGoSoFastIsRefusedWithoutTheControl() {
    scene.follow();
    scene.pump.say("INF_RATE_MAX_SYRINGE", "INF_RATE_MAX_SYRINGE^3.49^ml/h");
    scene.talk.program(BOTH);
    scene.talk.run(500);
    scene.assertRefused(Reason.OUT_OF_RANGE);
    assertThat(scene.sent()).containsExactly("INF_RATE_MAX_SYRINGE");
  }

  @Test
  void aPumpThatDoesNotPermitIsReleasedAllTheSame() {
    scene.follow();
    scene.pump.say(TAKE, "REMOTE_CTRL^ENABLED^****^DENY^0^ms");
    scene.talk.program(BOTH);
    scene.talk.run(500);
    scene.assertRefused(Reason.CONTROL_REFUSED);
    scene.assertNothingButTheReleaseAfter(3);
    assertThat(scene.talk.isReleased()).isTrue();
  }

  /** A reply that is overdue could pass for the answer to a programme's question. */
  @Test
  void aPumpThatHasJustMissedAnAnswerIsNotSet() {
    scene.follow();
    scene.pump.ignore = 1;
    scene.talk.run(2_000);
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.assertRefused(Reason.NO_ANSWER);
    assertThat(scene.sent()).isEmpty();
    scene.talk.run(AlarisSettings.LATEST_REPLY_MS);
    scene.talk.run(50);
    scene.talk.forget();
    scene.talk.program(BOTH);
    scene.talk.run(500);
    assertThat(scene.talk.outcome()).isEqualTo(new Programmed());
  }

  @Test
  void aProfileWithoutLimitsLetsNothingThrough() {
    var none = Optional.<Quantity>empty();
    var profile = AlarisProfiles.with(new DeviceProfile.Limits(none, none, none, none, none, none));
    scene.talk = new Talk(new AlarisDriver(profile, 1_000, true).newSession(), scene.pump);
    scene.followOn();
    scene.talk.program(BOTH);
    scene.assertRefused(Reason.OUT_OF_RANGE);
    assertThat(scene.sent()).isEmpty();
  }
}
