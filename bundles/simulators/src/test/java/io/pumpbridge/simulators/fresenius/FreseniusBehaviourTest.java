// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator.Bedside;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The base in time. */
final class FreseniusBehaviourTest {
  private static final long MINUTE = 60_000;
  private static final Bytes ACK = Bytes.fromHex("06");
  private static final Bytes ENQ = Bytes.fromHex("05");

  private final FreseniusBase base = new FreseniusBase(List.of("DPS-1", "DPS-2"));
  private final Bedside pump = base.pumps().get(0);

  @BeforeEach
  void open() {
    ask("0DC", 0);
    ask("1DC", 0);
  }

  /** The last frame said, acknowledged. */
  private Bytes ask(String text, long nowMs) {
    List<Bytes> said = base.receive(Frame.encode(text), nowMs);
    base.receive(ACK, nowMs);
    return said.get(said.size() - 1);
  }

  private static List<Bytes> withoutEnq(List<Bytes> said) {
    List<Bytes> frames = new ArrayList<>(said);
    frames.removeIf(ENQ::equals);
    return frames;
  }

  @Test
  void rateAndVolumeAreHexInTheirUnits() {
    pump.rate("5.5", 0);
    pump.start(0);
    assertThat(ask("1LE;d", 0)).isEqualTo(Frame.encode("1C;d0037"));
    assertThat(ask("1LE;dr", 60 * MINUTE)).isEqualTo(Frame.encode("1C;d0037;r00157C"));
    pump.stop(60 * MINUTE);
    assertThat(ask("1LE;d", 61 * MINUTE)).isEqualTo(Frame.encode("1C;d0000"));
  }

  @Test
  void enqComesEverySecond() {
    assertThat(base.advance(999)).isEmpty();
    assertThat(base.advance(1_000)).containsExactly(ENQ);
    base.receive(Bytes.fromHex("14"), 1_010);
    assertThat(base.advance(1_999)).isEmpty();
    assertThat(base.advance(2_000)).containsExactly(ENQ);
  }

  @Test
  void anEventComesWithAChangeAndTheNextOnlyAfterItsEcho() {
    assertThat(ask("1DE;r", 0)).isEqualTo(Frame.encode("1C"));
    assertThat(withoutEnq(base.advance(5_000))).isEmpty();
    pump.rate("360", 5_000); // 0.1 mL a second
    pump.start(5_000);
    assertThat(withoutEnq(base.advance(6_000))).containsExactly(Frame.encode("1E;r000064"));
    base.receive(ACK, 6_010);
    assertThat(withoutEnq(base.advance(7_500))).isEmpty();
    assertThat(base.receive(Frame.encode("1E"), 7_500)).containsExactly(ACK);
    assertThat(withoutEnq(base.advance(7_600))).containsExactly(Frame.encode("1E;r000104"));
    base.receive(ACK, 7_600);
    assertThat(withoutEnq(base.receive(Frame.encode("1AE"), 7_650)))
        .containsExactly(ACK, Frame.encode("1C"));
    base.receive(ACK, 7_650);
    assertThat(withoutEnq(base.advance(20_000))).isEmpty();
  }

  @Test
  void anEventThatIsNotEchoedIsFollowedByALaterOne() {
    ask("1DE;r", 0);
    pump.rate("360", 0);
    pump.start(0);
    assertThat(withoutEnq(base.advance(100))).hasSize(1);
    base.receive(ACK, 100);
    assertThat(withoutEnq(base.advance(3_099))).isEmpty();
    assertThat(withoutEnq(base.advance(3_100))).containsExactly(Frame.encode("1E;r000136"));
  }

  @Test
  void modulesComeAndGo() {
    ask("0DE;b", 0);
    base.insert(4, "DPS-4");
    assertThat(withoutEnq(base.advance(100))).containsExactly(Frame.encode("0E;b0B"));
    base.receive(ACK, 100);
    base.receive(Frame.encode("0E"), 100);
    assertThat(base.remove(1)).isTrue();
    assertThat(withoutEnq(base.advance(1_100))).containsExactly(Frame.encode("0E;b0A"));
    base.receive(ACK, 1_100);
    assertThat(ask("1LE;d", 1_200)).isEqualTo(Frame.encode("1I;0E"));
    base.insert(1, "DPS-9");
    assertThat(ask("1LE;d", 1_300)).isEqualTo(Frame.encode("1I;1E")); // a new one, not open
    assertThat(base.pumps()).extracting(Bedside::place).containsExactly("1", "2", "4");
    assertThatThrownBy(() -> base.insert(4, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aControlledPumpIsPausedAndGivenBack() {
    pump.rate("10", 0);
    pump.start(0);
    assertThat(ask("1MO;2", 0)).isEqualTo(Frame.encode("1C"));
    assertThat(pump.truth(0).controlled()).isTrue();
    assertThat(ask("1PO", MINUTE)).isEqualTo(Frame.encode("1C"));
    assertThat(pump.truth(MINUTE).running()).isFalse();
    assertThat(ask("1RV", MINUTE)).isEqualTo(Frame.encode("1C"));
    assertThat(pump.truth(MINUTE).infused()).isEqualTo("0.000");
    assertThat(ask("1MO;1", MINUTE)).isEqualTo(Frame.encode("1C"));
    assertThat(pump.truth(MINUTE).controlled()).isFalse();
  }

  @Test
  void anAlarmStandsInVariableAAndForbidsControl() {
    pump.rate("6", 0);
    pump.start(0);
    pump.occlude(0);
    assertThat(ask("1LE;a", 0)).isEqualTo(Frame.encode("1C;a0000"));
    assertThat(ask("1LE;a", MINUTE)).isEqualTo(Frame.encode("1C;a0002"));
    assertThat(ask("1MO;2", MINUTE)).isEqualTo(Frame.encode("1I;12"));
    assertThat(pump.truth(MINUTE).alarms()).containsExactly("0002");
  }
}
