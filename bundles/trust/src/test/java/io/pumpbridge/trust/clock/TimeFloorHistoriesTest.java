// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random lives of a gateway: off and on, clocks of all kinds, and some who lie. */
final class TimeFloorHistoriesTest {
  private static final int LIVES = 100_000;
  private static final int STEPS = 25;
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

  /** What the monotonic clock and whole milliseconds may be off. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** One life. The machine is witness 0, the anchors are 1 to 3. */
  private static final class Life {
    private final Random random;
    private final List<Integer> liars;
    private Instant truth = BUILT;
    private long ms = 1_000;
    private TimeFloor floor =
        TimeFloor.starting(BUILT, new TimeFloor.Kept(BUILT, BUILT, Claims.NONE), ms);
    private TimeFloor onDisk = floor;
    private boolean resetNow;

    Life(long seed, int liarCount) {
      random = new Random(seed);
      liars = random.ints(0, 4).distinct().limit(liarCount).boxed().toList();
    }

    private Duration some(long maxHours) {
      return Duration.ofMinutes(1 + (long) (random.nextDouble() * maxHours * 60));
    }

    private Instant lie() {
      return truth.plus(some(1L << random.nextInt(19))).minus(some(1L << random.nextInt(15)));
    }

    private Instant honest() {
      return random.nextBoolean() ? truth : truth.minus(some(1L << random.nextInt(14)));
    }

    private RawTime machine() {
      Instant says =
          random.nextInt(3) == 0
              ? Instant.EPOCH.plusMillis(ms)
              : liars.contains(0) ? lie() : honest();
      boolean vouched = says.equals(truth) || (liars.contains(0) && random.nextBoolean());
      return new RawTime(says, vouched, ms);
    }

    void step() {
      resetNow = false;
      switch (random.nextInt(8)) {
        case 0, 1 -> { // it runs
          Duration passed = some(24 * 30);
          truth = truth.plus(passed);
          ms += passed.toMillis();
        }
        case 2 -> { // it is off; the last writes may be lost
          truth = truth.plus(some(24 * 500));
          ms = random.nextInt(5_000);
          floor = TimeFloor.starting(BUILT, onDisk.kept(), ms);
        }
        case 3 -> floor = floor.liftedBy(machine());
        case 4, 5, 6 -> hear();
        default -> onDisk = floor;
      }
      if (random.nextInt(60) == 0) {
        floor = floor.reset(honest(), machine());
        onDisk = floor;
        resetNow = true;
      }
    }

    private void hear() {
      int anchor = 1 + random.nextInt(3);
      List<SignedTime> said = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Instant at = liars.contains(anchor) ? lie() : honest();
        said.add(random.nextBoolean() ? SignedTime.planned(at) : SignedTime.present(at));
      }
      Witness witness = new Witness("anchor" + anchor);
      RawTime raw = machine();
      ClockReading judged = floor.judgingTime(said, witness, raw);
      if (liars.size() < 2 && judged.quality() == ClockQuality.FLOOR) {
        assertNotBeyond(judged.wall(), TimeFloor.REACH);
      }
      floor = floor.heard(said, witness, raw);
    }

    void assertNotBeyond(Instant time, Duration bound) {
      assertThat(time).isBeforeOrEqualTo(truth.plus(bound).plus(ROUNDING));
    }
  }

  private static void live(int liarCount, Duration bound, long seedOf) {
    IntStream.range(0, LIVES / 4)
        .forEach(
            life -> {
              long seed = seedOf + life;
              Life one = new Life(seed, liarCount);
              Instant before = BUILT;
              for (int step = 0; step < STEPS; step++) {
                TimeFloor disk = one.onDisk;
                one.step();
                Instant now = one.floor.floor();
                boolean restarted = one.floor.kept().equals(disk.kept());
                if (!one.resetNow && !restarted && now.isBefore(before)) {
                  throw new AssertionError("the floor fell, seed " + seed + " step " + step);
                }
                if (now.isBefore(BUILT) || now.isAfter(one.truth.plus(bound).plus(ROUNDING))) {
                  throw new AssertionError(
                      now + " at " + one.truth + ", seed " + seed + " step " + step);
                }
                before = now;
              }
            });
  }

  @Test
  void amongTheHonestTheFloorIsNeverBeyondTheTruth() {
    live(0, Duration.ZERO, 1_000_000);
  }

  @Test
  void oneLiarMovesItBeyondTheTruthByHisReachAtMost() {
    live(1, TimeFloor.REACH, 2_000_000);
    live(1, TimeFloor.REACH, 3_000_000);
  }

  @Test
  void howeverManyLieItStaysWithinTheLifeOfAGateway() {
    live(3, TimeFloor.LIFE.plus(TimeFloor.REACH), 4_000_000);
  }
}
