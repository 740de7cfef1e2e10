// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlooredClockTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;
  private StateFolder state;
  private RawTime machine = new RawTime(BUILT.plus(Duration.ofDays(100)), true, 0);

  @BeforeEach
  void open() throws IOException {
    state = StateFolder.open(folder.resolve("trust"));
  }

  private FlooredClock start() throws IOException {
    return new FlooredClock(() -> machine, state, BUILT);
  }

  @Test
  void aRestartIn1970GoesOnWhereTheLastRunEnded() throws IOException {
    start().persist();
    Instant persisted = machine.system();
    machine = new RawTime(Instant.EPOCH, false, 0);
    assertThat(start().read().wall()).isEqualTo(persisted);
    assertThat(start().read().quality()).isEqualTo(ClockQuality.FLOOR);
  }

  @Test
  void aDamagedFloorFallsBackToTheBuildDate() throws IOException {
    state.replace("clock.floor", new byte[] {1, 2, 3});
    machine = new RawTime(Instant.EPOCH, false, 0);
    assertThat(start().read().wall()).isEqualTo(BUILT);
  }

  @Test
  void theFloorOfAnEarlierVersionCounts() throws IOException {
    state.replace("clock.floor", "2026-07-01T00:00:00Z".getBytes(StandardCharsets.US_ASCII));
    machine = new RawTime(Instant.EPOCH, false, 0);
    assertThat(start().read().wall()).isEqualTo("2026-07-01T00:00:00Z");
  }

  @Test
  void aDiskThatFailsDoesNotStopTheClock() throws IOException {
    FlooredClock clock =
        new FlooredClock(
            () -> machine, new StateFolder(folder.resolve("nowhere"), new LocalDisk()), BUILT);
    clock.persist();
    assertThat(clock.read().wall()).isEqualTo(machine.system());
  }

  /** As when the end of the agent interrupts a write. */
  @Test
  void aFloorThatCouldNotBeWrittenIsWrittenTheNextTime() throws IOException {
    Path later = folder.resolve("later");
    FlooredClock clock =
        new FlooredClock(() -> machine, new StateFolder(later, new LocalDisk()), BUILT);
    clock.persist();
    Files.createDirectory(later);
    clock.persist();
    assertThat(later.resolve("clock.floor")).content().startsWith("floor " + machine.system());
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() throws IOException {
    FlooredClock clock = start();
    clock.persist();
    Files.delete(state.path("clock.floor"));
    clock.persist();
    assertThat(state.path("clock.floor")).doesNotExist();
  }
}
