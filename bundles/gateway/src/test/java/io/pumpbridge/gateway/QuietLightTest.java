// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuietLightTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Health WARNED = new Health(Level.WARNING, "x", "Look at it.");
  private static final Health BROKEN = new Health(Level.CRITICAL, "x", "It is broken.");

  private static Health endsIn(Duration left) {
    return new Health(Level.WARNING, "ends", "It ends.", Optional.of(NOW.plus(left)));
  }

  private static Light light(boolean lost, Health... parts) {
    return QuietLight.of(List.of(parts), lost, NOW);
  }

  @Test
  void theWorstPartDecides() {
    assertThat(light(false)).isEqualTo(Light.GREEN);
    assertThat(light(false, Health.WELL)).isEqualTo(Light.GREEN);
    assertThat(light(true, Health.WELL)).isEqualTo(Light.AMBER);
    assertThat(light(false, Health.WELL, WARNED)).isEqualTo(Light.AMBER);
    assertThat(light(true, WARNED, BROKEN, Health.WELL)).isEqualTo(Light.RED);
  }

  @Test
  void whatEndsOneDayWinksMoreOftenTheNearerItIs() {
    assertThat(light(false, endsIn(Duration.ofDays(30)))).isEqualTo(Light.GREEN_WINKING_ONCE);
    assertThat(light(false, endsIn(Duration.ofDays(7).plusSeconds(1))))
        .isEqualTo(Light.GREEN_WINKING_ONCE);
    assertThat(light(false, endsIn(Duration.ofDays(7)))).isEqualTo(Light.GREEN_WINKING_TWICE);
    assertThat(light(false, endsIn(Duration.ofDays(1)))).isEqualTo(Light.GREEN_WINKING_THRICE);
    assertThat(light(false, endsIn(Duration.ofDays(20)), endsIn(Duration.ofDays(2))))
        .isEqualTo(Light.GREEN_WINKING_TWICE);
  }

  @Test
  void theCountdownHidesNothingThatIsWorse() {
    Health ends = endsIn(Duration.ofHours(1));
    assertThat(light(true, ends)).isEqualTo(Light.AMBER);
    assertThat(light(false, ends, WARNED)).isEqualTo(Light.AMBER);
    assertThat(light(false, BROKEN, ends)).isEqualTo(Light.RED);
  }

  @Test
  void whatHasEndedIsNoCountdownAnyMore() {
    assertThat(light(false, endsIn(Duration.ZERO))).isEqualTo(Light.AMBER);
    assertThat(light(false, endsIn(Duration.ofDays(-3)))).isEqualTo(Light.AMBER);
    Health broken = new Health(Level.CRITICAL, "x", "It is.", Optional.of(NOW.plusSeconds(9)));
    assertThat(light(false, broken)).isEqualTo(Light.RED);
  }
}
