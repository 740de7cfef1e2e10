// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfirmationBatchTest {
  private static final long START = 1_000_000_000L;
  private static final long WAIT = ConfirmationBatch.MAX_WAIT.toNanos();
  private final ConfirmationBatch batch = new ConfirmationBatch();

  @Test
  void withNothingToSayNothingIsDue() {
    assertThat(batch.isDue(START)).isFalse();
    assertThat(batch.untilDue(START)).isEqualTo(ConfirmationBatch.MAX_WAIT);
    assertThat(batch.take()).isEmpty();
  }

  @Test
  void theFirstRecordWaitsTwoHundredMillisecondsForOthers() {
    batch.mark(Streams.ALARMS, START);
    batch.mark(Streams.ALARMS, START + WAIT - 1);
    assertThat(batch.isDue(START + WAIT - 1)).isFalse();
    assertThat(batch.untilDue(START + WAIT - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(batch.isDue(START + WAIT)).isTrue();
    assertThat(batch.untilDue(START + 2 * WAIT)).isZero();
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
  void eachGatewayGetsItsOwnMessageAndAStreamIsNamedOnce() {
    StreamId other = new StreamId("gw-2", "e1", Lane.AUDIT);
    batch.mark(Streams.ALARMS, START);
    batch.mark(other, START);
    batch.mark(Streams.ALARMS, START);
    assertThat(batch.take())
        .containsExactly(java.util.List.of(Streams.ALARMS), java.util.List.of(other));
    assertThat(batch.isDue(START + WAIT)).isFalse();
  }

  @Test
  void manyStreamsAreSaidInSeveralMessages() {
    for (int i = 0; i <= ConfirmationBatch.MAX_STREAMS_PER_MESSAGE; i++) {
      batch.mark(new StreamId("gw-1", "e" + i, Lane.ALARM), START);
    }
    assertThat(batch.take())
        .extracting(java.util.List::size)
        .containsExactly(ConfirmationBatch.MAX_STREAMS_PER_MESSAGE, 1);
  }
}
