// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Follows "Add a model in an afternoon" of {@code device-profiles/README.md}. */
public final class NewModelExampleTest {

  private static final Path PAGE = Path.of("../../device-profiles/README.md");

  /** The file as it stands on the page. */
  public static String json() {
    try {
      String page = Files.readString(PAGE);
      String from = "```json\n";
      int start = page.indexOf(from) + from.length();
      return page.substring(start, page.indexOf("```", start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DeviceProfile profile() {
    return DescribedProfiles.read("example-vp1", json());
  }

  @Test
  void theFileOnThePageIsSoundAndNothingAboutItIsDoubtful() {
    assertThat(
            DeviceProfileReader.examine(
                    "example-vp1.json", Bytes.of(json(), StandardCharsets.UTF_8))
                .findings())
        .isEmpty();
  }

  @Test
  void thePumpOfTheHalfPageIsFoundAndFollowedByItAlone() {
    ExamplePump pump = new ExamplePump();
    Talk talk = new Talk(new DescribedDriver(profile(), 1_000).newSession(), pump);
    talk.open();
    talk.run(5_000);
    assertThat(talk.identified())
        .containsExactly(new PumpIdentity("example-vp1", "example-vp1", "VP-1", "30417", "1.20"));
    assertThat(last(talk).status()).isEqualTo(PumpStatus.STOPPED);

    pump.state("R,125.0,ml/h,34.5,-");
    talk.run(3_000);
    assertThat(last(talk).status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(last(talk).rate()).hasValue(Quantity.of("125.0", "mL/h"));
    assertThat(last(talk).volumeInfused()).hasValue(Quantity.of("34.5", "mL"));

    pump.state("S,125.0,ml/h,34.5,A");
    pump.alarm("E1");
    talk.run(3_000);
    assertThat(last(talk).status()).isEqualTo(PumpStatus.ALARM);
    assertThat(last(talk).alarms())
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.mdc()).hasValue(196_940));
  }

  private static Observation last(Talk talk) {
    return talk.reports().get(talk.reports().size() - 1);
  }
}
