// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The wall clock is not where the time that has passed would have brought it, or its quality is
 * another.
 *
 * @param before what it would show had nothing happened
 * @param after what it shows
 * @param quality since then
 * @param count of changes; more than one if they came too fast to be told one by one
 */
record ClockChange(Reason reason, Instant before, Instant after, ClockQuality quality, long count) {

  /** What happened; of several, the weightiest comes first. */
  enum Reason {
    /** By over a year, forward or back. */
    JUMP,
    /** It went back. */
    BACKWARDS,
    /** It went forward. */
    STEP,
    /** Somebody who is trusted signed a later time. */
    SIGNED,
    /** A time service vouches for it from now on. */
    SYNCHRONISED,
    /** No time service vouches for it any more. */
    LOST
  }

  /** Positive if the clock went forward. */
  Duration size() {
    return Duration.between(before, after);
  }

  /** This one and what came after it as one. */
  ClockChange and(ClockChange next) {
    Reason weightier = reason.compareTo(next.reason) <= 0 ? reason : next.reason;
    return new ClockChange(weightier, before, next.after, next.quality, count + next.count);
  }

  Event toEvent() {
    Fields.Builder details =
        Fields.builder()
            .put("reason", reason.name().toLowerCase(Locale.ROOT))
            .put("before", before)
            .put("after", after)
            .put("size_ms", size().toMillis())
            .put("quality", quality.wireName());
    if (count > 1) {
      details.put("count", count);
    }
    return Event.of(EventName.CLOCK_CHANGED, details.build());
  }
}
