// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A session's talk with a scripted base, and what can be asked about it. */
final class FreseniusScene implements AfterEachCallback {

  static final FreseniusDriver DRIVER =
      new FreseniusDriver(
          new FreseniusSettings(
              FreseniusDriver.PROFILE,
              "Orchestra",
              new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1),
              // the tests' own: what the modes' values mean is not public
              Map.of(
                  "0001", new DeviceProfile.Mode("0001", PumpStatus.INFUSING, true),
                  "0002", new DeviceProfile.Mode("0002", PumpStatus.STOPPED, true)),
              Map.of(),
              1_000));

  final ScriptedBase base;
  final Talk talk;

  private FreseniusScene(ScriptedBase base) {
    this.base = base;
    this.talk = new Talk(DRIVER.newSession(), base);
  }

  static FreseniusScene withModules(String... places) {
    return new FreseniusScene(ScriptedBase.withModules(places));
  }

  static FreseniusScene alone() {
    return new FreseniusScene(ScriptedBase.alone());
  }

  /** Whatever a test does: only what is allowed is sent, and never two frames at once. */
  @Override
  public void afterEach(ExtensionContext context) {
    assertThat(base.badManners).isEmpty();
  }

  /** Up to where all modules are followed. */
  void follow() {
    talk.open();
    talk.runUntil("following");
    talk.run(1_500);
    talk.forget();
    base.heard.clear();
  }

  List<String> lost() {
    return talk.effects(Effect.Lost.class).stream()
        .map(loss -> loss.place() + " " + loss.reason())
        .toList();
  }

  List<Observation> reports(String place) {
    return talk.effects(Effect.Report.class).stream()
        .filter(report -> report.place().equals(place))
        .map(Effect.Report::observation)
        .toList();
  }

  List<String> identifiedPlaces() {
    return talk.effects(Effect.Identified.class).stream().map(Effect.Identified::place).toList();
  }
}
