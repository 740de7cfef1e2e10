// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a word counts, and whose. */
final class WatchedTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static Watched said(Statement... some) {
    Watched watched = Watched.NOTHING;
    for (Statement one : some) {
      watched = watched.with(one, NOON, 1_000);
    }
    return watched;
  }

  private static boolean vouchedAfter(Watched watched, Duration passed, Duration step) {
    Instant then = NOON.plus(passed).plus(step);
    return Watched.vouching(watched.at(then, 1_000 + passed.toMillis())).isPresent();
  }

  @Test
  void aWordCountsUntilItWouldHaveBeenSaidTwiceAgain() {
    for (TimeSource source : TimeSource.values()) {
      Watched watched = said(Statement.synchronised(source));
      assertThat(vouchedAfter(watched, source.interval().multipliedBy(2), Duration.ZERO)).isTrue();
      assertThat(vouchedAfter(watched, source.lasts().plusMillis(1), Duration.ZERO)).isFalse();
    }
  }

  @Test
  void aClockThatIsSetIsAnotherClock() {
    Watched watched = said(Statement.synchronised(TimeSource.CHRONY));
    Duration aWhile = Duration.ofSeconds(50);
    assertThat(vouchedAfter(watched, aWhile, Duration.ofMillis(900))).as("slewed").isTrue();
    assertThat(vouchedAfter(watched, aWhile, Duration.ofSeconds(2))).isFalse();
    assertThat(vouchedAfter(watched, aWhile, Duration.ofSeconds(-2))).isFalse();
    assertThat(watched.isDue(TimeSource.CHRONY, NOON.plusSeconds(3), 2_000)).isTrue();
  }

  @Test
  void eachIsAskedAtItsInterval() {
    Watched watched = said(Statement.silent(TimeSource.CHRONY));
    assertThat(watched.isDue(TimeSource.CHRONY, NOON.plusSeconds(59), 60_000)).isFalse();
    assertThat(watched.isDue(TimeSource.CHRONY, NOON.plusSeconds(60), 61_000)).isTrue();
    assertThat(watched.isDue(TimeSource.NTP, NOON, 1_000)).as("never asked").isTrue();
  }

  @Test
  void theKernelSpeaksOnlyWhereNoDaemonDoes() {
    Statement kernel = Statement.synchronised(TimeSource.KERNEL);
    for (Statement daemon :
        List.of(
            Statement.not(TimeSource.CHRONY),
            Statement.not(TimeSource.NTP),
            Statement.within(TimeSource.CHRONY, Duration.ofSeconds(5)))) {
      assertThat(Watched.vouching(List.of(daemon, kernel))).isEmpty();
      assertThat(said(daemon).isDue(TimeSource.KERNEL, NOON, 1_000)).isFalse();
    }
    for (Statement nobody :
        List.of(
            Statement.silent(TimeSource.CHRONY),
            Statement.unreadable(TimeSource.NTP),
            Statement.not(TimeSource.TIMESYNCD))) {
      assertThat(Watched.vouching(List.of(nobody, kernel))).contains(kernel);
      assertThat(said(nobody).isDue(TimeSource.KERNEL, NOON, 1_000)).isTrue();
    }
  }

  @Test
  void ofSeveralTheSurestCounts() {
    Statement unknown = Statement.synchronised(TimeSource.TIMESYNCD);
    Statement sure = Statement.within(TimeSource.CHRONY, Duration.ofMillis(3));
    assertThat(Watched.vouching(List.of(unknown, sure))).contains(sure);
    assertThat(Watched.vouching(List.of())).isEmpty();
  }

  @Test
  void timesyncdsMarkCountsAsLongAsTheKernelWouldBelieveIt(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("synchronized");
    TimesyncdMark mark = new TimesyncdMark(file);
    assertThat(mark.ask(NOON)).isEqualTo(Statement.silent(TimeSource.TIMESYNCD));
    Files.createFile(file);
    Files.setLastModifiedTime(file, FileTime.from(NOON));
    assertThat(mark.ask(NOON).vouches()).isTrue();
    assertThat(mark.ask(NOON.plus(TimesyncdMark.COUNTS)).vouches()).isTrue();
    assertThat(mark.ask(NOON.plus(TimesyncdMark.COUNTS).plusSeconds(1)).vouches()).isFalse();
    assertThat(mark.ask(NOON.minusSeconds(3)).vouches()).as("set back since").isFalse();
  }
}
