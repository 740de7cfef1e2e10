// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.agreement;

import static io.pumpbridge.drivers.agreement.Values.GOOD;
import static io.pumpbridge.drivers.agreement.Values.Part.ALARMS;
import static io.pumpbridge.drivers.agreement.Values.after;
import static io.pumpbridge.drivers.agreement.Values.last;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.pump.Observation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An alarm begins with its second read and ends with the second read without it. */
final class AgreementAlarmTest {

  @Test
  void anAlarmIsToldByItsSecondReadAndEndsByTheSecondWithoutIt() {
    Values alarmed = GOOD.with(ALARMS, "a");
    List<Optional<Observation>> observations =
        after(GOOD, GOOD, alarmed, alarmed, GOOD, GOOD, GOOD);
    assertThat(observations.stream().skip(1).map(o -> codes(o.orElseThrow())))
        .containsExactly("", "", "a", "a", "", "");
  }

  @Test
  void anAlarmThatJoinsAnotherWaitsAloneForItsSecondRead() {
    Values one = GOOD.with(ALARMS, "a");
    Values two = GOOD.with(ALARMS, "ba");
    assertThat(codes(last(one, one, two))).isEqualTo("a");
    assertThat(codes(last(one, one, two, two))).isEqualTo("ba");
  }

  @Test
  void aDamagedReadNeitherRaisesNorEndsAnAlarm() {
    Values alarmed = GOOD.with(ALARMS, "a");
    assertThat(
            after(alarmed, alarmed, GOOD, alarmed, alarmed).stream()
                .skip(1)
                .map(o -> codes(o.orElseThrow())))
        .containsOnly("a");
    assertThat(
            after(GOOD, GOOD, alarmed, GOOD, GOOD).stream()
                .skip(1)
                .map(o -> codes(o.orElseThrow())))
        .containsOnly("");
  }

  @Test
  void anAlarmToldTwiceInOneReadIsOneAlarm() {
    Values twice = GOOD.with(ALARMS, "aa");
    assertThat(codes(last(twice, twice))).isEqualTo("a");
  }

  @Test
  void anAlarmBeforeALongGapIsForgotten() {
    Observation alarmed = GOOD.with(ALARMS, "a").read();
    Agreement standing = Agreement.none().on(alarmed, 0).next().on(alarmed, 100).next();
    assertThat(standing.standing()).hasSize(1);
    assertThat(standing.on(alarmed, 60_000).next().standing()).isEmpty();
  }

  private static String codes(Observation observation) {
    StringBuilder codes = new StringBuilder();
    observation.alarms().forEach(alarm -> codes.append(alarm.code()));
    return codes.toString();
  }
}
