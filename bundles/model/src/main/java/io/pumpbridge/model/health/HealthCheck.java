// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.health;

import java.time.Instant;
import java.util.Optional;

/** A whiteboard service: each part says of itself how it is. Quick and without side effects. */
public interface HealthCheck {

  /** The part, for example {@code journal}. */
  String part();

  Health check();

  /** How it is. */
  enum Level {
    OK,
    /** Works, with something a person should look at. */
    WARNING,
    /** Does not do its job. */
    CRITICAL
  }

  /**
   * One answer.
   *
   * @param code stable, for programs; {@code ok} if all is well
   * @param sentence for people: what, whose fault, what to do
   * @param worksUntil everything works until then, and not after it unless somebody acts; empty if
   *     nobody can name such a day
   */
  record Health(Level level, String code, String sentence, Optional<Instant> worksUntil) {
    public static final Health WELL = new Health(Level.OK, "ok", "All is well.");

    public Health(Level level, String code, String sentence) {
      this(level, code, sentence, Optional.empty());
    }
  }
}
