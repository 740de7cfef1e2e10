// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an eight bit sum lets through: sound frames with values that nobody sent. */
final class BccWrongReadTest {

  private final RackScene scene = new RackScene();

  @ParameterizedTest
  @MethodSource("wrongReads")
  void aSingleWrongReadNeverReachesAReport(Map<String, String> wrong) {
    scene.rack.put("50111", pump(1));
    scene.talk.open();
    scene.talk.run(5_000);
    scene.talk.forget();
    scene.rack.accidents.add(saying(wrong));
    scene.talk.run(10_000);
    assertThat(scene.talk.reports()).isNotEmpty().allSatisfy(BccWrongReadTest::assertAsItIs);
    assertThat(scene.talk.losses()).isEmpty();
  }

  static Stream<Map<String, String>> wrongReads() {
    return Stream.of(
        pump(1, "INRT", "800.0"),
        pump(1, "INVI", "999.9"),
        pump(1, "INP2", "99"),
        pump(1, "INSOL", "Other drug"),
        pump(1, "INM3", "0"),
        pump(1, "INM10", "1"),
        pump(1, "INA3", "1"),
        pump(1, "ALARM1", "00000400"),
        pump(77, "INRT", "800.0"),
        pump(1, "GNMODEL", "686L030007", "INRT", "800.0"));
  }

  /** What it tells is what the pump really does. */
  private static void assertAsItIs(Observation report) {
    assertThat(report.rate().map(Quantity::toString).orElse("0.30 mL/h")).isEqualTo("0.30 mL/h");
    assertThat(report.volumeInfused().map(Quantity::toString).orElse("1.4 mL")).isEqualTo("1.4 mL");
    assertThat(report.pressure().map(Quantity::toString).orElse("35 %")).isEqualTo("35 %");
    assertThat(report.drug().orElse("Arterenol 4mg/50")).isEqualTo("Arterenol 4mg/50");
    assertThat(report.alarms()).isEmpty();
    assertThat(report.status().wireName()).isEqualTo("infusing");
  }

  @Test
  void aSingleWrongReadOfAnEmptyPlaceIsNoPump() {
    scene.talk.open();
    scene.talk.run(3_000);
    Map<String, String> halfWrong = pump(5);
    halfWrong.put("INSERNUM", "6");
    scene.rack.accidents.add(saying(halfWrong));
    scene.talk.run(5_000);
    assertThat(scene.talk.identified()).isEmpty();
    assertThat(scene.talk.reports()).isEmpty();
  }

  /** Whose values the first read told nobody knows, so it agrees with none. */
  @Test
  void readsOfDifferentPumpsNeverAgree() {
    Map<String, String> halfWrong = pump(5);
    halfWrong.put("INSERNUM", "6");
    scene.rack.put("50111", halfWrong);
    scene.talk.open();
    scene.talk.run(1_200);
    scene.rack.put("50111", pump(5));
    while (scene.talk.identified().isEmpty()) {
      scene.talk.run(10);
    }
    assertThat(scene.talk.reports()).isEmpty();
    scene.talk.run(1_500);
    assertThat(scene.talk.reports()).isNotEmpty();
  }

  /** The next block says that of the first place. */
  private static UnaryOperator<Bytes> saying(Map<String, String> values) {
    return wire ->
        BccVectors.framed(BccVectors.BED, BccVectors.records("50111", values), false, true);
  }
}
