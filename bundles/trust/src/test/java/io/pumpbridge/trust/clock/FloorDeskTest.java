// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.Disk;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.timeservice.Statement;
import io.pumpbridge.trust.timeservice.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorDeskTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant HIGH = BUILT.plus(Duration.ofDays(300));
  private static final String TO = "2026-03-01T00:00:00Z";

  @TempDir Path folder;
  private RawTime machine = new RawTime(Instant.EPOCH, false, 0);
  private final List<Event> told = new ArrayList<>();

  @BeforeEach
  void aFloorThatIsTooHigh() throws IOException {
    Files.writeString(folder.resolve(FloorFile.NAME), HIGH.toString());
  }

  private FlooredClock clock(Disk disk) throws IOException {
    return new FlooredClock(() -> machine, new StateFolder(folder, disk), BUILT);
  }

  private FlooredClock clock() throws IOException {
    return clock(new LocalDisk());
  }

  private CompletableFuture<Void> durable(Event event) {
    told.add(event);
    return CompletableFuture.completedFuture(null);
  }

  private void startTheAgent() throws IOException {
    new FloorDesk(clock(), this::durable).tellWaiting();
  }

  @Test
  void whoVouchesForTheClockIsShownAndWhatTheOthersSaid() throws IOException {
    machine =
        new RawTime(
            HIGH.plusSeconds(1),
            List.of(
                new Statement(TimeSource.TIMESYNCD, Statement.Answer.SILENT, Optional.empty()),
                new Statement(
                    TimeSource.CHRONY,
                    Statement.Answer.SYNCHRONISED,
                    Optional.of(Duration.ofNanos(2_000_001)))),
            0);
    assertThat(new FloorDesk(clock(), this::durable).show())
        .containsEntry("quality", "synchronised")
        .containsEntry("time_service", "chrony")
        .containsEntry("max_error_ms", 3L)
        .containsEntry("time_services", Map.of("timesyncd", "silent", "chrony", "synchronised"));
  }

  @Test
  void whatIsShownSaysEverythingAboutTheClock() throws IOException {
    assertThat(new FloorDesk(clock(), this::durable).show())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "time",
                HIGH.toString(),
                "quality",
                "floor",
                "machine",
                "1970-01-01T00:00:00Z",
                "floor",
                HIGH.toString(),
                "built",
                BUILT.toString(),
                "time_service",
                "none",
                "time_services",
                Map.of(),
                "waiting_resets",
                0));
  }

  @Test
  void aResetWithARunningAgentIsInTheAuditTrailAtOnce() throws Exception {
    FloorDesk desk = new FloorDesk(clock(), this::durable);
    assertThat(desk.reset(TO, "wrong battery"))
        .containsEntry("before", HIGH.toString())
        .containsEntry("floor", TO)
        .containsEntry("time", TO);
    assertThat(told).hasSize(1);
    assertThat(told.get(0).details().toString())
        .contains("\"reason\":\"reset\"", "\"why\":\"wrong battery\"", "\"after\":\"2026-03-01")
        .contains("\"before\":\"2026-10-28", "\"size_ms\":-20822400000");
    assertThat(clock().waiting()).isEmpty();
    assertThat(clock().read().wall()).isEqualTo(TO);
  }

  @Test
  void aResetWithoutAnAgentWaitsUntilOneHasItDurable() throws Exception {
    new FloorDesk(clock(), new EarlyTrail()).reset(TO, "wrong battery, \"18 V\"");
    assertThat(clock().waiting()).hasSize(1);

    FloorDesk crashes = new FloorDesk(clock(), event -> new CompletableFuture<>());
    crashes.tellWaiting();
    assertThat(clock().waiting()).as("on its way is not there").hasSize(1);
    startTheAgent();
    startTheAgent();
    assertThat(told).hasSize(1);
    assertThat(told.get(0).details().toString()).contains("wrong battery, \\\"18 V\\\"");
  }

  @Test
  void toTheBuildMeansTheBuildDate() throws Exception {
    FloorDesk desk = new FloorDesk(clock(), this::durable);
    assertThat(desk.reset("", "why")).containsEntry("floor", BUILT.toString());
    assertThat(desk.reset("1999-01-01T00:00:00Z", "why")).containsEntry("floor", BUILT.toString());
  }

  @Test
  void whatCannotBeReadOrIsTooLateChangesNothing() throws Exception {
    FloorDesk desk = new FloorDesk(clock(), this::durable);
    Refused.with(Refusal.CLOCK_RESET_INVALID, () -> desk.reset("tomorrow", "why"));
    Refused.with(Refusal.CLOCK_RESET_INVALID, () -> desk.reset(TO, " "));
    Refused.with(Refusal.CLOCK_RESET_INVALID, () -> desk.reset(TO, "a\nb"));
    Refused.with(Refusal.CLOCK_RESET_INVALID, () -> desk.reset(TO, "x".repeat(201)));
    Refused.with(Refusal.CLOCK_RESET_TOO_LATE, () -> desk.reset("2036-01-02T00:00:01Z", "why"));
    assertThat(desk.show()).containsEntry("floor", HIGH.toString());
    assertThat(told).isEmpty();
  }

  @Test
  void moreThanSixteenThatNobodyWasToldOfAreRefused() throws Exception {
    FloorDesk desk = new FloorDesk(clock(), new EarlyTrail());
    for (int i = 0; i < FloorFile.MAX_RESETS; i++) {
      desk.reset(TO, "try " + i);
    }
    Refused.with(Refusal.CLOCK_RESETS_WAITING, () -> desk.reset(TO, "once more"));
  }

  /** At each step of a write: either nothing happened, or the floor fell and the record waits. */
  @Test
  void aPowerCutLeavesNoResetWithoutItsRecord() throws Exception {
    boolean survived = false;
    for (int steps = 0; !survived; steps++) {
      aFloorThatIsTooHigh();
      FaultyDisk disk = new FaultyDisk(steps);
      FlooredClock clock = clock(disk);
      try {
        new FloorDesk(clock, new EarlyTrail()).reset(TO, "why");
      } catch (TrustException refused) {
        assertThat(refused.code()).isEqualTo("clock-floor-unwritable");
        assertThat(clock.read().wall()).as("step " + steps).isEqualTo(HIGH);
      }
      survived = disk.survived();
      FlooredClock next = clock();
      boolean reset = next.read().wall().equals(Instant.parse(TO));
      assertThat(reset || next.read().wall().equals(HIGH)).as("step " + steps).isTrue();
      assertThat(next.waiting()).as("step " + steps).hasSize(reset ? 1 : 0);
    }
  }

  @Test
  void aResetThatWasRefusedByTheDiskIsUndoneByTheNextWrite() throws Exception {
    int untilTheFolderIsForced = 2;
    FaultyDisk disk = new FaultyDisk(untilTheFolderIsForced);
    FlooredClock clock = clock(disk);
    Refused.with(
        Refusal.CLOCK_FLOOR_UNWRITABLE,
        () -> new FloorDesk(clock, new EarlyTrail()).reset(TO, "why"));
    assertThat(clock().read().wall()).as("it lies there already").isEqualTo(TO);
    disk.restore();
    clock.persist();
    assertThat(clock().read().wall()).isEqualTo(HIGH);
    assertThat(clock().waiting()).isEmpty();
  }

  /** The floor's file over a whole life, with the power failing at each step of it. */
  @Test
  void theKeptFloorNeverFallsWhereverThePowerFails() throws Exception {
    Instant[] says = {HIGH, HIGH.plusSeconds(600), BUILT, HIGH.plus(Duration.ofDays(20))};
    boolean survived = false;
    for (int steps = 0; !survived; steps++) {
      aFloorThatIsTooHigh();
      FaultyDisk disk = new FaultyDisk(steps);
      RawTime[] now = {machine};
      FlooredClock clock = new FlooredClock(() -> now[0], new StateFolder(folder, disk), BUILT);
      Instant before = HIGH;
      for (int i = 0; i < says.length; i++) {
        now[0] = new RawTime(says[i], i % 2 == 0, i * 1_000L);
        clock.persist();
        Instant kept = clock().read().wall();
        assertThat(kept).as("step " + steps).isAfterOrEqualTo(before);
        before = kept;
      }
      survived = disk.survived();
    }
  }
}
