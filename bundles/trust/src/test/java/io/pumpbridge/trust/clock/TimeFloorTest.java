// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TimeFloorTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant BOOT_1970 = Instant.EPOCH.plusSeconds(40);

  private final TimeFloor floor = TimeFloor.starting(BUILT, Optional.of(LATER), 1_000);

  @Test
  void theFloorIsTheLaterOfBuildAndLastPersisted() {
    assertThat(floor.floor()).isEqualTo(LATER);
    assertThat(TimeFloor.starting(LATER, Optional.of(BUILT), 0).floor()).isEqualTo(LATER);
    assertThat(TimeFloor.starting(BUILT, Optional.empty(), 0).floor()).isEqualTo(BUILT);
  }

  @Test
  void aClockThatBootedIn1970RunsOnFromTheFloor() {
    assertThat(floor.read(new RawTime(BOOT_1970, false, 6_000)))
        .isEqualTo(new ClockReading(LATER.plusSeconds(5), ClockQuality.FLOOR, 6_000));
    // Even if something calls it synchronised.
    assertThat(floor.read(new RawTime(BOOT_1970, true, 6_000)).quality())
        .isEqualTo(ClockQuality.FLOOR);
  }

  @Test
  void aPlausibleClockIsBelievedAsFarAsItIsVouchedFor() {
    Instant now = LATER.plusSeconds(60);
    assertThat(floor.read(new RawTime(now, true, 2_000)))
        .isEqualTo(new ClockReading(now, ClockQuality.SYNCHRONISED, 2_000));
    assertThat(floor.read(new RawTime(now, false, 2_000)).quality())
        .isEqualTo(ClockQuality.HOLDOVER);
    assertThat(floor.read(new RawTime(LATER, false, 2_000)).quality())
        .isEqualTo(ClockQuality.HOLDOVER);
  }

  @Test
  void theFloorRisesAndNeverFalls() {
    Instant now = LATER.plus(Duration.ofDays(3));
    TimeFloor lifted = floor.liftedBy(new RawTime(now, true, 2_000));
    assertThat(lifted.floor()).isEqualTo(now);
    TimeFloor after = lifted.liftedBy(new RawTime(BUILT, true, 62_000));
    assertThat(after.floor()).isEqualTo(now.plusSeconds(60));
  }

  @Test
  void atTheFloorTimePassesAlsoOverRestarts() {
    TimeFloor lifted = floor.liftedBy(new RawTime(BOOT_1970, false, 61_000));
    assertThat(lifted.floor()).isEqualTo(LATER.plusSeconds(60));
    // No step in what is read.
    RawTime next = new RawTime(BOOT_1970, false, 62_000);
    assertThat(lifted.read(next)).isEqualTo(floor.read(next));
  }

  @Test
  void aWildClockThatNobodyVouchesForCannotPoisonTheFloor() {
    Instant wild = Instant.parse("2099-01-01T00:00:00Z");
    TimeFloor after = floor.liftedBy(new RawTime(wild, false, 61_000));
    assertThat(after.floor()).isEqualTo(LATER.plusSeconds(60));
    Instant longUnplugged = LATER.plus(TimeFloor.PLAUSIBLE_ABSENCE);
    assertThat(floor.liftedBy(new RawTime(longUnplugged, false, 2_000)).floor())
        .isEqualTo(longUnplugged);
  }

  @Test
  void manySmallStepsDoNotAddUpToAWildOne() {
    TimeFloor after = floor;
    Instant claimed = LATER;
    for (int day = 0; day < 3_000; day++) {
      claimed = claimed.plus(Duration.ofDays(1));
      after = after.liftedBy(new RawTime(claimed, false, 2_000));
    }
    assertThat(after.floor()).isEqualTo(LATER.plus(TimeFloor.PLAUSIBLE_ABSENCE));
  }
}
