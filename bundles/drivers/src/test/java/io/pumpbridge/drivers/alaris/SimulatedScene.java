// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.ProgrammeOutcome.Programmed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.simulators.alaris.AlarisPump;

/** A driver that may set the simulated pump, and what can be asked about their talk. */
final class SimulatedScene {

  static final String OLD_RATE = "INF_RATE^5.00^ml/h";
  static final String NEW_RATE = "INF_RATE^3.50^ml/h";
  static final String OLD_VOLUME = "INF_VTBI^DEACT";
  static final String NEW_VOLUME = "INF_VTBI^ACTIV^11.000^ml^STOP";

  AsenaBedside bedside = new AsenaBedside();
  Talk talk = new Talk(AlarisProfiles.driver(true).newSession(), bedside);

  /** Begins anew with another pump, up to where it is followed and nothing is under way. */
  void follow() {
    bedside = new AsenaBedside();
    beginSession();
    followOn();
  }

  /** Another session at the same pump, as after a crash of the bridge. */
  void beginSession() {
    talk = new Talk(AlarisProfiles.driver(true).newSession(), bedside);
  }

  void followOn() {
    talk.open();
    talk.run(300);
    assertThat(talk.state()).isEqualTo("following");
    talk.forget();
    bedside.countFromHere();
  }

  AlarisPump pump() {
    return bedside.pump;
  }

  /** The pump's time. */
  long now() {
    return AsenaBedside.pumpTime(talk.nowMs());
  }

  String rate() {
    return bedside.says("INF_RATE", talk.nowMs());
  }

  String volume() {
    return bedside.says("INF_VTBI", talk.nowMs());
  }

  void assertUntouched() {
    assertThat(rate()).isEqualTo(OLD_RATE);
    assertThat(volume()).isEqualTo(OLD_VOLUME);
  }

  /** As it was, or as it was to be; a refusal promises the former, a success the latter. */
  void assertKeptOrSet(String what) {
    assertThat(rate()).as(what).isIn(OLD_RATE, NEW_RATE);
    assertThat(volume()).as(what).isIn(OLD_VOLUME, NEW_VOLUME);
    if (talk.outcome() instanceof Refused) {
      assertThat(rate() + volume()).as(what).isEqualTo(OLD_RATE + OLD_VOLUME);
    }
    if (talk.outcome() instanceof Programmed) {
      assertThat(rate() + volume()).as(what).isEqualTo(NEW_RATE + NEW_VOLUME);
    }
  }
}
