// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.TrustedClock;

/**
 * Records what the door itself refuses. The audit trail counts what is equal within an hour; but
 * who asks without end has another id each time, and each record is a commit on the flash. So only
 * some are recorded with who asked what. Safe for many threads.
 */
final class Refusals {
  /** Enough to see what a server does wrong. */
  static final int SINGLY_AT_ONCE = 10;

  static final int SINGLY_PER_HOUR = 2;

  private final AuditTrail trail;
  private final TrustedClock clock;
  private final Allowance singly;

  Refusals(AuditTrail trail, TrustedClock clock) {
    this.trail = trail;
    this.clock = clock;
    this.singly = new Allowance(SINGLY_AT_ONCE, SINGLY_PER_HOUR, clock.read().monotonicMs());
  }

  /** Of which there are no two kinds: counted. */
  void alike(Fields details) {
    trail.refuse(Event.of(EventName.COMMAND_REFUSED, details));
  }

  /** Of which each is another: recorded if there is room, else one of those that are counted. */
  void singly(Fields details) {
    alike(isRoom() ? details : further());
  }

  private synchronized boolean isRoom() {
    return singly.tryTake(clock.read().monotonicMs());
  }

  private static Fields further() {
    return Fields.builder()
        .put("code", "further")
        .put("reason", "More requests were refused than are recorded one by one.")
        .build();
  }
}
