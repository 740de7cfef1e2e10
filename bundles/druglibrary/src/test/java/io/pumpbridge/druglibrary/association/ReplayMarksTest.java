// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.channel.Channel;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayMarksTest {
  private static final Instant NOW = Fakes.NOW;
  private static final ClockReading AT = new ClockReading(NOW, ClockQuality.SYNCHRONISED, 0);

  @Test
  void marksSurviveTheirOwnBytes() throws Exception {
    Channel channel = new Channel("p\"1", "1");
    ReplayMarks marks = ReplayMarks.NONE.with(channel, NOW, "aa", NOW).left("p\"1", AT);
    assertThat(ReplayMarks.from(marks.toBytes())).isEqualTo(marks);
    assertThat(marks.allows(channel, NOW, "aa")).isFalse();
    assertThat(marks.allows(channel, NOW.plusMillis(1), "bb")).isTrue();
  }

  @Test
  void aMarkGoesOnlyWhenNothingItGuardsAgainstCanStillHold() throws Exception {
    Channel old = new Channel("old", "1");
    ReplayMarks marks = ReplayMarks.NONE.with(old, NOW, "aa", NOW);
    Instant later = NOW.plus(Duration.ofDays(7));
    assertThat(marks.with(new Channel("new", "1"), later, "bb", later).marks()).containsKey(old);
    Instant muchLater = later.plusMillis(1);
    assertThat(marks.with(new Channel("new", "1"), muchLater, "bb", muchLater).marks())
        .doesNotContainKey(old);
  }

  @Test
  void whenThereAreTooManyTheOldestBecomeAFloorForAll() throws Exception {
    ReplayMarks marks = ReplayMarks.NONE;
    for (int i = 0; i <= ReplayMarks.MAX_MARKS; i++) {
      marks = marks.with(new Channel("pump-" + i, "1"), NOW.plusSeconds(i), "x" + i, NOW);
    }
    assertThat(marks.marks()).hasSize(ReplayMarks.MAX_MARKS);
    assertThat(marks.floor()).isEqualTo(NOW);
    assertThat(marks.allows(new Channel("pump-0", "1"), NOW, "x0")).isFalse();
    assertThat(marks.allows(new Channel("pump-0", "1"), NOW.plusMillis(1), "y")).isTrue();
  }
}
