// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockReadingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T20:58:08.123Z",
        "2026-11-29T20:58:08.120Z",
        "2026-11-29T20:58:08Z",
        "2026-11-29T20:58:00.001Z",
        "2026-11-29T20:58:00Z",
        "2026-11-29T00:00:00Z",
        "2024-02-29T23:59:59.999Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z",
        "-0001-12-31T23:59:00Z",
        "+10000-01-01T00:00:00Z"
      })
  void writesTheTimeAsThePlatformDoes(String time) {
    assertThat(reading(Instant.parse(time)).utc()).isEqualTo(time);
  }

  private static Stream<Instant> everySoOften() {
    long step = 86_399_123L * 37; // meets all days of the year and hours of the day in time
    return LongStream.range(0, 2_000).mapToObj(i -> Instant.ofEpochMilli(i * step));
  }

  @Test
  void writesAnyTimeAsThePlatformDoes() {
    assertThat(everySoOften())
        .allSatisfy(time -> assertThat(reading(time).utc()).isEqualTo(time.toString()));
  }

  @Test
  void cutsWhatIsFinerThanAMillisecond() {
    Instant fine = Instant.parse("2026-11-29T20:58:08.123456789Z");

    assertThat(reading(fine).utc()).isEqualTo("2026-11-29T20:58:08.123Z");
  }

  private static ClockReading reading(Instant wall) {
    return new ClockReading(wall, ClockQuality.FLOOR, 0);
  }
}
