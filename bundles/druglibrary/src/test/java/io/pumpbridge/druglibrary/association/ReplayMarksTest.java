// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.document.AssociationReader;
import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.line.Line;
import io.pumpbridge.model.dose.Association;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReplayMarksTest {
  private static final Instant NOW = Fakes.NOW;

  private static Association issued(Instant at) throws Exception {
    Association a = AssociationReader.read(Examples.bytes(Examples.ASSOCIATION)).association();
    return new Association(
        a.id(),
        a.pumpSerial(),
        a.channel(),
        a.medication(),
        a.body(),
        a.careArea(),
        a.mode(),
        at,
        at.plusSeconds(60));
  }

  @Test
  void marksSurviveTheirOwnBytes() throws Exception {
    Line line = new Line("p\"1", "1");
    ReplayMarks marks = ReplayMarks.NONE.with(line, issued(NOW), "aa", NOW).ended(line, NOW);
    assertThat(ReplayMarks.from(marks.toBytes())).isEqualTo(marks);
    assertThat(marks.allows(line, NOW, "aa")).isFalse();
    assertThat(marks.allows(line, NOW.plusMillis(1), "bb")).isTrue();
  }

  @Test
  void aMarkGoesOnlyWhenNothingItGuardsAgainstCanStillHold() throws Exception {
    Line old = new Line("old", "1");
    ReplayMarks marks = ReplayMarks.NONE.with(old, issued(NOW), "aa", NOW);
    Instant later = NOW.plus(Duration.ofDays(7));
    assertThat(marks.with(new Line("new", "1"), issued(later), "bb", later).marks())
        .containsKey(old);
    Instant muchLater = later.plusMillis(1);
    assertThat(marks.with(new Line("new", "1"), issued(muchLater), "bb", muchLater).marks())
        .doesNotContainKey(old);
  }

  @Test
  void whenThereAreTooManyTheOldestBecomeAFloorForAll() throws Exception {
    ReplayMarks marks = ReplayMarks.NONE;
    for (int i = 0; i <= ReplayMarks.MAX_MARKS; i++) {
      marks = marks.with(new Line("pump-" + i, "1"), issued(NOW.plusSeconds(i)), "x" + i, NOW);
    }
    assertThat(marks.marks()).hasSize(ReplayMarks.MAX_MARKS);
    assertThat(marks.floor()).isEqualTo(NOW);
    assertThat(marks.allows(new Line("pump-0", "1"), NOW, "x0")).isFalse();
    assertThat(marks.allows(new Line("pump-0", "1"), NOW.plusMillis(1), "y")).isTrue();
  }
}
