// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.physics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BatteryTest {
  private static final long HOUR = 3_600_000;

  private final Battery battery = new Battery(6 * HOUR, 3 * HOUR);

  @Test
  void itRunsDownWithoutMainsExactlyHoweverTimeIsCut() {
    battery.mains(false);
    for (int i = 0; i < 1_000; i++) {
      battery.advance(HOUR / 1_000);
    }
    assertThat(battery.msUntilEmpty()).isEqualTo(5 * HOUR);
    battery.advance(5 * HOUR - 1);
    assertThat(battery.isEmpty()).isFalse();
    battery.advance(1);
    assertThat(battery.isEmpty()).isTrue();
  }

  @Test
  void itFillsOnMains() {
    battery.charge(0);
    assertThat(battery.isEmpty()).as("it hangs on mains").isFalse();
    battery.advance(HOUR);
    assertThat(battery.minutesLeft()).isEqualTo(120);
    battery.advance(Long.MAX_VALUE);
    assertThat(battery.minutesLeft()).isEqualTo(360);
  }

  @Test
  void itHoldsNoMoreThanItAll() {
    assertThatThrownBy(() -> battery.charge(101)).hasMessageContaining("101");
  }
}
