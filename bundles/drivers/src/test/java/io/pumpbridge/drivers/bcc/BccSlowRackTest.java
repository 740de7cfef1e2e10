// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.agreement.Agreement;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A full rack at 9600 baud: from one read of a pump to the next, half a minute and more. */
final class BccSlowRackTest {

  private static final String PUMPS = "123456789ABCDEFGHIJKLMNO";

  private final RackScene scene = new RackScene();
  private final List<String> places = new ArrayList<>();

  /**
   * 24 pumps are in the rack and the line is opened.
   *
   * @param more characters that each pump says besides
   */
  private void openFull(long delayMs, int more) {
    scene.rack.delayMs = delayMs;
    scene.rack.chunk = 96;
    scene.rack.chunkMs = 100; // 960 bytes a second
    for (int i = 0; i < PUMPS.length(); i++) {
      char place = PUMPS.charAt(i);
      scene.rack.put("5011" + place, pump(100 + i, "XTEXT", "x".repeat(more)));
      places.add("1/" + place);
    }
    scene.talk.open();
  }

  /** Until so many more cycles have begun. */
  private void cycles(int count) {
    long until = scene.rack.gets() + count;
    while (scene.rack.gets() < until) {
      scene.talk.run(100);
    }
  }

  private List<Long> cycleTimes() {
    List<Long> gets =
        scene.talk.timesSent(
            BccMessages.request(BccMessages.RackRequest.GET, BccVectors.BED, BccStuffing.ON));
    List<Long> times = new ArrayList<>();
    for (int i = 1; i < gets.size(); i++) {
      times.add(gets.get(i) - gets.get(i - 1));
    }
    return times;
  }

  private int reports(String place) {
    return Collections.frequency(scene.places(Report.class), place);
  }

  /** A rack that is slow, and one that hardly gets through before its cycle is given up. */
  @ParameterizedTest
  @CsvSource({"500, 0, 34000, 36000", "950, 2900, 110000, 120000"})
  void everyPumpIsReportedInEachCycleButTheFirst(long delayMs, int more, long least, long most) {
    openFull(delayMs, more);
    cycles(4);
    assertThat(cycleTimes())
        .as("the scene is as slow as it is meant to be")
        .hasSize(3)
        .allMatch(time -> time > Agreement.MAX_AGE_MS && time >= least && time <= most);
    assertThat(places).allSatisfy(place -> assertThat(reports(place)).as(place).isEqualTo(2));
    assertThat(scene.talk.reports())
        .extracting(Observation::rate)
        .allSatisfy(rate -> assertThat(rate).hasValue(Quantity.of("0.30", "mL/h")));
    assertThat(scene.talk.losses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500, 0", "950, 2900"})
  void aPumpThatIsMissedOnceIsReportedWithItsNextRead(long delayMs, int more) {
    openFull(delayMs, more);
    cycles(3);
    Map<String, String> values = scene.rack.pumps.remove("50115");
    cycles(1); // what the one under way tells was put together before
    scene.rack.put("50115", values);
    scene.talk.forget();
    cycles(1);
    assertThat(reports("1/5")).as("not told of").isZero();
    cycles(1);
    assertThat(reports("1/5")).isEqualTo(1);
    assertThat(scene.talk.losses()).isEmpty();
  }

  @Test
  void anAlarmIsToldWithTheSecondCycleThatHasItAndEndsLikewise() {
    openFull(500, 0);
    cycles(3);
    scene.rack.put("50117", pump(106, "INA3", "1"));
    cycles(2); // the one under way does not have it yet
    assertThat(alarmsOfThe("1/7")).isZero();
    cycles(1);
    assertThat(alarmsOfThe("1/7")).isEqualTo(1);
    scene.rack.put("50117", pump(106));
    cycles(2);
    assertThat(alarmsOfThe("1/7")).isEqualTo(1);
    cycles(1);
    assertThat(alarmsOfThe("1/7")).isZero();
  }

  /** How many alarms the last report tells. */
  private int alarmsOfThe(String place) {
    List<Report> reports =
        scene.talk.effects(Report.class).stream()
            .filter(report -> report.place().equals(place))
            .toList();
    return reports.get(reports.size() - 1).observation().alarms().size();
  }
}
