// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Command.Verb;
import org.junit.jupiter.api.Test;

class CommandLimitsTest {
  private static final long MINUTE_MS = 60_000;
  private static final long DAY_MS = 24 * 60 * MINUTE_MS;

  private final CommandLimits limits = new CommandLimits(CommandLimits.USUAL_PER_HOUR, 0);

  /** How many are handed to a handler of those that come so often. */
  private int handed(boolean changed, long fromMs, long untilMs, long everyMs) {
    int count = 0;
    for (long at = fromMs; at < untilMs; at += everyMs) {
      if (limits.mayCome(Verb.EXEC, at) && limits.mayBeDone(at)) {
        limits.wasHandled(changed, at);
        count++;
      }
    }
    return count;
  }

  @Test
  void aDayOfAFloodThatChangesNothingIsTwoHundredCommands() {
    assertThat(handed(false, 0, DAY_MS, 100)).isBetween(205, 211);
  }

  @Test
  void aDayOfAFloodThatChangesSomethingIsSomeSeventeenHundredCommands() {
    assertThat(handed(true, 0, DAY_MS, 100)).isBetween(1_678, 1_681);
  }

  /** Four pumps, an order and an association for each every eight minutes, day and night. */
  @Test
  void aBusyBedsideNeverMeetsTheLimit() {
    for (long at = 0; at < DAY_MS; at += 8 * MINUTE_MS) {
      assertThat(handed(true, at, at + 8 * 100, 100)).isEqualTo(8);
    }
  }

  /** All at once, and all held already: after each reconnect, every three hours and a bit. */
  @Test
  void aServerThatSendsAllItHasAfterAReconnectDoesNotMeetItEither() {
    for (long at = 0; at < DAY_MS; at += 190 * MINUTE_MS) {
      assertThat(handed(false, at, at + 23 * 10, 10)).isEqualTo(23);
    }
  }

  @Test
  void afterAFloodCommandsAreDoneAgainWithinMinutes() {
    handed(false, 0, DAY_MS, 100);
    long later = DAY_MS + 8 * MINUTE_MS;
    assertThat(handed(true, later, later + 1, 1)).isEqualTo(1);
  }

  @Test
  void questionsWithoutEndTakeNoPlaceFromCommandsNorTheOtherWayAround() {
    int asked = 0;
    for (long at = 0; at < MINUTE_MS; at++) {
      asked += limits.mayCome(Verb.GET, at) ? 1 : 0;
    }
    assertThat(asked).isBetween(60 + 119, 60 + 120);
    assertThat(limits.mayBeDone(MINUTE_MS)).isTrue();
    assertThat(limits.mayCome(Verb.EXEC, MINUTE_MS)).isTrue();
    handed(false, MINUTE_MS, 2 * MINUTE_MS, 1);
    assertThat(limits.mayCome(Verb.GET, 2 * MINUTE_MS)).isTrue();
  }

  @Test
  void repeatsOfWhatWasAnsweredTakeNoPlaceFromWhatIsToBeDone() {
    for (long at = 0; at < MINUTE_MS; at++) {
      limits.mayCome(Verb.EXEC, at);
    }
    long later = MINUTE_MS + 120 * 1_000;
    assertThat(handed(true, later, later + 60, 1)).isEqualTo(60);
  }
}
