// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T20:58:08.123Z",
        "2026-11-29T20:58:08.120Z",
        "2026-11-29T20:58:08.123456Z",
        "2026-11-29T20:58:08.123456789Z",
        "2026-11-29T20:58:08Z",
        "2026-11-29T20:58:00.001Z",
        "2026-11-29T20:58:00Z",
        "2026-11-29T00:00:00Z",
        "2024-02-29T23:59:59.999Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z"
      })
  void writesAndReadsATimeAsThePlatformDoes(String text) {
    Instant time = Instant.parse(text);

    assertThat(UtcText.of(time)).isEqualTo(text);
    assertThat(UtcText.parse(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0001-12-31T23:59:00Z", "+10000-01-01T00:00:00Z"})
  void writesOtherYearsToo(String text) {
    assertThat(UtcText.of(Instant.parse(text))).isEqualTo(text);
  }

  @Test
  void writesTheFirstAndTheLastMomentThereIs() {
    assertThat(UtcText.of(Instant.MIN)).isEqualTo(Instant.MIN.toString());
    assertThat(UtcText.of(Instant.MAX)).isEqualTo(Instant.MAX.toString());
  }

  private static Stream<Instant> everySoOften() {
    long step = 86_399_123L * 37; // meets all days of the year and hours of the day in time
    return LongStream.range(0, 2_000).mapToObj(i -> Instant.ofEpochMilli(i * step));
  }

  @Test
  void writesAndReadsAnyTimeAsThePlatformDoes() {
    assertThat(everySoOften())
        .allSatisfy(
            time -> {
              assertThat(UtcText.of(time)).isEqualTo(time.toString());
              assertThat(UtcText.parse(time.toString())).isEqualTo(time);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T20:58:08.1Z",
        "2026-11-29T20:58:08.000000001Z",
        "2026-11-29T20:58:08.10000Z",
        "2016-12-31T23:59:60Z",
        "2026-12-31T24:00:00Z"
      })
  void readsWhatItWouldWriteOtherwise(String text) {
    assertThat(UtcText.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "now",
        "1772352000",
        "2026-03-01T08:00:00",
        "2026-03-01T08:00:00+01:00",
        "2026-03-01T08:00:00+00:00",
        "2026-03-01 08:00:00Z",
        "2026-03-01t08:00:00z",
        "2026-3-1T8:00:00Z",
        "2026-03-01T08:00Z",
        "2026-03-01T08:00:00.Z",
        "2026-03-01T08:00:00,5Z",
        "2026-03-01T08:00:00.1234567890Z",
        "2026-03-01T08:00:00.-1Z",
        "2026-03-01T08:00:00ZZ",
        "-026-03-01T08:00:00Z",
        "2026-03-01T08:00:0\u0663Z",
        "+1000000-01-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T24:00:01Z",
        "2026-03-01T08:60:00Z",
        "2026-03-01T08:00:61Z"
      })
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> UtcText.parse(text)).isInstanceOf(DateTimeParseException.class);
  }

  /** One character of a good time changed, in every place: taken only if the platform takes it. */
  @Test
  void readsNothingThatThePlatformDoesNot() {
    Random random = new Random(3);
    String good = "2026-11-29T20:58:08.123Z";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder changed = new StringBuilder(good);
      changed.setCharAt(random.nextInt(good.length()), (char) (' ' + random.nextInt(96)));
      try {
        Instant time = UtcText.parse(changed.toString());
        assertThat(time).isEqualTo(Instant.parse(changed));
      } catch (DateTimeParseException e) {
        assertThat(e.getParsedString()).isEqualTo(changed.toString());
      }
    }
  }
}
