// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.dianet.DianetReply.Actual;
import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.drivers.dianet.DianetReply.Targets;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.nomenclature.Mdc;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DianetVocabularyTest {

  private static final int RUNNING = 1 << 7;

  private final DianetVocabulary vocabulary = new DianetVocabulary(DianetProfiles.shipped());

  private Observation observed(long alarms, long state) {
    return vocabulary.observation(
        new Status(0, 0, alarms, new DianetState(state), 1_250, 377, 185),
        Optional.empty(),
        Optional.empty());
  }

  private PumpStatus status(long alarms, long state) {
    return observed(alarms, state).status();
  }

  @Test
  void allThatAPumpGivesIsTold() {
    Observation observation =
        vocabulary.observation(
            (Status) DianetVectors.reply(DianetVectors.ack(0, 2, DianetVectors.STATUS_DATA)),
            Optional.of(
                (Actual) DianetVectors.reply(DianetVectors.ack(0, 3, DianetVectors.ACTUAL_DATA))),
            Optional.of(
                (Targets)
                    DianetVectors.reply(DianetVectors.ack(0, 4, DianetVectors.TARGETS_DATA))));
    assertThat(observation)
        .isEqualTo(
            new Observation(
                "1",
                PumpStatus.INFUSING,
                Optional.of(Quantity.of("12.50", "mL/h")),
                Optional.of(Quantity.of("12.6", "mL")),
                Optional.of(Quantity.of("37.7", "mL")),
                Optional.of(Duration.ofMinutes(185)),
                Optional.of(new Quantity(BigDecimal.valueOf(42), Unit.PERCENT)),
                Optional.of("Norad"),
                List.of()));
  }

  @Test
  void whatAPumpDoesNotGiveIsAbsent() {
    Observation observation =
        vocabulary.observation(
            new Status(0, 0, 0, new DianetState(RUNNING), 0xffffffffL, 0xffffffffL, 0xffff),
            Optional.of(new Actual(0, 0xff, 0xffffffffL)),
            Optional.empty());
    assertThat(observation)
        .isEqualTo(
            new Observation(
                "1",
                PumpStatus.INFUSING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
  }

  @Test
  void aWordOfNothingButSetBitsIsNoState() {
    Observation observation = observed(0xffffffffL, 0xffffffffL);
    assertThat(observation.status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(observation.alarms())
        .containsExactly(
            new PumpAlarm(
                "FFFFFFFF",
                OptionalInt.empty(),
                AlarmPriority.HIGH,
                "the pump does not say which alarms stand"));
  }

  @Test
  void theStatusFollowsFromTheBits() {
    assertThat(status(0, 0)).isEqualTo(PumpStatus.STOPPED);
    assertThat(status(0, 1 << 1 | 1 << 4 | 1 << 6)).isEqualTo(PumpStatus.STOPPED);
    assertThat(status(0, RUNNING)).isEqualTo(PumpStatus.INFUSING);
    assertThat(status(0, 1 << 5)).isEqualTo(PumpStatus.STANDBY);
    assertThat(status(0, 1 << 13)).isEqualTo(PumpStatus.KVO);
    assertThat(status(0, RUNNING | 1 << 13)).isEqualTo(PumpStatus.KVO);
    assertThat(status(0, RUNNING | 1 << 5)).as("in doubt it runs").isEqualTo(PumpStatus.INFUSING);
  }

  @Test
  void anAlarmAtAPumpThatStandsIsAnAlarmAndAtOneThatRunsItRuns() {
    assertThat(status(1 << 3, 0)).isEqualTo(PumpStatus.ALARM);
    assertThat(status(1 << 11, 1 << 5)).isEqualTo(PumpStatus.ALARM);
    assertThat(status(1 << 7, RUNNING)).isEqualTo(PumpStatus.INFUSING);
    assertThat(status(1 << 17, RUNNING)).isEqualTo(PumpStatus.KVO);
  }

  /** A bolus is never judged as a continuous dose. */
  @Test
  void duringABolusNoRateIsTold() {
    for (int bit : new int[] {9, 10, 12}) {
      Observation observation = observed(0, RUNNING | 1 << bit);
      assertThat(observation.status()).isEqualTo(PumpStatus.INFUSING);
      assertThat(observation.rate()).isEmpty();
      assertThat(observed(0, 1 << bit).status()).isEqualTo(PumpStatus.INFUSING);
    }
  }

  /** Whether the pump tells the rate that flows or the one that is set is not published. */
  @Test
  void theRateThatIsSetIsNotToldOfAPumpThatStands() {
    assertThat(observed(0, 0).rate()).as("stopped").isEmpty();
    assertThat(observed(1 << 3, 0).rate()).as("in alarm").isEmpty();
    assertThat(observed(0, 1 << 5).rate()).as("standby").isEmpty();
    assertThat(observed(1 << 7, RUNNING).rate()).contains(Quantity.of("12.50", "mL/h"));
    assertThat(observed(0, 1 << 13).rate()).contains(Quantity.of("12.50", "mL/h"));
  }

  @Test
  void infusingAtARateOfZeroIsAContradiction() {
    assertThat(atRateZero(RUNNING).status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(atRateZero(0).status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(atRateZero(1 << 13).status()).isEqualTo(PumpStatus.KVO);
    assertThat(atRateZero(1 << 9).status()).as("a bolus").isEqualTo(PumpStatus.INFUSING);
  }

  private Observation atRateZero(long state) {
    return vocabulary.observation(
        new Status(0, 0, 0, new DianetState(state), 0, 377, 185),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aDriveThatMovesWithoutInfusingIsNeitherStoppedNorInfusing() {
    assertThat(status(0, 1 << 19)).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status(0, 1 << 20)).isEqualTo(PumpStatus.UNKNOWN);
  }

  /** Without a preset the pump may say zero; then nothing remains to be told. */
  @Test
  void nothingLeftIsBelievedOnlyOfAPresetThatEnded() {
    for (int alarm : new int[] {-1, 3, 12, 13, 15, 17}) {
      long alarms = alarm < 0 ? 0 : 1L << alarm;
      Observation observation =
          vocabulary.observation(
              new Status(0, 0, alarms, new DianetState(0), 0, 0, 0),
              Optional.empty(),
              Optional.empty());
      boolean ended = alarm > 3;
      assertThat(observation.vtbiRemaining().isPresent()).isEqualTo(ended);
      assertThat(observation.timeRemaining().isPresent()).isEqualTo(ended);
      assertThat(observation.rate()).as("a rate of zero is one").isPresent();
    }
  }

  @Test
  void eachAlarmBitHasItsWordsAndUnknownOnesAreHigh() {
    for (int bit = 0; bit < 32; bit++) {
      PumpAlarm alarm = observed(1L << bit, 0).alarms().get(0);
      assertThat(alarm.code()).isEqualTo(Integer.toString(bit));
      if (bit > 20) {
        assertThat(alarm.text()).isEqualTo("unknown alarm");
        assertThat(alarm.priority()).isEqualTo(AlarmPriority.HIGH);
      } else {
        assertThat(alarm.text()).isNotEqualTo("unknown alarm");
      }
    }
    assertThat(observed(1 << 3 | 1 << 7, RUNNING).alarms())
        .extracting(PumpAlarm::code)
        .containsExactly("3", "7");
    assertThat(observed(1 << 3, 0).alarms().get(0).mdc()).hasValue(Mdc.EVT_FLUID_LINE_OCCL.code());
  }

  @Test
  void theTypeNamesTheModel() {
    assertThat(vocabulary.identity(new Identity(0, DianetVectors.IDENT_NUMBER, 14, "CMC 1.23")))
        .isEqualTo(
            new PumpIdentity("dianet", "bbraun-dianet", "Perfusor compact", "12345", "CMC 1.23"));
    assertThat(vocabulary.identity(new Identity(0, 999L << 18 | 1, 14, "")).model())
        .isEqualTo("B. Braun dianet-star pump (type 999)");
    List<?> types = (List<?>) DianetProfiles.tree().get("device_types");
    assertThat(types).hasSize(5);
    for (Object row : types) {
      Map<?, ?> type = (Map<?, ?>) row;
      long number = Long.parseLong((String) type.get("code")) << 18 | 1;
      assertThat(vocabulary.identity(new Identity(0, number, 14, "")).model())
          .isEqualTo(type.get("model"));
    }
  }

  @Test
  void aProfileOfAnotherFamilyIsRefused() {
    assertThat(new DianetDriver(DianetProfiles.shipped(), 1_000, false).protocol())
        .isEqualTo("dianet");
    assertThatThrownBy(
            () -> new DianetDriver(DeviceProfileReader.readShipped("alaris-asena"), 1_000, false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
