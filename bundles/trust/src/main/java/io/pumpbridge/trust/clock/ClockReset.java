// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.ClockQuality;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A technician has set the floor. It waits in the floor's own file, written in one piece with it,
 * until the audit trail has it.
 *
 * @param id told with the event, so that one that was told twice after a crash is known as one
 * @param before the floor until then
 * @param after the floor since
 * @param machine what the machine's clock said then
 * @param why 1 to 200 printable characters
 */
record ClockReset(UUID id, Instant before, Instant after, Instant machine, String why) {
  static final int MAX_REASON = 200;

  ClockReset {
    if (why.isBlank()
        || why.length() > MAX_REASON
        || why.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the reason must be 1 to " + MAX_REASON + " printable characters");
    }
  }

  /** As far as it shows from the times: whether a time service vouched is in the record. */
  private ClockQuality quality() {
    return machine.isBefore(after) ? ClockQuality.FLOOR : ClockQuality.HOLDOVER;
  }

  Event toEvent() {
    return Event.of(
        EventName.CLOCK_CHANGED,
        Fields.builder()
            .put("reason", "reset")
            .put("id", id.toString())
            .put("before", before)
            .put("after", after)
            .put("size_ms", Duration.between(before, after).toMillis())
            .put("machine", machine)
            .put("quality", quality().wireName())
            .put("why", why)
            .build());
  }
}
