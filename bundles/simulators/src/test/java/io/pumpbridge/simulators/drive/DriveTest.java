// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mechanics in time. */
final class DriveTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private final Drive drive = new Drive(DriveSettings.assumed("50"));

  private static BigDecimal ml(String text) {
    return new BigDecimal(text);
  }

  private void run(String rate) {
    drive.rate(ml(rate));
    assertThat(drive.start()).isTrue();
  }

  @Test
  void theVolumeFollowsTheRateExactlyHoweverTimeIsCut() {
    run("3.333333");
    Random random = new Random(1);
    for (long t = 0; t < HOUR; t += 1 + random.nextInt(997)) {
      drive.advance(t);
    }
    drive.advance(HOUR);
    assertThat(drive.infusedMl(6)).isEqualTo(ml("3.333333"));
    assertThat(drive.reservoirMl(6)).isEqualTo(ml("46.666667"));
  }

  @Test
  void nearTheEndItSaysSoAndAtTheEndItStops() {
    drive.vtbi(Optional.of(ml("1")));
    run("6"); // ten minutes
    drive.advance(7 * MINUTE - 1);
    assertThat(drive.conditions()).isEmpty();
    drive.advance(7 * MINUTE);
    assertThat(drive.conditions()).containsExactly(Condition.NEAR_END);
    drive.advance(HOUR);
    assertThat(drive.conditions()).containsExactly(Condition.END_OF_VOLUME);
    assertThat(drive.infusedMl(3)).isEqualTo(ml("1.000"));
    assertThat(drive.start()).isFalse();
    drive.clear();
    assertThat(drive.start()).isFalse(); // nothing left to infuse
    drive.vtbi(Optional.of(ml("2")));
    assertThat(drive.start()).isTrue();
  }

  @Test
  void aVeinIsKeptOpenForItsTime() {
    Drive kvo = new Drive(DriveSettings.assumed("50").withKvo("1", 30 * MINUTE));
    kvo.vtbi(Optional.of(ml("10")));
    kvo.rate(ml("10"));
    kvo.start();
    kvo.advance(HOUR);
    assertThat(kvo.isKeepingOpen()).isTrue();
    assertThat(kvo.rateFlowing()).isEqualByComparingTo("1");
    assertThat(kvo.conditions()).containsExactly(Condition.END_OF_VOLUME);
    kvo.advance(HOUR + 30 * MINUTE);
    assertThat(kvo.isRunning()).isFalse();
    assertThat(kvo.conditions()).containsExactly(Condition.END_OF_VOLUME, Condition.KVO_END);
    assertThat(kvo.infusedMl(3)).isEqualTo(ml("10.500"));
  }

  @Test
  void pressureBuildsUpUntilItGivesUp() {
    run("6"); // 0.1 mL a minute
    drive.block();
    drive.advance(MINUTE / 2);
    assertThat(drive.pressurePercent()).isEqualTo(50);
    assertThat(drive.isRunning()).isTrue();
    drive.advance(MINUTE);
    assertThat(drive.pressurePercent()).isEqualTo(100);
    assertThat(drive.conditions()).containsExactly(Condition.OCCLUSION);
    drive.clear();
    assertThat(drive.start()).isFalse(); // still blocked
    drive.clear();
    drive.unblock();
    assertThat(drive.start()).isTrue();
  }

  @Test
  void theReservoirEnds() {
    run("100");
    drive.advance(HOUR);
    assertThat(drive.conditions()).containsExactly(Condition.EMPTY);
    assertThat(drive.infusedMl(3)).isEqualTo(ml("50.000"));
    drive.clear();
    drive.load(ml("20"));
    assertThat(drive.start()).isTrue();
  }

  @Test
  void theBatteryRunsDownWithoutMains() {
    drive.advance(HOUR);
    assertThat(drive.conditions()).isEmpty();
    run("1");
    drive.mains(false);
    drive.advance(HOUR + 7 * HOUR + 12 * MINUTE - 1);
    assertThat(drive.conditions()).isEmpty();
    drive.advance(HOUR + 7 * HOUR + 12 * MINUTE);
    assertThat(drive.conditions()).containsExactly(Condition.BATTERY_LOW);
    drive.advance(9 * HOUR);
    assertThat(drive.conditions()).containsExactly(Condition.BATTERY_EMPTY);
    assertThat(drive.isRunning()).isFalse();
    drive.clear();
    assertThat(drive.conditions()).containsExactly(Condition.BATTERY_EMPTY);
    drive.mains(true);
    drive.clear();
    assertThat(drive.conditions()).isEmpty();
  }

  @Test
  void aBolusComesOnTop() {
    run("6");
    assertThat(drive.bolus(ml("1"), ml("600"))).isTrue();
    drive.advance(6_000);
    assertThat(drive.infusedMl(3)).isEqualTo(ml("1.000"));
    assertThat(drive.isBolusRunning()).isFalse();
    drive.advance(6_000 + MINUTE);
    assertThat(drive.infusedMl(3)).isEqualTo(ml("1.100"));
  }

  @Test
  void theHighestRateOfAllForALongTimeOverflowsNothing() {
    drive.load(ml("99999"));
    run("599940");
    drive.advance(Long.MAX_VALUE / 2);
    assertThat(drive.infusedMl(3)).isEqualTo(ml("99999.000"));
  }

  @Test
  void volumesThatNoPumpHasAreRefused() {
    assertThatThrownBy(() -> drive.load(ml("-1"))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> drive.load(ml("1000000")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
