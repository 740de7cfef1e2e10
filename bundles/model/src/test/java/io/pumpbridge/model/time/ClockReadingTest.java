// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockReadingTest {

  @Test
  void cutsWhatIsFinerThanAMillisecond() {
    Instant fine = Instant.parse("2026-11-29T20:58:08.123456789Z");

    assertThat(new ClockReading(fine, ClockQuality.FLOOR, 0).wall())
        .isEqualTo("2026-11-29T20:58:08.123Z");
  }
}
