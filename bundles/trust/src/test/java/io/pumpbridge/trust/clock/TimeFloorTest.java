// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static io.pumpbridge.trust.clock.SignedTime.planned;
import static io.pumpbridge.trust.clock.SignedTime.present;
import static io.pumpbridge.trust.clock.TimeFloor.LAG;
import static io.pumpbridge.trust.clock.TimeFloor.LIFE;
import static io.pumpbridge.trust.clock.TimeFloor.REACH;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.clock.TimeFloor.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimeFloorTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");
  private static final Instant BOOT_1970 = Instant.EPOCH.plusSeconds(40);
  private static final RawTime IN_1970 = new RawTime(BOOT_1970, false, 1_000);
  private static final Witness ROOT = new Witness("root");
  private static final Witness OTHER_ROOT = new Witness("other");

  private final TimeFloor floor = starting(LATER);

  private static TimeFloor starting(Instant kept) {
    return TimeFloor.starting(BUILT, new Kept(kept, kept, Claims.NONE), 1_000);
  }

  private static RawTime holdover(Instant system) {
    return new RawTime(system, false, 1_000);
  }

  @Test
  void theFloorIsTheLaterOfBuildAndLastPersisted() {
    assertThat(floor.floor()).isEqualTo(LATER);
    assertThat(starting(BUILT.minusSeconds(1)).floor()).isEqualTo(BUILT);
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
  void aWildClockCannotPoisonTheFloorWhoeverVouchesForIt() {
    Instant wild = Instant.parse("2099-01-01T00:00:00Z");
    for (boolean synchronised : List.of(false, true)) {
      assertThat(floor.liftedBy(new RawTime(wild, synchronised, 1_000)).floor()).isEqualTo(LATER);
      assertThat(floor.liftedBy(new RawTime(LATER.plus(LIFE), synchronised, 1_000)).floor())
          .isEqualTo(LATER);
      Instant longUnplugged = LATER.plus(REACH);
      assertThat(floor.liftedBy(new RawTime(longUnplugged, synchronised, 1_000)).floor())
          .isEqualTo(longUnplugged);
    }
  }

  @Test
  void manySmallStepsDoNotAddUpToAWildOneNorDoRestarts() {
    TimeFloor after = floor;
    Instant claimed = LATER;
    for (int day = 0; day < 3_000; day++) {
      claimed = claimed.plus(Duration.ofDays(1));
      after = after.liftedBy(holdover(claimed));
      after = TimeFloor.starting(BUILT, after.kept(), 1_000);
    }
    assertThat(after.floor()).isEqualTo(LATER.plus(REACH));
  }

  @Test
  void whatIsSignedLiftsAFloorThatTheClockStandsBelow() {
    Instant signed = LATER.plus(Duration.ofDays(90));
    for (SignedTime time : List.of(planned(signed), present(signed))) {
      TimeFloor lifted = floor.heard(List.of(time), ROOT, IN_1970);
      assertThat(lifted.floor()).isEqualTo(signed);
      assertThat(lifted.read(IN_1970).wall()).isEqualTo(signed);
    }
  }

  @Test
  void oneWitnessReaches400DaysAndNotOneMoreHoweverOftenItSpeaks() {
    TimeFloor at = floor.heard(List.of(present(LATER.plus(REACH))), ROOT, IN_1970);
    assertThat(at.floor()).isEqualTo(LATER.plus(REACH));
    TimeFloor after = at;
    for (int day = 1; day < 1_000; day++) {
      after =
          after.heard(
              List.of(present(LATER.plus(REACH).plus(Duration.ofDays(day)))), ROOT, IN_1970);
      after = TimeFloor.starting(BUILT, after.kept(), 1_000);
    }
    assertThat(after.floor()).isEqualTo(LATER.plus(REACH));
  }

  @Test
  void aDateBeyondReachIsNotBelievedUntilAnotherAnchorAgrees() {
    Instant shelf = LATER.plus(Duration.ofDays(900));
    TimeFloor one = floor.heard(List.of(present(shelf)), ROOT, IN_1970);
    assertThat(one.floor()).isEqualTo(LATER);
    TimeFloor two = one.heard(List.of(planned(shelf.minusSeconds(60))), OTHER_ROOT, IN_1970);
    assertThat(two.floor()).as("the later of two that agree").isEqualTo(shelf);
  }

  @Test
  void theMachinesClockAndAnAnchorAreTwoWitnesses() {
    Instant shelf = LATER.plus(Duration.ofDays(900));
    TimeFloor byClock = floor.liftedBy(holdover(shelf));
    assertThat(byClock.floor()).isEqualTo(LATER);
    assertThat(byClock.heard(List.of(planned(shelf)), ROOT, holdover(shelf)).floor())
        .isEqualTo(shelf);
  }

  @Test
  void twoThatLieInCommonReachTenYears() {
    Instant end = LATER.plus(LIFE);
    TimeFloor within =
        floor
            .heard(List.of(present(end)), ROOT, IN_1970)
            .heard(List.of(present(end)), OTHER_ROOT, IN_1970);
    assertThat(within.floor()).isEqualTo(end);
    TimeFloor beyond =
        floor
            .heard(List.of(present(end.plusSeconds(1))), ROOT, IN_1970)
            .heard(List.of(present(end.plusSeconds(1))), OTHER_ROOT, IN_1970);
    assertThat(beyond.floor()).isEqualTo(LATER);
  }

  @Test
  void aSynchronisedClockIsNotCorrectedByWhatIsSigned() {
    RawTime good = new RawTime(LATER.plusSeconds(60), true, 1_000);
    Instant tomorrow = LATER.plus(Duration.ofDays(100));
    TimeFloor after =
        floor.heard(List.of(planned(tomorrow), present(tomorrow)), ROOT, good).liftedBy(good);
    assertThat(after.read(good))
        .isEqualTo(new ClockReading(good.system(), ClockQuality.SYNCHRONISED, 1_000));
    assertThat(after.heard(List.of(present(tomorrow)), OTHER_ROOT, good).floor())
        .isEqualTo(good.system());
  }

  @Test
  void aClockOnItsOwnIsCorrectedOnlyByMomentsOfSigningThatAreFarAhead() {
    RawTime own = holdover(LATER.plusSeconds(60));
    Instant early = LATER.plus(Duration.ofDays(30));
    assertThat(floor.heard(List.of(planned(early)), ROOT, own).read(own).quality())
        .as("a certificate that was installed too early")
        .isEqualTo(ClockQuality.HOLDOVER);
    Instant nearly = own.system().plus(LAG);
    assertThat(floor.heard(List.of(present(nearly)), ROOT, own).read(own).quality())
        .as("a clock that is a little slow")
        .isEqualTo(ClockQuality.HOLDOVER);
    assertThat(floor.heard(List.of(present(nearly.plusMillis(1))), ROOT, own).read(own).wall())
        .isEqualTo(nearly.plusMillis(1));
  }

  @Test
  void theJudgingTimeIsTheLatestThatWouldBeBelieved() {
    Instant near = LATER.plus(Duration.ofDays(10));
    Instant far = LATER.plus(REACH).plusSeconds(1);
    assertThat(floor.judgingTime(List.of(planned(near), present(far)), ROOT, IN_1970))
        .isEqualTo(new ClockReading(near, ClockQuality.FLOOR, 1_000));
    RawTime own = holdover(LATER.plusSeconds(60));
    assertThat(floor.judgingTime(List.of(planned(near)), ROOT, own).wall()).isEqualTo(own.system());
    assertThat(floor.judgingTime(List.of(present(near)), ROOT, own).wall()).isEqualTo(near);
    RawTime good = new RawTime(own.system(), true, 1_000);
    assertThat(floor.judgingTime(List.of(present(near)), ROOT, good).quality())
        .isEqualTo(ClockQuality.SYNCHRONISED);
  }

  @Test
  void aTechnicianLowersTheFloorToTheBuildDateAndNoFurther() {
    TimeFloor lifted = floor.heard(List.of(present(LATER.plus(REACH))), ROOT, IN_1970);
    TimeFloor reset = lifted.reset(LATER, IN_1970);
    assertThat(reset.floor()).isEqualTo(LATER);
    assertThat(reset.liftedBy(IN_1970).floor()).as("the lie is forgotten").isEqualTo(LATER);
    assertThat(lifted.reset(Instant.EPOCH, IN_1970).floor()).isEqualTo(BUILT);
  }

  @Test
  void theFloorDoesNotOvertakeAClockThatIsALittleSlow() {
    long day = Duration.ofDays(1).toMillis();
    RawTime slow = new RawTime(LATER.plusMillis(day - day / 10_000), true, 1_000 + day);
    assertThat(floor.liftedBy(slow).read(slow).quality()).isEqualTo(ClockQuality.SYNCHRONISED);
  }

  @Test
  void atMostSixteenAnchorsAreHeardAndTheMachineAlways() {
    TimeFloor after = floor.liftedBy(holdover(LATER.plusSeconds(1)));
    for (int i = 0; i < 100; i++) {
      after = after.heard(List.of(present(LATER.plusSeconds(i))), new Witness("w" + i), IN_1970);
    }
    assertThat(after.claims().latest())
        .hasSize(Claims.MAX_WITNESSES)
        .containsKey(Witness.MACHINE)
        .containsKey(new Witness("w99"));
  }
}
