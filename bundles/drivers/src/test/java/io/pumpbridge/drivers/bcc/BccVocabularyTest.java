// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.measure.Unit;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BccVocabularyTest {

  private static final BccVocabulary VOCABULARY = BccVectors.settings().vocabulary();

  private static Observation of(Map<String, String> values) {
    return VOCABULARY.observation(new Reading(values), List.of());
  }

  private static Observation only(String... values) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    return of(map);
  }

  private static PumpStatus status(String... changes) {
    return of(with(changes)).status();
  }

  private static List<String> codes(String... changes) {
    return of(with(changes)).alarms().stream().map(PumpAlarm::code).toList();
  }

  @Test
  void aRunningPerfusorIsToldInTheModelsWords() {
    assertThat(of(BccVectors.RUNNING))
        .isEqualTo(
            new Observation(
                "1",
                PumpStatus.INFUSING,
                Optional.of(Quantity.of("0.30", "mL/h")),
                Optional.of(Quantity.of("1.4", "mL")),
                Optional.empty(), // the set volume (INVTB) is none that is left
                Optional.empty(), // 65535 s is "longer than can be said"
                Quantity.from("35", Unit.PERCENT),
                Optional.of("Arterenol 4mg/50"),
                List.of()));
  }

  @Test
  void whatIsNotToldIsAbsent() {
    assertThat(only("DSSTATUS", "00051"))
        .isEqualTo(
            new Observation(
                "1",
                PumpStatus.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    Observation none = of(with("INRT", "_NV", "INVI", "_NA", "INP2", "", "INSOL", "_NV"));
    assertThat(none.rate()).isEmpty();
    assertThat(none.volumeInfused()).isEmpty();
    assertThat(none.pressure()).isEmpty();
    assertThat(none.drug()).as("the short name is left").hasValue("Arteren\ue021");
  }

  @Test
  void numbersThatAreNoneAreAbsent() {
    for (String bad : List.of("-1", "1,5", "1e3", "0x10", ".5", "abc", "1.")) {
      Observation read = of(with("INRT", bad, "INVI", bad, "INP2", bad, "INRMT", bad));
      assertThat(read.rate()).as(bad).isEmpty();
      assertThat(read.volumeInfused()).as(bad).isEmpty();
      assertThat(read.pressure()).as(bad).isEmpty();
      assertThat(read.timeRemaining()).as(bad).isEmpty();
    }
  }

  @Test
  void timeLeftIsInSeconds() {
    assertThat(of(with("INRMT", "249")).timeRemaining()).hasValue(Duration.ofSeconds(249));
    assertThat(of(with("INRMT", "0")).timeRemaining()).hasValue(Duration.ZERO);
    assertThat(of(with("INRMT", "65534")).timeRemaining()).hasValue(Duration.ofSeconds(65_534));
  }

  @Test
  void theVolumeThatIsLeftComesWithBcc336() {
    assertThat(of(with("VOLREMAIN", "12.50", "INVTB", "50.0")).vtbiRemaining())
        .hasValue(Quantity.of("12.50", "mL"));
  }

  @Test
  void aDrugThatIsNoTextIsAbsent() {
    for (String bad : List.of("a\u0007b", "a\ufffdb", "x".repeat(26))) {
      assertThat(of(with("INSOL", bad)).drug()).isEmpty();
    }
    assertThat(of(with("INSOL", "x".repeat(25))).drug()).isPresent();
  }

  @Test
  void standbyBolusFillingAndKeptOpenVeinsAreNoInfusions() {
    assertThat(status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(status("INM3", "0")).isEqualTo(PumpStatus.STOPPED);
    assertThat(status("INM3", "0", "INM6", "1")).isEqualTo(PumpStatus.STANDBY);
    assertThat(status("INM10", "1")).isEqualTo(PumpStatus.KVO);
    assertThat(status("INM2", "1")).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("INM14", "1")).as("filling the line").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("INM3", "0", "DSSTATUS", "00050")).isEqualTo(PumpStatus.STOPPED);
    assertThat(only("DSSTATUS", "00050", "INRT", "0.00").status()).isEqualTo(PumpStatus.STOPPED);
  }

  /** What INRT says meanwhile is not published; a wrong rate is worse than none. */
  @Test
  void theRateThatIsSetIsNotToldOfAPumpThatStands() {
    assertThat(only("INM3", "0", "INRT", "5.00").rate()).isEmpty();
    assertThat(only("INM3", "0", "INRT", "5.00", "INA3", "1").rate()).isEmpty();
    assertThat(only("INM3", "0", "INRT", "0.00").rate()).contains(Quantity.of("0.00", "mL/h"));
    assertThat(only("INRT", "5.00").rate())
        .as("whether it stands is not said")
        .contains(Quantity.of("5.00", "mL/h"));
  }

  @Test
  void duringABolusThereIsNoRate() {
    assertThat(of(with("INM2", "1")).rate()).isEmpty();
    assertThat(of(with("STATUS1", "00000481")).rate()).as("manual bolus").isEmpty();
    assertThat(of(with("STATUS1", "00000881")).rate()).as("volume bolus").isEmpty();
    assertThat(of(with("STATUS1", "00000091")).rate()).as("prime").isEmpty();
  }

  @Test
  void whoContradictsItselfIsUnknown() {
    assertThat(status("INM6", "1")).as("standby and pumping").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("INRT", "0")).as("pumping nothing").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("DSSTATUS", "00050")).as("off and pumping").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("RUNSTATE", "1")).as("stopped and pumping").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("RUNSTATE", "3")).as("stop and run").isEqualTo(PumpStatus.UNKNOWN);
    assertThat(status("STATUS1", "00000001")).as("not infusing").isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void withoutAKeyThatSaysSoNobodyInfuses() {
    assertThat(only("INRT", "5.0").status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(only("INRT", "5.0", "INM3", "2").status()).isEqualTo(PumpStatus.UNKNOWN);
    assertThat(only("INRT", "5.0", "RUNSTATE", "0").status()).isEqualTo(PumpStatus.UNKNOWN);
  }

  @Test
  void theBitFieldsSayTheSame() {
    assertThat(only("INRT", "5.0", "RUNSTATE", "2").status()).isEqualTo(PumpStatus.INFUSING);
    assertThat(only("INRT", "5.0", "RUNSTATE", "1").status()).isEqualTo(PumpStatus.STOPPED);
    assertThat(only("INRT", "1.0", "RUNSTATE", "10").status()).isEqualTo(PumpStatus.KVO);
    assertThat(only("INRT", "1.0", "RUNSTATE", "8").status()).isEqualTo(PumpStatus.KVO);
    assertThat(only("INRT", "5.0", "STATUS1", "0x00000083h").status())
        .isEqualTo(PumpStatus.INFUSING);
    assertThat(only("INRT", "5.0", "STATUS1", "00002083").status()).isEqualTo(PumpStatus.KVO);
    assertThat(only("INRT", "5.0", "STATUS1", "00000005").status()).isEqualTo(PumpStatus.STANDBY);
    assertThat(only("STATUS1", "00000000").status()).isEqualTo(PumpStatus.STOPPED);
  }

  /** "KVO function" may mean that it is allowed; "KVO active" cannot. */
  @Test
  void theClearerWordForKeepingTheVeinOpenCounts() {
    assertThat(status("INM10", "1", "RUNSTATE", "2")).isEqualTo(PumpStatus.INFUSING);
    assertThat(status("INM10", "0", "RUNSTATE", "10")).isEqualTo(PumpStatus.KVO);
  }

  @Test
  void everySingleAlarmIsTold() {
    for (int number = 1; number <= 16; number++) {
      String code = "INA" + number;
      assertThat(codes(code, "1")).containsExactly(code);
      assertThat(codes(code, "0")).isEmpty();
      assertThat(codes(code, "_NV")).isEmpty();
    }
    assertThat(codes("INA3", "7")).as("no number but 0 is none").containsExactly("INA3");
    assertThat(codes("INA1", "1", "INA15", "1")).containsExactly("INA1", "INA15");
  }

  @Test
  void anAlarmHasTheProfilesWords() {
    PumpAlarm occlusion = of(with("INA3", "1")).alarms().get(0);
    assertThat(occlusion.text()).isEqualTo("Pressure alarm");
    assertThat(occlusion.priority()).isEqualTo(AlarmPriority.HIGH);
    assertThat(occlusion.mdc()).hasValue(196_940);
    assertThat(of(with("INA11", "1")).alarms().get(0).priority()).isEqualTo(AlarmPriority.MEDIUM);
  }

  @Test
  void everyAlarmBitIsToldAndTheOnesForNoneAreNot() {
    for (String field : List.of("ALARM1", "ALARM2", "PREALARM")) {
      for (int bit = 0; bit < 32; bit++) {
        String value = String.format("%08X", 1L << bit);
        String code = field + "." + bit;
        List<PumpAlarm> alarms = only(field, value).alarms();
        if (BccAlarms.NO_ALARM.contains(code)) {
          assertThat(alarms).as(code).isEmpty();
        } else {
          assertThat(alarms).as(code).hasSize(1);
          assertThat(alarms.get(0).code()).isEqualTo(code);
        }
      }
      assertThat(only(field, "0").alarms()).isEmpty();
      assertThat(only(field, "0x00000000h").alarms()).isEmpty();
    }
    assertThat(only("ALARM2", "00010000").alarms().get(0).text()).isEqualTo("unknown alarm");
  }

  @Test
  void anAlarmFieldThatCannotBeReadIsAnAlarm() {
    assertThat(only("ALARM1", "yes").alarms())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(alarm.code()).isEqualTo("ALARM1");
              assertThat(alarm.priority()).isEqualTo(AlarmPriority.HIGH);
            });
  }

  @Test
  void theStateAloneCanSayThatThereIsAnAlarm() {
    assertThat(codes("RUNSTATE", "6")).containsExactly("RUNSTATE.2");
    assertThat(codes("RUNSTATE", "6", "INA3", "1")).containsExactly("INA3");
    assertThat(codes("RUNSTATE", "6", "INA11", "1")).containsExactly("INA11", "RUNSTATE.2");
    assertThat(codes("RUNSTATE", "34")).containsExactly("RUNSTATE.5");
    assertThat(codes("RUNSTATE", "34", "INA12", "1")).containsExactly("INA12");
  }

  @Test
  void aPumpThatInfusesWithAnAlarmInfusesAndOneThatStandsIsInAlarm() {
    assertThat(status("INA1", "1")).isEqualTo(PumpStatus.INFUSING);
    assertThat(status("INA3", "1", "INM3", "0")).isEqualTo(PumpStatus.ALARM);
    assertThat(status("INA5", "1", "INM3", "0", "INM6", "1")).isEqualTo(PumpStatus.ALARM);
    assertThat(status("INA11", "1", "INM3", "0")).as("a warning").isEqualTo(PumpStatus.STOPPED);
  }

  private static PumpIdentity identity(String... values) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    return VOCABULARY.identity(Who.from(new Reading(map)));
  }

  @Test
  void theModelIsReadFromItsFirstCharacters() {
    assertThat(identity("GNMODEL", "688F030006\r", "INSERNUM", "40864", "INNR", "60009FA0"))
        .isEqualTo(new PumpIdentity("bcc", "bbraun-bcc", "Perfusor Space", "40864", "688F030006"));
    assertThat(identity("GNNEW", "686L030007").model()).isEqualTo("Infusomat Space");
    assertThat(identity("GNMODEL", "I0002A0010").model()).isEqualTo("Perfusor CompactPlus");
    assertThat(identity("GNMODEL", "999X").model()).isEqualTo("B. Braun Space or CompactPlus pump");
    assertThat(identity("INNR", "ABC123456789").serialNumber()).isEqualTo("ABC123456789");
    assertThat(identity("INRT", "1")).isEqualTo(identity());
  }

  /** INNR repeats INSERNUM in its low 18 bits, in every example of the document. */
  @Test
  void aFrameThatSaysTheSerialNumberTwiceProvesIt() {
    for (String[] pair :
        new String[][] {
          {"60008D98", "36248"}, // page 12
          {"60009FA0", "40864"},
          {"60000717", "1815"}, // page 13
          {"6800F18A", "61834"}, // page 16
          {"6001FCAA", "130218"}
        }) {
      assertThat(new Who(pair[1], pair[0], "").isProven()).isTrue();
      assertThat(new Who(pair[1] + "0", pair[0], "").isProven()).isFalse();
    }
    assertThat(new Who("", "60009FA0", "").isProven()).isFalse();
    assertThat(new Who("40864", "", "").isProven()).isFalse();
    assertThat(new Who("40864", "ABC123456789", "").isProven()).isFalse();
  }
}
