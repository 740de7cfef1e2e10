// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RenewalsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Life YEAR = life(Duration.ofDays(360));

  private static Life life(Duration length) {
    return new Life(BigInteger.valueOf(0xabcd), NOW, NOW.plus(length));
  }

  private static Renewals begin(Duration grace) {
    return Renewals.begin("gw-1", grace, Optional.empty());
  }

  private static ClockReading at(Instant wall) {
    return new ClockReading(wall, ClockQuality.SYNCHRONISED, 0);
  }

  private static ClockReading at(Instant wall, Duration monotonic) {
    return new ClockReading(wall, ClockQuality.SYNCHRONISED, monotonic.toMillis());
  }

  @Test
  void nothingIsDueBeforeTwoThirdsAndAFleetSpreadsOverATwelfth() {
    List<Instant> due = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      due.add(Renewals.begin("gw-" + i, Duration.ZERO, Optional.empty()).due(YEAR));
    }
    assertThat(due).allMatch(d -> !d.isBefore(NOW.plus(DAY.multipliedBy(240))));
    assertThat(due).allMatch(d -> d.isBefore(NOW.plus(DAY.multipliedBy(270))));
    // Were they even, each of the thirty days had 33; none is a crowd, none is empty.
    for (int day = 240; day < 270; day++) {
      Instant from = NOW.plus(DAY.multipliedBy(day));
      assertThat(due.stream().filter(d -> !d.isBefore(from) && d.isBefore(from.plus(DAY))).count())
          .isBetween(10L, 70L);
    }
  }

  @Test
  void theSameGatewayComesAtTheSameMomentAfterEveryRestart() {
    assertThat(begin(Duration.ZERO).due(YEAR)).isEqualTo(begin(Duration.ZERO).due(YEAR));
  }

  @Test
  void itIsRenewedWhenDueAndNotBefore() {
    Renewals renewals = begin(Duration.ZERO);
    Instant due = renewals.due(YEAR);
    assertThat(renewals.look(YEAR, at(due.minusSeconds(90))).renew()).isFalse();
    assertThat(renewals.look(YEAR, at(due.minusSeconds(90))).pause())
        .isEqualTo(Duration.ofSeconds(90));
    assertThat(renewals.look(YEAR, at(NOW)).pause()).isEqualTo(Renewals.LOOK);
    assertThat(renewals.look(YEAR, at(due)).renew()).isTrue();
  }

  @Test
  void afterItsEndOnlyWithinTheGrace() {
    Instant end = YEAR.ends();
    assertThat(begin(Duration.ZERO).look(YEAR, at(end)).renew()).isTrue();
    assertThat(begin(Duration.ZERO).look(YEAR, at(end.plusMillis(1))).renew()).isFalse();
    assertThat(begin(DAY).look(YEAR, at(end.plus(DAY))).renew()).isTrue();
    assertThat(begin(DAY).look(YEAR, at(end.plus(DAY).plusMillis(1))).renew()).isFalse();
  }

  @Test
  void aClockAtItsFloorSaysNothingAndStartsNothing() {
    ClockReading floor = new ClockReading(YEAR.ends(), ClockQuality.FLOOR, 0);
    Renewals.Step step = begin(Duration.ZERO).look(YEAR, floor);
    assertThat(step.renew()).isFalse();
    assertThat(step.tell()).isEmpty();
  }

  @Test
  void pausesDoubleAreJitteredAndHaveACeiling() {
    Renewals renewals = begin(Duration.ZERO);
    Duration before = Duration.ZERO;
    for (int i = 0; i < 40; i++) {
      renewals = renewals.failed(YEAR, at(NOW), Optional.empty());
      Duration pause = Duration.ofMillis(renewals.quietUntilMs());
      Duration most = Duration.ofMinutes(5).multipliedBy(1L << Math.min(i, 20));
      Duration ceiling = Duration.ofHours(6);
      Duration top = most.compareTo(ceiling) < 0 ? most : ceiling;
      assertThat(pause).isBetween(top.dividedBy(2), top);
      assertThat(pause).isNotEqualTo(before);
      before = pause;
    }
  }

  /** Whatever the wall clock does, the attempts of a day stay few. */
  @Test
  void aClockThatJumpsAboutMakesNoStorm() {
    Renewals renewals = begin(Duration.ZERO);
    int attempts = 0;
    for (int minute = 0; minute < 24 * 60; minute++) {
      Instant wild = minute % 2 == 0 ? YEAR.ends() : NOW.minus(DAY.multipliedBy(900));
      ClockReading now = at(wild, Duration.ofMinutes(minute));
      Renewals.Step step = renewals.look(YEAR, now);
      renewals = step.next();
      if (step.renew()) {
        attempts++;
        renewals = renewals.failed(YEAR, now, Optional.empty());
      }
    }
    assertThat(attempts).isBetween(3, 15);
  }

  @Test
  void aServerThatIssuesWhatIsDueAtOnceIsNotAskedInACircle() {
    ClockReading now = at(YEAR.ends().minus(DAY), Duration.ofHours(5));
    Renewals rested = begin(Duration.ZERO).succeeded(now);
    assertThat(rested.look(YEAR, now).renew()).isFalse();
    assertThat(rested.look(YEAR, at(now.wall(), Duration.ofHours(6))).renew()).isTrue();
  }

  @Test
  void theServersPauseCountsIfItIsLonger() {
    Instant due = begin(Duration.ZERO).due(YEAR);
    Renewals failed = begin(Duration.ZERO).failed(YEAR, at(due), Optional.of(Duration.ofHours(9)));
    assertThat(failed.quietUntilMs()).isEqualTo(Duration.ofHours(9).toMillis());
    Renewals pending = begin(Duration.ZERO).pending(at(due), Duration.ofHours(2));
    assertThat(pending.failures()).isZero();
    assertThat(pending.look(YEAR, at(due, Duration.ofMinutes(119))).renew()).isFalse();
    assertThat(pending.look(YEAR, at(due, Duration.ofHours(2))).renew()).isTrue();
  }

  @Test
  void aCertificateForADayIsAskedForMoreOften() {
    Renewals renewals = begin(Duration.ZERO);
    Life day = life(DAY);
    for (int i = 0; i < 20; i++) {
      renewals = renewals.failed(day, at(NOW), Optional.empty());
    }
    assertThat(Duration.ofMillis(renewals.quietUntilMs()))
        .isLessThanOrEqualTo(Duration.ofMinutes(72));
  }

  @Test
  void theEndIsCountedDownOnceADayOfTheList() {
    Renewals renewals = begin(Duration.ZERO);
    List<Integer> told = new ArrayList<>();
    for (long hour = 300 * 24; hour < 362 * 24; hour++) {
      Renewals.Step step = renewals.look(YEAR, at(NOW.plus(Duration.ofHours(hour))));
      renewals = step.next();
      step.tell().map(Renewals.Told::daysLeft).ifPresent(told::add);
    }
    assertThat(told).containsExactly(30, 14, 7, 3, 2, 1, 0);
  }

  @Test
  void ofAShortLifeOnlyTheLastQuarterIsCountedDown() {
    Life week = life(DAY.multipliedBy(8));
    assertThat(begin(Duration.ZERO).look(week, at(NOW.plus(DAY.multipliedBy(5)))).tell()).isEmpty();
    assertThat(begin(Duration.ZERO).look(week, at(NOW.plus(DAY.multipliedBy(6)))).tell())
        .contains(new Renewals.Told(week.serial(), 2));
  }

  @Test
  void aClockThatWentBackDoesNotCountDownAgainButTheNextCertificateDoes() {
    Instant aWeekLeft = YEAR.ends().minus(DAY.multipliedBy(6));
    Renewals told = begin(Duration.ZERO).look(YEAR, at(aWeekLeft)).next();
    Instant earlier = YEAR.ends().minus(DAY.multipliedBy(29));
    assertThat(told.look(YEAR, at(earlier)).tell()).isEmpty();
    assertThat(told.look(YEAR, at(aWeekLeft.plus(DAY.multipliedBy(4)))).tell())
        .contains(new Renewals.Told(YEAR.serial(), 2));
    Life next = new Life(BigInteger.TEN, NOW, YEAR.ends());
    assertThat(told.look(next, at(earlier)).tell()).contains(new Renewals.Told(BigInteger.TEN, 30));
  }

  @Test
  void theNextAttemptIsWhenItIsDueButNotBeforeThePauseIsOver() {
    Renewals renewals = begin(Duration.ZERO);
    Instant due = renewals.due(YEAR);
    assertThat(renewals.next(YEAR, at(NOW))).contains(due);
    Renewals failed = renewals.failed(YEAR, at(due), Optional.of(Duration.ofHours(9)));
    assertThat(failed.next(YEAR, at(due))).contains(due.plus(Duration.ofHours(9)));
    assertThat(renewals.next(YEAR, at(YEAR.ends().plusSeconds(1)))).isEmpty();
    assertThat(renewals.next(YEAR, new ClockReading(NOW, ClockQuality.FLOOR, 0))).isEmpty();
  }
}
