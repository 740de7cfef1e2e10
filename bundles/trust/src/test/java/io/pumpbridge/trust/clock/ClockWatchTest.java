// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.trust.clock.ClockChange.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ClockWatchTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");

  private final ClockWatch watch = new ClockWatch(START.minusSeconds(60));
  private long ms = 5_000;

  private Optional<ClockChange> look(Instant machine, ClockQuality quality) {
    return look(machine, machine, quality, false);
  }

  private Optional<ClockChange> look(
      Instant machine, Instant shown, ClockQuality quality, boolean signed) {
    RawTime raw = new RawTime(machine, quality == ClockQuality.SYNCHRONISED, ms);
    return watch.on(raw, new ClockReading(shown, quality, ms), signed);
  }

  private Instant after(Duration passed) {
    ms += passed.toMillis();
    return START.plusMillis(ms - 5_000);
  }

  @Test
  void aClockThatGoesIsNoEvent() {
    assertThat(look(START, ClockQuality.HOLDOVER)).isEmpty();
    for (int i = 0; i < 100; i++) {
      assertThat(look(after(Duration.ofMinutes(7)), ClockQuality.HOLDOVER)).isEmpty();
    }
  }

  @Test
  void aStepForwardTellsBothTimesAndItsSizeWithoutWhatHasPassed() {
    look(START, ClockQuality.SYNCHRONISED);
    Instant expected = after(Duration.ofMinutes(3));
    ClockChange change = look(expected.plusSeconds(90), ClockQuality.SYNCHRONISED).orElseThrow();
    assertThat(change)
        .isEqualTo(
            new ClockChange(
                Reason.STEP, expected, expected.plusSeconds(90), ClockQuality.SYNCHRONISED, 1));
    assertThat(change.toEvent().toFields().toString())
        .isEqualTo(
            "{\"after\":\"2026-06-01T12:04:30Z\",\"before\":\"2026-06-01T12:03:00Z\","
                + "\"name\":\"CLOCK_CHANGED\",\"quality\":\"synchronised\",\"reason\":\"step\","
                + "\"size_ms\":90000}");
    assertThat(look(after(Duration.ofMinutes(1)).plusSeconds(90), ClockQuality.SYNCHRONISED))
        .as("told once")
        .isEmpty();
  }

  @Test
  void aClockThatGoesBackIsAnEvent() {
    look(START, ClockQuality.HOLDOVER);
    Instant expected = after(Duration.ofMinutes(3));
    assertThat(look(expected.minusSeconds(5), ClockQuality.HOLDOVER).orElseThrow().reason())
        .isEqualTo(Reason.BACKWARDS);
  }

  @Test
  void aClockThatFallsBehindTheFloorIsAnEventThoughTheFloorHidesIt() {
    look(START, ClockQuality.SYNCHRONISED);
    Instant expected = after(Duration.ofMinutes(3));
    Instant fell = expected.minus(Duration.ofDays(2));
    ClockChange change = look(fell, expected, ClockQuality.FLOOR, false).orElseThrow();
    assertThat(change)
        .isEqualTo(new ClockChange(Reason.BACKWARDS, expected, fell, ClockQuality.FLOOR, 1));
    assertThat(
            look(Instant.EPOCH, after(Duration.ofSeconds(1)), ClockQuality.FLOOR, false)
                .orElseThrow()
                .reason())
        .isEqualTo(Reason.JUMP);
  }

  @Test
  void aStartBehindTheFloorOrFarBeyondItIsAnEvent() {
    assertThat(look(Instant.EPOCH, START, ClockQuality.FLOOR, false).orElseThrow())
        .isEqualTo(
            new ClockChange(
                Reason.BACKWARDS, START.minusSeconds(60), Instant.EPOCH, ClockQuality.FLOOR, 1));
    ClockWatch wild = new ClockWatch(START.minus(TimeFloor.REACH).minusSeconds(1));
    RawTime raw = new RawTime(START, false, 0);
    assertThat(wild.on(raw, new ClockReading(START, ClockQuality.HOLDOVER, 0), false))
        .map(ClockChange::reason)
        .contains(Reason.JUMP);
    ClockWatch vouched = new ClockWatch(START.minus(TimeFloor.REACH).minusSeconds(1));
    assertThat(vouched.on(raw, new ClockReading(START, ClockQuality.SYNCHRONISED, 0), false))
        .isEmpty();
  }

  @Test
  void gainingAndLosingATimeServiceAreEvents() {
    look(START, ClockQuality.HOLDOVER);
    assertThat(look(after(Duration.ofMinutes(1)), ClockQuality.SYNCHRONISED).orElseThrow().reason())
        .isEqualTo(Reason.SYNCHRONISED);
    assertThat(look(after(Duration.ofMinutes(1)), ClockQuality.HOLDOVER).orElseThrow().reason())
        .isEqualTo(Reason.LOST);
  }

  @Test
  void whatIsSignedIsToldAsSuch() {
    look(Instant.EPOCH, START, ClockQuality.FLOOR, false);
    after(Duration.ofSeconds(1));
    Instant signed = START.plus(Duration.ofDays(30));
    assertThat(
            look(Instant.EPOCH.plusSeconds(1), signed, ClockQuality.FLOOR, true)
                .orElseThrow()
                .reason())
        .isEqualTo(Reason.SIGNED);
  }

  @Test
  void driftAndSlewingAreNoEventHoweverTheLooksFall() {
    Random random = new Random(7);
    look(START, ClockQuality.SYNCHRONISED);
    double slewed = 0;
    for (int i = 0; i < 20_000; i++) {
      long passed = 1L + random.nextInt(60_000);
      slewed += passed * 0.0005;
      Instant shown = after(Duration.ofMillis(passed)).plusMillis((long) slewed);
      assertThat(look(shown, ClockQuality.SYNCHRONISED)).as("look " + i).isEmpty();
    }
  }

  @Test
  void manySmallStepsAreNotOverlooked() {
    look(START, ClockQuality.SYNCHRONISED);
    List<ClockChange> told = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      Instant shown = after(Duration.ofSeconds(1)).plusMillis(1_500L * i);
      look(shown, ClockQuality.SYNCHRONISED).ifPresent(told::add);
    }
    assertThat(told).isNotEmpty();
  }

  @Test
  void aLookThatAnotherThreadOvertookSaysNothing() {
    look(START, ClockQuality.HOLDOVER);
    look(after(Duration.ofSeconds(10)), ClockQuality.HOLDOVER);
    ms -= 9_000;
    assertThat(look(START, ClockQuality.HOLDOVER)).isEmpty();
  }

  @Test
  void aClockThatFlapsEverySecondMakesThirtyRecordsADayWithAllChangesCounted() {
    look(START, ClockQuality.SYNCHRONISED);
    List<ClockChange> told = new ArrayList<>();
    int seconds = 24 * 3_600;
    for (int i = 1; i <= seconds; i++) {
      Instant shown = after(Duration.ofSeconds(1)).plusSeconds(i % 2 == 0 ? 0 : 100);
      look(shown, ClockQuality.SYNCHRONISED).ifPresent(told::add);
    }
    assertThat(told).hasSizeBetween(24, 30);
    assertThat(told.stream().mapToLong(ClockChange::count).sum())
        .isBetween(seconds - 3_600L, (long) seconds);
    ClockChange summed = told.get(told.size() - 1);
    assertThat(summed.reason()).isEqualTo(Reason.BACKWARDS);
    assertThat(summed.toEvent().details().toString()).contains("\"count\":36");
  }
}
