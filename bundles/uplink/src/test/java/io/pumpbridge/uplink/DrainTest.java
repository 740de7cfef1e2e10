// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.Lane;
import org.junit.jupiter.api.Test;

/** A backlog, and what happens meanwhile; in virtual time. */
class DrainTest {
  private static final long FIVE_MINUTES_MS = 300_000;

  /** Four pumps for seven days: a status each 10 s, some 20 000 events, a few hundred alarms. */
  private static DrainWorld sevenDays(DrainWorld world) {
    return world
        .backlog(Lane.ALARM, 400)
        .backlog(Lane.CLINICAL, 20_000)
        .backlog(Lane.TELEMETRY, 242_000)
        .backlog(Lane.AUDIT, 500);
  }

  @Test
  void sevenDaysOfFourPumpsDrainInFiveMinutesThoughTheServerConfirmsOnceASecond() {
    for (long pathMs : new long[] {2, 50, 100}) {
      DrainWorld world = sevenDays(new DrainWorld(0, 3_000, pathMs, 1_000));
      world.connect();
      long alarmsMs = 0;
      while (!world.isEmpty() && world.now() < FIVE_MINUTES_MS) {
        world.step();
        if (alarmsMs == 0 && world.storedIn(Lane.ALARM) == 400) {
          alarmsMs = world.now();
        }
      }
      assertThat(world.isEmpty()).as("over %d ms", pathMs).isTrue();
      assertThat(alarmsMs).as("alarms over %d ms", pathMs).isBetween(1L, 4_999L);
      assertThat(world.records).as("nothing was sent twice").isEqualTo(262_900);
    }
  }

  @Test
  void aQuarterOfAMillionInOneLaneDrainsInFiveMinutes() {
    DrainWorld world = new DrainWorld(0, 3_000, 10, 1_000).backlog(Lane.TELEMETRY, 250_000);
    world.connect();
    while (!world.isEmpty() && world.now() < FIVE_MINUTES_MS) {
      world.step();
    }
    assertThat(world.isEmpty()).isTrue();
  }

  /** In every lane, alarms too: a lane keeps its order, and what is new comes last in it. */
  @Test
  void whatHappensDuringADrainIsAtTheServerWithinASecond() {
    DrainWorld world =
        new DrainWorld(0, 200, 5, 1_000)
            .backlog(Lane.ALARM, 5_000)
            .backlog(Lane.CLINICAL, 20_000)
            .backlog(Lane.TELEMETRY, 100_000)
            .backlog(Lane.AUDIT, 1_000);
    world.connect();
    live(world, 120_000, 500);
    assertThat(world.oldestUnseenMs()).isLessThan(1_000);
    assertThat(world.longestLiveMs).isLessThan(1_000);
    assertThat(world.records).as("and the backlog goes on").isGreaterThan(120 * 180);
    assertThat(world.inFlightLimit()).as("though little is in flight").isLessThan(64);
  }

  /** Something in each lane, every so often. */
  private static void live(DrainWorld world, long forMs, long everyMs) {
    for (long end = world.now() + forMs; world.now() < end; world.step()) {
      if (world.now() % everyMs == 0) {
        for (Lane lane : Lane.values()) {
          world.append(lane);
        }
      }
    }
  }

  @Test
  void withoutABacklogNothingIsSentTwice() {
    DrainWorld world = new DrainWorld(0, 2_000, 50, 1_000);
    world.connect();
    live(world, 60_000, 100);
    assertThat(world.previews).isZero();
    assertThat(world.longestLiveMs).isLessThan(200);
  }

  @Test
  void aRateLimitIsKeptAndStillWhatIsLiveIsSeenWithinASecond() {
    DrainWorld world = new DrainWorld(20, 2_000, 5, 1_000).backlog(Lane.TELEMETRY, 100_000);
    world.connect();
    live(world, 120_000, 2_000); // two a second
    assertThat(world.longestLiveMs).isLessThan(1_000);
    assertThat(world.oldestUnseenMs()).isLessThan(1_000);
    assertThat(world.records + world.previews).isBetween(120L * 19, 120L * 20 + 26);
    assertThat(world.records).as("the backlog goes on").isGreaterThan(120 * 17);
  }

  /** Alarms do not wait for the limit, so the others have to. */
  @Test
  void alarmsCountInTheRateLimitAndDoNotWaitForIt() {
    DrainWorld world =
        new DrainWorld(20, 2_000, 5, 1_000).backlog(Lane.ALARM, 400).backlog(Lane.AUDIT, 1_000);
    world.connect();
    while (world.storedIn(Lane.ALARM) < 400) {
      world.step();
    }
    assertThat(world.now()).isLessThan(2_000);
    long before = world.records;
    for (int ms = 0; ms < 1_000; ms++) {
      world.step();
    }
    assertThat(world.records - before).as("in the next second").isLessThan(10);
  }

  @Test
  void aStormOfEventsDoesNotDoubleItself() {
    DrainWorld world = new DrainWorld(0, 500, 5, 1_000).backlog(Lane.TELEMETRY, 100_000);
    world.connect();
    for (int ms = 0; ms < 20_000; ms++) {
      world.append(Lane.TELEMETRY); // a thousand a second
      world.step();
    }
    assertThat(world.previews).isBetween(1_900L, 2_050L); // a hundred a second
    assertThat(world.records).as("the backlog goes on").isGreaterThan(7_000);
  }
}
