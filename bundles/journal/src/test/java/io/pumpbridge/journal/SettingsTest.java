// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void theEndsOfTheRangesAreAllowed() {
    assertThat(new Settings(16, 100, 5).maxBytes()).isEqualTo(16_777_216);
    assertThat(new Settings(4_096, 60_000, 50).telemetryCommit()).hasMinutes(1);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    for (int bad : new int[] {Integer.MIN_VALUE, 0, 15, 4_097}) {
      assertThatThrownBy(() -> new Settings(bad, 5_000, 20))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("max.megabytes is %d but must be 16 to 4096", bad);
    }
    for (int bad : new int[] {-1, 0, 99, 60_001}) {
      assertThatThrownBy(() -> new Settings(256, bad, 20))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("telemetry.commit.ms is %d but must be 100 to 60000", bad);
    }
    for (int bad : new int[] {-1, 0, 4, 51}) {
      assertThatThrownBy(() -> new Settings(256, 5_000, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("audit.percent is %d but must be 5 to 50", bad);
    }
  }
}
