// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.document.StrictJson;
import io.pumpbridge.druglibrary.lab.Fakes;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written can be read: marks that cannot are lost with everything that was not told. */
class OrderMarksTest {
  static Stream<String> reasons() {
    int most = StrictJson.MAX_TEXT;
    return Stream.of(
        "a".repeat(most),
        "a".repeat(most + 1),
        "a".repeat(100_000),
        "\"\\\n".repeat(most),
        "a".repeat(most - 2) + "\uD83D\uDC89".repeat(2));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void anEndingIsReadBackHoweverLongItsReason(String reason) throws Exception {
    Ending ending = Ending.refused("line-ambiguous", 9018, reason);
    OrderMarks.Mark mark =
        new OrderMarks.Mark(
            new Channel("800200123", "1"), Fakes.NOW, "00", Optional.of(ending), false);
    OrderMarks marks = OrderMarks.NONE.with("o-1", mark, Instant.MAX);
    OrderMarks read = OrderMarks.from(marks.toBytes());
    Ending again = read.find("o-1").orElseThrow().ending().orElseThrow();
    assertThat(again.reason()).isEqualTo(ending.reason()).doesNotContain("\uFFFD");
    assertThat(again.reason()).startsWith(reason.substring(0, StrictJson.MAX_TEXT - 2));
    assertThat(read.untold()).containsExactly("o-1");
  }
}
