// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.bcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rack in time. */
final class BccBehaviourTest {
  private static final long MINUTE = 60_000;
  private static final Bytes ACK = Bytes.fromHex("06");

  private final BccRack rack = new BccRack(List.of("36248", "40864", "AB-1")).stuffing(false);
  private final Bedside pump = rack.pumps().get(1);

  private Map<String, String> values(String slot, long nowMs) {
    Bytes said =
        rack.receive(BccWireTest.request("ComSystem/1/1>MEM:GETSLOT#" + slot), nowMs).get(0);
    String text = said.toText(StandardCharsets.ISO_8859_1);
    Map<String, String> values = new HashMap<>();
    for (String quadruple :
        text.substring(text.indexOf('>') + 1, text.length() - 7).split("\u001e", -1)) {
      String[] parts = quadruple.split(",", 4);
      values.put(parts[2], parts[3]);
    }
    return values;
  }

  @Test
  void aRunningPumpTellsWhatItDoes() {
    pump.rate("6.5", 0);
    pump.vtbi("10", 0);
    assertThat(values("12", 0)).containsEntry("INM3", "0").containsEntry("RUNSTATE", "1");
    assertThat(pump.start(0)).isTrue();
    assertThat(values("12", 60 * MINUTE))
        .containsEntry("INRT", "6.50")
        .containsEntry("INVI", "6.5")
        .containsEntry("INVTB", "10.0")
        .containsEntry("INVOLACT", "43.50")
        .containsEntry("INTIME", "60")
        .containsEntry("INM3", "1")
        .containsEntry("INM8", "1")
        .containsEntry("RUNSTATE", "2")
        .containsEntry("INSOL", "_NV");
    assertThat(values("11", 60 * MINUTE))
        .containsEntry("INVI", "0.0")
        .containsEntry("INVTB", "_NV");
    assertThat(pump.truth(60 * MINUTE).infused()).isEqualTo("6.500");
    assertThat(pump.truth(60 * MINUTE).rate()).isEqualTo("6.5");
  }

  @Test
  void theEndOfTheVolumeKeepsTheVeinOpenForAWhile() {
    pump.rate("60", 0);
    pump.vtbi("10", 0);
    pump.start(0);
    assertThat(values("12", 8 * MINUTE))
        .containsEntry("INA12", "1")
        .containsEntry("RUNSTATE", "34");
    assertThat(values("12", 11 * MINUTE))
        .containsEntry("INA7", "1")
        .containsEntry("INM10", "1")
        .containsEntry("INRT", "1.00")
        .containsEntry("RUNSTATE", "14");
    assertThat(values("12", 41 * MINUTE))
        .containsEntry("INA16", "1")
        .containsEntry("INM3", "0")
        .containsEntry("RUNSTATE", "5");
    assertThat(pump.truth(41 * MINUTE).alarms()).containsExactly("INA7", "INA16");
  }

  @Test
  void aBlockedLineAlarmsWhenThePressureIsThere() {
    pump.rate("6", 0);
    pump.start(0);
    pump.occlude(0);
    assertThat(values("12", MINUTE / 2)).containsEntry("INP2", "50").containsEntry("INA3", "0");
    assertThat(values("12", MINUTE)).containsEntry("INP2", "100").containsEntry("INA3", "1");
    assertThat(pump.start(MINUTE)).isFalse();
    pump.free(MINUTE);
    pump.clear(MINUTE);
    assertThat(pump.start(MINUTE)).isTrue();
  }

  @Test
  void batteryAndMainsAreTold() {
    pump.mains(false, 0);
    pump.battery(20, 0);
    assertThat(values("12", 0)).containsEntry("INM8", "0").containsEntry("INAKKU", "96");
    assertThat(values("12", 48 * MINUTE)).containsEntry("INA11", "1");
    assertThat(values("12", 96 * MINUTE)).containsEntry("INA1", "1").containsEntry("INA11", "0");
  }

  @Test
  void aSerialNumberThatIsNoNumberIsToldAsText() {
    assertThat(values("13", 0))
        .containsEntry("INSERNUM", "AB-1")
        .containsEntry("INNR", "AB-1")
        .containsEntry("INDTNR", "_NV");
    assertThatThrownBy(() -> rack.insert(1, "5")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pump.rate("1801", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCyclicRackTellsAllPumpsAndWaitsForEachAcknowledgement() {
    rack.cyclic(5);
    assertThat(rack.advance(4_999)).isEmpty();
    assertThat(rack.advance(5_000)).hasSize(1);
    assertThat(rack.advance(9_000)).isEmpty();
    assertThat(rack.receive(ACK, 9_000)).hasSize(1);
    assertThat(rack.receive(ACK, 9_000)).hasSize(1);
    assertThat(rack.receive(ACK, 9_000)).isEmpty();
    pump.rate("7", 9_500);
    assertThat(rack.advance(9_999)).isEmpty();
    assertThat(rack.advance(10_000).get(0).toText(StandardCharsets.ISO_8859_1)).contains("INRT");
  }

  @Test
  void aChangeIsToldAtOnceInCyclicMode() {
    rack.cyclic(3_600);
    rack.advance(1_000);
    pump.rate("7", 1_500);
    assertThat(rack.advance(2_000).get(0).toText(StandardCharsets.ISO_8859_1))
        .contains("2,50112,INRT,7.00");
  }
}
