// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static io.pumpbridge.drivers.alaris.AlarisProgrammes.ALL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.FIRST_CONTROL;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.FIRST_WRITE;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.RELEASE;
import static io.pumpbridge.drivers.alaris.AlarisProgrammes.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.PumpDriver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A driver's talk with a scripted pump, and what can be asked about it. */
final class ScriptedScene {

  final PumpDriver driver;
  private final Supplier<ScriptedPump> pumps;
  ScriptedPump pump;
  Talk talk;

  private ScriptedScene(PumpDriver driver, Supplier<ScriptedPump> pumps) {
    this.driver = driver;
    this.pumps = pumps;
    this.pump = pumps.get();
    this.talk = new Talk(driver.newSession(), pump);
  }

  /** A running pump that is only looked at. */
  static ScriptedScene watching() {
    return new ScriptedScene(AlarisProfiles.driver(), ScriptedPump::running);
  }

  /** A pump that stands still, at a site that has enabled setting it. */
  static ScriptedScene programming() {
    return new ScriptedScene(AlarisProfiles.driver(true), ScriptedPump::standing);
  }

  void begin() {
    pump = pumps.get();
    talk = new Talk(driver.newSession(), pump);
  }

  /** Begins anew, up to where the pump is followed and nothing is under way. */
  void follow() {
    begin();
    followOn();
  }

  void followOn() {
    talk.open();
    talk.run(50);
    assertThat(talk.state()).isEqualTo("following");
    talk.run(50);
    talk.forget();
    pump.countFromHere();
  }

  /** The commands that were sent, in order. */
  List<String> sent() {
    return talk.sent().stream()
        .map(bytes -> bytes.toText(StandardCharsets.US_ASCII))
        .map(text -> text.substring(1, text.indexOf('|')))
        .toList();
  }

  /** The kinds of what was told and sent, in order. */
  List<String> kinds() {
    return talk.entries().stream().map(e -> e.effect().getClass().getSimpleName()).toList();
  }

  void assertRefused(Reason reason) {
    assertThat(talk.outcome()).isInstanceOf(Refused.class);
    assertThat(reason(talk.outcome())).isEqualTo(reason);
  }

  /** Refused before the first write, failed from it on. */
  void assertEnded(int step, Reason reason) {
    assertThat(talk.outcome())
        .as("step %d", step)
        .isInstanceOf(step < FIRST_WRITE ? Refused.class : Failed.class);
    assertThat(reason(talk.outcome())).as("step %d: %s", step, talk.outcome()).isEqualTo(reason);
  }

  /** After step so and so there was nothing but the release, if there was anything to release. */
  void assertNothingButTheReleaseAfter(int step) {
    List<String> wanted = new ArrayList<>(ALL.subList(0, step));
    if (step >= FIRST_CONTROL) {
      wanted.add(RELEASE);
    }
    assertThat(sent()).as("step %d", step).startsWith(wanted.toArray(new String[0]));
    List<String> rest = sent().subList(wanted.size(), sent().size());
    assertThat(rest).as("step %d", step).isSubsetOf("INF", "ALARM");
  }
}
