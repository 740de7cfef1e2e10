// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmationBatchTest {
  private static final long START = 1_000_000_000L;
  private static final long WAIT = ConfirmationBatch.LONG_WAIT.toNanos();
  private static final long SHORT = ConfirmationBatch.SHORT_WAIT.toNanos();
  private final ConfirmationBatch batch = new ConfirmationBatch(START);

  @Test
  void withNothingToSayNothingIsDue() {
    assertThat(batch.isDue(START)).isFalse();
    assertThat(batch.untilDue(START)).isEqualTo(ConfirmationBatch.LONG_WAIT);
    assertThat(batch.take(START + WAIT)).isEmpty();
  }

  @Test
  void theFirstRecordWaitsFiveSecondsForOthers() {
    batch.mark(Streams.ALARMS, START);
    batch.mark(Streams.ALARMS, START + WAIT - 1);
    assertThat(batch.isDue(START + WAIT - 1)).isFalse();
    assertThat(batch.untilDue(START + WAIT - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(batch.isDue(START + WAIT)).isTrue();
    assertThat(batch.untilDue(START + 2 * WAIT)).isZero();
  }

  @Test
  void aGatewayThatSendsABacklogWaitsTwoHundredMilliseconds() {
    for (int i = 1; i < ConfirmationBatch.MANY; i++) {
      batch.mark(Streams.ALARMS, START);
    }
    assertThat(batch.untilDue(START)).isEqualTo(ConfirmationBatch.LONG_WAIT);
    batch.mark(Streams.ALARMS, START + SHORT - 1);
    assertThat(batch.isDue(START + SHORT - 1)).isFalse();
    assertThat(batch.isDue(START + SHORT)).isTrue();
  }

  @Test
  void oneGatewaysHasteIsNotAnothers() {
    StreamId other = new StreamId("gw-2", "e1", Lane.AUDIT);
    batch.mark(other, START);
    for (int i = 0; i < ConfirmationBatch.MAX_RECORDS; i++) {
      batch.mark(Streams.ALARMS, START);
    }
    assertThat(batch.take(START)).containsExactly(List.of(Streams.ALARMS));
    assertThat(batch.isDue(START + WAIT - 1)).isFalse();
    assertThat(batch.take(START + WAIT)).containsExactly(List.of(other));
    assertThat(batch.isDue(START + 2 * WAIT)).isFalse();
  }

  @Test
  void manyRecordsDoNotWait() {
    for (int i = 1; i < ConfirmationBatch.MAX_RECORDS; i++) {
      batch.mark(Streams.ALARMS, START);
    }
    assertThat(batch.isDue(START)).isFalse();
    batch.mark(Streams.ALARMS, START);
    assertThat(batch.isDue(START)).isTrue();
    assertThat(batch.untilDue(START)).isZero();
  }

  @Test
  void whileItRestsNothingIsDueHoweverMuchWaits() {
    batch.rest(Duration.ofSeconds(3), START);
    for (int i = 0; i < ConfirmationBatch.MAX_RECORDS; i++) {
      batch.mark(Streams.ALARMS, START);
    }
    long end = START + Duration.ofSeconds(3).toNanos();
    assertThat(batch.isDue(end - 1)).isFalse();
    assertThat(batch.untilDue(START)).isEqualTo(Duration.ofSeconds(3));
    assertThat(batch.isDue(end)).isTrue();
  }

  @Test
  void eachGatewayGetsItsOwnMessageAndAStreamIsNamedOnce() {
    StreamId other = new StreamId("gw-2", "e1", Lane.AUDIT);
    batch.mark(Streams.ALARMS, START);
    batch.mark(other, START);
    batch.mark(Streams.ALARMS, START);
    assertThat(batch.take(START + WAIT)).containsExactly(List.of(Streams.ALARMS), List.of(other));
    assertThat(batch.isDue(START + WAIT)).isFalse();
  }

  @Test
  void manyStreamsAreSaidInSeveralMessages() {
    for (int i = 0; i <= ConfirmationBatch.MAX_STREAMS_PER_MESSAGE; i++) {
      batch.mark(new StreamId("gw-1", "e" + i, Lane.ALARM), START);
    }
    assertThat(batch.take(START + WAIT))
        .extracting(List::size)
        .containsExactly(ConfirmationBatch.MAX_STREAMS_PER_MESSAGE, 1);
  }
}
