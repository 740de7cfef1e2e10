// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.alaris.AlarisMessages.Infusion;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class AlarisVocabularyTest {

  private final AlarisVocabulary vocabulary = vocabulary();

  private static AlarisVocabulary vocabulary() {
    try {
      return new AlarisVocabulary(DeviceProfileReader.readShipped(AlarisDriver.PROFILE));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private Observation observe(String body, String... alarmCodes) {
    return vocabulary.observation(
        (Infusion) AlarisMessages.from(body), vocabulary.alarms(List.of(alarmCodes)));
  }

  private static String infusion(String mode, String rate, String unit) {
    return "INF^8002-51740^-^"
        + mode
        + "^"
        + rate
        + "^"
        + unit
        + "^^0.969^ml^17.91^mmHg^24+^EVENT^1";
  }

  @Test
  void aRunningInfusionIsPutIntoTheModelsWords() {
    Observation observation = observe(AlarisVectors.RUNNING);
    assertThat(observation.channel()).isEqualTo("1");
    assertThat(observation.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(observation.rate()).contains(Quantity.of("3.50", "mL/h"));
    assertThat(observation.volumeInfused()).contains(Quantity.of("0.969", "mL"));
    assertThat(observation.pressure()).contains(new Quantity(new BigDecimal("17.91"), Unit.MMHG));
    assertThat(observation.timeRemaining()).as("24+ is no duration").isEmpty();
    assertThat(observation.vtbiRemaining()).isEmpty();
    assertThat(observation.drug()).isEmpty();
    assertThat(observation.alarms()).isEmpty();
  }

  @Test
  void anOcclusionIsAnAlarmWithItsCode() {
    Observation observation = observe(AlarisVectors.body(AlarisVectors.OCCLUSION), "AL_OCCLU");
    assertThat(observation.status()).isEqualTo(PumpStatus.ALARM);
    assertThat(observation.timeRemaining()).contains(Duration.ofMinutes(4).plusSeconds(9));
    assertThat(observation.alarms())
        .containsExactly(
            new PumpAlarm("AL_OCCLU", OptionalInt.of(196_940), AlarmPriority.HIGH, "Occlusion"));
  }

  @Test
  void stoppedWithoutAlarmIsStopped() {
    assertThat(observe(infusion("HLD", "0.00", "ml/h"), "AL_NOALM").status())
        .isEqualTo(PumpStatus.STOPPED);
  }

  @Test
  void aPumpThatInfusesWithAnAlarmStillInfuses() {
    Observation observation = observe(infusion("SET", "3.50", "ml/h"), "AL_NEOIN");
    assertThat(observation.status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(observation.alarms().get(0).mdc()).isEqualTo(OptionalInt.of(197_334));
  }

  @Test
  void keepVeinOpenIsNoContinuousInfusion() {
    assertThat(observe(infusion("SET", "1.00", "ml/h"), "AL_EOIKV").status())
        .isEqualTo(PumpStatus.KVO);
  }

  @Test
  void anUnknownModeIsUnknownAndItsValuesAreStillTold() {
    Observation observation = observe(infusion("XYZ", "3.50", "ml/h"));
    assertThat(observation.status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(observation.rate()).contains(Quantity.of("3.50", "mL/h"));
    assertThat(observe(infusion("", "3.50", "ml/h")).status()).isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void infusingAtARateOfZeroIsAContradiction() {
    assertThat(observe(infusion("SET", "0.00", "ml/h")).status()).isEqualTo(PumpStatus.UNKNOWN);
  }

  /** The capture of a pump on hold says 0.00: what this pump tells is what flows. */
  @Test
  void onHoldWithARateIsAContradiction() {
    for (String alarm : List.of("AL_NOALM", "AL_OCCLU")) {
      Observation observation = observe(infusion("HLD", "3.50", "ml/h"), alarm);
      assertThat(observation.status()).isEqualTo(PumpStatus.UNKNOWN);
      assertThat(observation.rate()).contains(Quantity.of("3.50", "mL/h"));
    }
    assertThat(observe(infusion("HLD", "--.--", "ml/h")).status()).isEqualTo(PumpStatus.STOPPED);
  }

  @Test
  void anUnknownAlarmCodeIsAValue() {
    assertThat(vocabulary.alarms(List.of("AL_NEW1")))
        .containsExactly(
            new PumpAlarm("AL_NEW1", OptionalInt.empty(), AlarmPriority.HIGH, "unknown alarm"));
  }

  @Test
  void whatCannotBeReadIsAbsentAndNeverZero() {
    for (String[] rate :
        new String[][] {
          {"", "ml/h"},
          {"3.50", ""},
          {"3.50", "mL/h"},
          {"3.50", "ug/kg/min"},
          {"3,50", "ml/h"},
          {"3.5e0", "ml/h"},
          {"-3.50", "ml/h"},
          {"--.--", "ml/h"},
          {"1234567890123456789", "ml/h"}
        }) {
      assertThat(observe(infusion("SET", rate[0], rate[1])).rate())
          .as(rate[0] + " " + rate[1])
          .isEmpty();
    }
  }

  @Test
  void timeLeftIsReadOnlyAsPublished() {
    for (String odd : List.of("", "24+", "4:09", "00:60:00", "00:00:60", "1:00:00", "aa:bb:cc")) {
      String body = AlarisVectors.body(AlarisVectors.OCCLUSION).replace("00:04:09", odd);
      assertThat(observe(body).timeRemaining()).as(odd).isEmpty();
    }
    String body = AlarisVectors.body(AlarisVectors.OCCLUSION).replace("00:04:09", "23:59:59");
    assertThat(observe(body).timeRemaining()).contains(Duration.ofDays(1).minusSeconds(1));
  }

  /** MDDT, AlarisMITM.java, alarmCodes; there AL_DRDIS is misspelt with a blank. */
  @Test
  void theAlarmCodesAreSpeltAsTheirSourceHasThem() {
    assertThat(vocabulary.profile().alarms())
        .containsOnlyKeys(
            "AL_ACDIS AL_CALLB AL_COMTO AL_LDSCN AL_DRDIS AL_EMBAT AL_EOIKV AL_EOIST AL_FAULT AL_LBTAC"
                .concat(" AL_LWBAT AL_OCCLU AL_NEOIN AL_PRDSC AL_RHIGH AL_SYRCO AL_TCITG AL_TITCA")
                .concat(" AL_TITNC AL_VTBIC AL_VTBIK AL_VTBIS")
                .split(" "));
  }

  /** A number that almost fits is worse than none. */
  @Test
  void onlyVerifiedAlarmsCarryAnEventCode() {
    assertThat(
            vocabulary.profile().alarms().values().stream()
                .filter(alarm -> alarm.mdc().isPresent())
                .map(alarm -> alarm.code() + "=" + alarm.mdc().getAsInt()))
        .containsExactlyInAnyOrder(
            "AL_OCCLU=196940",
            "AL_NEOIN=197334",
            "AL_EOIST=197292",
            "AL_EOIKV=197292",
            "AL_VTBIS=197292",
            "AL_VTBIK=197292");
  }
}
