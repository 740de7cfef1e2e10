// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.board.Board.Light;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The light while no pump has anything to say: the worst of all parts decides. Pure. */
final class QuietLight {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration DAY = Duration.ofDays(1);

  private QuietLight() {}

  /**
   * @param parts how each is
   * @param lost whether a pump is
   */
  static Light of(List<Health> parts, boolean lost, Instant now) {
    if (parts.stream().anyMatch(part -> part.level() == Level.CRITICAL)) {
      return Light.RED;
    }
    boolean warned =
        parts.stream()
            .anyMatch(part -> part.level() == Level.WARNING && deadline(part, now).isEmpty());
    if (lost || warned) {
      return Light.AMBER;
    }
    return parts.stream()
        .flatMap(part -> deadline(part, now).stream())
        .min(Comparator.naturalOrder())
        .map(end -> winking(Duration.between(now, end)))
        .orElse(Light.GREEN);
  }

  /** Until when a part works that only asks for a technician; empty if it does more than that. */
  private static Optional<Instant> deadline(Health part, Instant now) {
    return part.level() == Level.WARNING
        ? part.worksUntil().filter(now::isBefore)
        : Optional.empty();
  }

  private static Light winking(Duration left) {
    if (left.compareTo(DAY) <= 0) {
      return Light.GREEN_WINKING_THRICE;
    }
    return left.compareTo(WEEK) <= 0 ? Light.GREEN_WINKING_TWICE : Light.GREEN_WINKING_ONCE;
  }
}
