// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Family.Trait;
import io.pumpbridge.drivers.testing.Truths.Moment;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.LossReason;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.simulators.Simulators;
import io.pumpbridge.simulators.pump.PumpSimulator;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import io.pumpbridge.simulators.pump.PumpSimulator.Truth;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A driver's talk with simulated pumps, and what can be asked about it. */
final class Scene {

  /** The longest pause between probes, a probe that is lost, and what identifying takes. */
  static final long BACK_AGAIN_MS = 20_000;

  /** The pumps of a rack infuse differently, so that nobody takes one's rate for another's. */
  private static final List<String> RATES = List.of("60", "30", "12");

  final Family family;
  final SimulatedBedside bedside;
  final Talk talk;

  Scene(Family family, PumpDriver driver) {
    this.family = family;
    this.bedside = new SimulatedBedside(family, pumps(family, Optional.empty()));
    this.talk = new Talk(driver.newSession(), bedside);
    bedside.look(talk.nowMs());
    first().clear(pumpTime()); // an NE-1000 alarms at every power-on
    bedside.look(talk.nowMs());
  }

  static PumpSimulator pumps(Family family, Optional<String> serial) {
    return Simulators.create(family.protocol(), serial, family.pumps());
  }

  Bedside first() {
    return bedside.pumps().get(0);
  }

  String place() {
    return first().place();
  }

  long pumpTime() {
    return SimulatedBedside.pumpTime(talk.nowMs());
  }

  Moment now() {
    bedside.look(talk.nowMs());
    return bedside.truths().now(place());
  }

  /** Somebody sets and starts every pump. */
  Scene infuse() {
    for (int i = 0; i < bedside.pumps().size(); i++) {
      Bedside panel = bedside.pumps().get(i);
      bedside.rate(panel, RATES.get(i % RATES.size()), talk.nowMs());
      assertThat(panel.start(pumpTime())).as("'%s' starts", panel.place()).isTrue();
    }
    bedside.look(talk.nowMs());
    return this;
  }

  /** Until every pump is followed. */
  Scene follow() {
    talk.open();
    talk.run(BACK_AGAIN_MS);
    assertFollowed("after the line was opened");
    talk.forget();
    return this;
  }

  /** Every pump was identified and is reported; call it after {@link Talk#forget}. */
  void assertFollowed(String when) {
    assertThat(talk.state()).as(when).isEqualTo("following");
    assertThat(talk.effects(Report.class))
        .as(when)
        .extracting(Report::place)
        .containsAll(bedside.pumps().stream().map(Bedside::place).toList());
    assertIdentityComesFirst();
  }

  /** Nobody is reported who has not said who it is, since the entries were forgotten or before. */
  void assertIdentityComesFirst() {
    Set<String> lost = new HashSet<>();
    for (Talk.Entry entry : talk.entries()) {
      Effect effect = entry.effect();
      if (effect instanceof Lost gone) {
        lost.add(gone.place());
      } else if (effect instanceof Identified found) {
        lost.remove(found.place());
      } else if (effect instanceof Report report) {
        assertThat(lost).as("%s at %d", report, entry.atMs()).doesNotContain(report.place());
      }
    }
  }

  Observation latest() {
    List<Report> reports =
        talk.effects(Report.class).stream().filter(one -> one.place().equals(place())).toList();
    assertThat(reports).isNotEmpty();
    return reports.get(reports.size() - 1).observation();
  }

  /** Everything told until now was true within so many milliseconds before. */
  void assertNothingFalse(long withinMs) {
    bedside.truths().assertWereTrue(talk.entries(), withinMs);
    assertIdentityComesFirst();
  }

  /** Each pump once, for that reason. */
  void assertLost(LossReason reason) {
    assertThat(talk.effects(Lost.class))
        .containsExactlyInAnyOrderElementsOf(
            bedside.pumps().stream().map(panel -> new Lost(panel.place(), reason)).toList());
  }

  /** No pump was started, stopped, set or controlled after that. */
  void assertUntouchedSince(long fromMs) {
    for (Bedside panel : bedside.pumps()) {
      List<Moment> moments = bedside.truths().since(panel.place(), fromMs);
      Moment before = moments.get(0);
      for (Moment moment : moments) {
        if (!isSame(before.truth(), moment.truth())) {
          assertThat(moment).as("the pump at '%s'", panel.place()).isEqualTo(before);
        }
      }
    }
  }

  private boolean isSame(Truth before, Truth after) {
    return after.running() == before.running()
        && after.rate().equals(before.rate())
        && after.alarms().equals(before.alarms())
        && (!after.controlled() || family.is(Trait.STOPS_WITHOUT_ITS_HOST));
  }
}
