// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LineFaultsTest {
  private static final Bytes FRAME = Bytes.fromHex("00112233445566778899");

  private static LineFaults.Rates rates(int corrupt, int drop, int half, int lose, int noise) {
    return new LineFaults.Rates(corrupt, drop, half, lose, noise, 0, Duration.ZERO);
  }

  private static Bytes carry(long seed, LineFaults.Rates rates) {
    return new LineFaults(seed, rates).carry(FRAME).bytes();
  }

  @Test
  void aGoodLineChangesNothing() {
    assertThat(LineFaults.none().carry(FRAME))
        .isEqualTo(new LineFaults.Arrival(FRAME, Duration.ZERO));
  }

  @Test
  void aDeadLineCarriesNothing() {
    assertThat(carry(1, LineFaults.Rates.DEAD)).isEqualTo(Bytes.EMPTY);
  }

  @Test
  void theSameSeedDoesTheSameHarm() {
    LineFaults.Rates all = rates(500, 500, 300, 100, 500);
    LineFaults one = new LineFaults(42, all);
    LineFaults other = new LineFaults(42, all);
    for (int i = 0; i < 100; i++) {
      assertThat(one.carry(FRAME)).isEqualTo(other.carry(FRAME));
    }
  }

  @Test
  void eachFaultDoesWhatItsNameSays() {
    for (long seed = 0; seed < 200; seed++) {
      Bytes corrupted = carry(seed, rates(1_000, 0, 0, 0, 0));
      int flipped = 0;
      for (int i = 0; i < FRAME.length(); i++) {
        flipped += Integer.bitCount(corrupted.at(i) ^ FRAME.at(i));
      }
      assertThat(flipped).isEqualTo(1);
      assertThat(carry(seed, rates(0, 1_000, 0, 0, 0)).length()).isEqualTo(FRAME.length() - 1);
      Bytes half = carry(seed, rates(0, 0, 1_000, 0, 0));
      assertThat(FRAME.toHex()).startsWith(half.toHex()).isNotEqualTo(half.toHex());
      Bytes noisy = carry(seed, rates(0, 0, 0, 0, 1_000));
      assertThat(noisy.toHex()).contains(FRAME.toHex());
      assertThat(noisy.length()).isBetween(FRAME.length() + 2, FRAME.length() + 16);
    }
  }

  @Test
  void aDelayNeverExceedsItsLimit() {
    LineFaults.Rates late = new LineFaults.Rates(0, 0, 0, 0, 0, 1_000, Duration.ofMillis(50));
    LineFaults faults = new LineFaults(3, late);
    for (int i = 0; i < 200; i++) {
      assertThat(faults.carry(FRAME).after()).isBetween(Duration.ZERO, Duration.ofMillis(50));
    }
  }

  @Test
  void emptyFramesAndWrongRatesAreHandled() {
    LineFaults faults = new LineFaults(5, rates(1_000, 1_000, 1_000, 0, 0));
    assertThat(faults.carry(Bytes.EMPTY).bytes()).isEqualTo(Bytes.EMPTY);
    assertThatThrownBy(() -> rates(1_001, 0, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
