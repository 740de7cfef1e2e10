// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.dianet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import org.junit.jupiter.api.Test;

/** The pump in time. */
final class DianetBehaviourTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final DianetPump pump = new DianetPump(DianetModel.PERFUSOR_FM, 12_345);
  private final Bedside panel = pump.pumps().get(0);
  private final Host host = new Host(pump, DianetModel.PERFUSOR_FM.ident(12_345));

  private void run(String rate) {
    panel.rate(rate, 0);
    assertThat(panel.start(0)).isTrue();
  }

  private String targets(String rate, String vtbd) {
    return "12" + rate + vtbd + "ff".repeat(31);
  }

  @Test
  void theVolumeFollowsTheRateExactlyHoweverTimeIsCut() {
    run("3.33");
    for (long t = 1; t < HOUR; t += 7) {
      pump.advance(t);
    }
    assertThat(panel.truth(HOUR).infused()).isEqualTo("3.3");
    assertThat(host.ask("03", 2 * HOUR).in().getInt(1)).as("6.66 mL").isEqualTo(66);
  }

  @Test
  void theStatusTellsWhatRuns() {
    run("12.50");
    Host.Answer status = host.ask("02", 1_000);
    assertThat(status.data().length()).isEqualTo(19);
    assertThat(status.in().getInt(9)).isEqualTo(1_250);
    assertThat(status.in().getInt(13)).as("no volume set").isEqualTo(-1);
    assertThat(status.in().getShort(17)).as("50 mL at 12.5 mL/h").isEqualTo((short) 239);
    assertThat(Host.has(host.state(1_000), 7)).as("running").isTrue();
    assertThat(Host.has(host.state(1_000), 4)).as("mains").isTrue();
    assertThat(Host.has(host.state(1_000), 11)).as("keys in use").isTrue();
    assertThat(Host.has(host.state(2_000), 11)).isFalse();
  }

  @Test
  void underRemoteControlSilenceAlarmsAndThePumpStands() {
    host.mode(1, 0);
    host.send(targets("000003e8", "ffffffff"), 0);
    assertThat(host.ask("11 00 01", 100).isAck()).isTrue();
    host.keepAlive(500, HOUR / 60);
    long last = HOUR / 60 - 500;
    assertThat(panel.truth(last + 1_200).running()).isTrue();
    assertThat(panel.truth(last + 1_200).controlled()).isTrue();
    assertThat(panel.truth(last + 1_201).running()).isFalse();
    assertThat(panel.truth(last + 1_201).alarms()).containsExactly("14");
    assertThat(panel.truth(last + 1_201).controlled()).isFalse();
    host.forgotten();
    assertThat(Host.has(host.alarms(last + 2_000), 14)).as("found again at address 0").isTrue();
  }

  @Test
  void noiseDoesNotFeedTheWatchdog() {
    host.mode(1, 0);
    host.raw(Bytes.fromHex("7e4101ffff7e"), 1_000);
    assertThat(panel.truth(1_300).alarms()).containsExactly("14");
  }

  @Test
  void inDocumentationModeSilenceIsNoAlarmAndThePumpRunsOn() {
    run("10");
    host.mode(0, 2_000);
    pump.advance(HOUR);
    assertThat(panel.truth(HOUR).running()).isTrue();
    assertThat(panel.truth(HOUR).alarms()).isEmpty();
    host.forgotten();
    assertThat(host.ask("01", HOUR).isAck()).isTrue();
  }

  @Test
  void aReturnToDocumentationWithARateOfOursAlarms() {
    host.mode(1, 0);
    host.send(targets("000003e8", "ffffffff"), 0);
    host.mode(0, 100);
    assertThat(panel.truth(100).alarms()).containsExactly("9");
    panel.clear(200);
    assertThat(panel.start(300)).as("once it is confirmed").isTrue();
  }

  @Test
  void aReturnToDocumentationWithTheRateOfANurseDoesNot() {
    panel.rate("10", 0);
    host.mode(1, 3_000);
    host.mode(0, 3_100);
    assertThat(panel.truth(3_100).alarms()).isEmpty();
    assertThat(Host.has(host.state(3_100), 1)).isTrue();
  }

  @Test
  void remoteOnlyBlocksTheKeysAndSaysWhenTheyArePressed() {
    panel.rate("10", 0);
    host.mode(2, 3_000);
    assertThat(panel.start(3_100)).isFalse();
    assertThat(panel.truth(3_100).alarms()).containsExactly("16");
    assertThatThrownBy(() -> panel.rate("20", 3_200)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Host.has(host.state(3_300), 3)).isTrue();
  }

  @Test
  void anOcclusionBuildsPressureAndThenAlarms() {
    run("6"); // 0.02 mL take 12 s
    panel.occlude(0);
    assertThat(host.ask("03", 6_000).data().at(0)).isBetween(49, 51);
    assertThat(panel.truth(11_999).running()).isTrue();
    assertThat(panel.truth(12_000).alarms()).containsExactly("3");
    assertThat(host.ask("03", 12_000).data().at(0)).isEqualTo(100);
    panel.free(13_000);
    assertThat(panel.start(13_000)).as("until somebody clears it").isFalse();
    panel.clear(14_000);
    assertThat(panel.start(14_000)).isTrue();
  }

  @Test
  void nearTheEndItWarnsAndAtTheEndItStops() {
    panel.load("1", 0);
    run("12"); // five minutes
    assertThat(panel.truth(2 * MINUTE - 1).alarms()).isEmpty();
    assertThat(panel.truth(2 * MINUTE).alarms()).containsExactly("1");
    assertThat(panel.truth(5 * MINUTE - 1).running()).isTrue();
    assertThat(panel.truth(5 * MINUTE).alarms()).containsExactly("0");
    assertThat(panel.truth(HOUR).infused()).isEqualTo("1.0");
  }

  @Test
  void anInfusomatsEndIsAnEmptyBag() {
    DianetPump infusomat = new DianetPump(DianetModel.INFUSOMAT_FMS, 1);
    Bedside bag = infusomat.pumps().get(0);
    bag.rate("100", 0);
    bag.start(0);
    bag.empty(1_000);
    assertThat(bag.truth(1_001).alarms()).containsExactly("2");
  }

  @Test
  void afterTheVolumeTheVeinIsKeptOpenAndThenThePumpStops() {
    panel.vtbi("1", 0);
    run("6"); // ten minutes
    assertThat(host.ask("02", 5 * MINUTE).in().getInt(13)).as("half is left").isEqualTo(5);
    assertThat(panel.truth(10 * MINUTE).alarms()).containsExactly("12");
    assertThat(panel.truth(10 * MINUTE).rate()).isEqualTo("1.00");
    assertThat(Host.has(host.state(11 * MINUTE), 13)).isTrue();
    assertThat(host.ask("02", 11 * MINUTE).in().getInt(13)).isZero();
    assertThat(panel.truth(70 * MINUTE).running()).isFalse();
    assertThat(panel.truth(70 * MINUTE).alarms()).containsExactly("12", "15");
    assertThat(panel.truth(3 * HOUR).infused()).as("1 mL and an hour of KVO").isEqualTo("2.0");
  }

  @Test
  void theTimeEndsAnInfusionToo() {
    host.mode(1, 0);
    host.send("12 00000258 ffffffff 0005" + "ff".repeat(29), 0); // 6 mL/h for five minutes
    host.ask("11 00 01", 0);
    host.keepAlive(500, 5 * MINUTE);
    assertThat(host.alarms(5 * MINUTE)).isEqualTo(1 << 13);
  }

  @Test
  void aBolusGoesOnTopAndIsCounted() {
    host.mode(1, 0);
    host.ask("12 00000064 ffffffff ffff 00002328 000a" + "ff".repeat(23), 0); // 90 mL/h, 1 mL
    host.ask("11 00 01", 0);
    assertThat(host.ask("11 06 01", 0).isAck()).isTrue();
    assertThat(host.ask("11 06 01", 10).why()).as("one at a time").isEqualTo(0x0C);
    assertThat(panel.truth(500).rate()).isEqualTo("90.00");
    host.keepAlive(500, 40_000);
    assertThat(panel.truth(40_000).rate()).isEqualTo("1.00");
    assertThat(host.ask("03", 40_000).in().getShort(19)).as("1.0 mL").isEqualTo((short) 10);
  }

  @Test
  void theBatteryRunsDownWithoutMainsAndThePumpStops() {
    run("0.50");
    panel.mains(false, 0);
    assertThat(Host.has(host.state(0), 4)).isFalse();
    assertThat(host.ask("03", HOUR).in().getShort(9)).as("of four hours").isEqualTo((short) 180);
    panel.battery(15, HOUR); // 36 minutes
    assertThat(panel.truth(HOUR + 5 * MINUTE).alarms()).isEmpty();
    assertThat(panel.truth(HOUR + 7 * MINUTE).alarms()).containsExactly("7");
    assertThat(panel.truth(HOUR + 36 * MINUTE - 1).running()).isTrue();
    assertThat(panel.truth(HOUR + 36 * MINUTE).alarms()).containsExactly("6");
    panel.mains(true, 2 * HOUR);
    panel.clear(2 * HOUR);
    assertThat(panel.start(2 * HOUR)).isTrue();
  }

  @Test
  void standbyEndsWithItsAlarm() {
    host.mode(1, 0);
    host.ask("12" + "ff".repeat(17) + "0002" + "ff".repeat(20), 0); // two minutes
    host.ask("11 08 01", 0);
    assertThat(Host.has(host.state(0), 5)).isTrue();
    host.keepAlive(500, 2 * MINUTE);
    assertThat(host.alarms(2 * MINUTE)).isEqualTo(1 << 11);
  }

  @Test
  void thePanelRefusesWhatThePumpCannotDo() {
    assertThatThrownBy(() -> panel.rate("5.001", 0)).hasMessageContaining("mL/h");
    assertThatThrownBy(() -> panel.load("51", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DianetPump(DianetModel.PERFUSOR_FM, 1 << 18))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
