// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class EarlierPositionsTest {
  private static final StreamId ALARMS = new StreamId("gw-1", "7f3a", Lane.ALARM);
  private static final StreamId AUDIT = new StreamId("gw-1", "7f3a", Lane.AUDIT);

  private final EarlierPositions earlier = new EarlierPositions();

  private static EventRecord record(long sequence) {
    Bytes canonical = Bytes.of("{}", StandardCharsets.UTF_8);
    return new EventRecord(ALARMS, sequence, "0".repeat(64), hash(sequence), canonical);
  }

  private static String hash(long sequence) {
    return "%064x".formatted(sequence);
  }

  private static StreamPosition at(long sequence) {
    return new StreamPosition(ALARMS, sequence, hash(sequence));
  }

  @Test
  void theLastThatCameAgainAndTheFirstThatWasContradictedAreSaid() {
    earlier.cameAgain(record(2));
    earlier.cameAgain(record(3));
    earlier.contradicted(at(4));
    earlier.contradicted(at(5));
    assertThat(earlier.of(ALARMS)).containsExactly(at(3), at(4));
    assertThat(earlier.of(AUDIT)).isEmpty();
  }

  @Test
  void theyStayUntilTheGatewayWasTold() {
    earlier.cameAgain(record(2));
    earlier.contradicted(at(4));
    assertThat(earlier.of(ALARMS)).isEqualTo(earlier.of(ALARMS)).hasSize(2);
    earlier.told(AUDIT);
    assertThat(earlier.of(ALARMS)).hasSize(2);
    earlier.told(ALARMS);
    assertThat(earlier.of(ALARMS)).isEmpty();
  }
}
