// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Answer.Status;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.time.TrustedClock;

/** {@link CommandLimits} by this gateway's clock, for many threads. */
final class CommandGate {
  private final TrustedClock clock;
  private final CommandLimits limits;

  /**
   * @param perHour commands that change something, 30 to 3600
   */
  CommandGate(int perHour, TrustedClock clock) {
    this.clock = clock;
    this.limits = new CommandLimits(perHour, clock.read().monotonicMs());
  }

  /**
   * Whether anybody is to look at it. Confirmations are not counted: they come by the thousand when
   * a backlog is drained, and what they cost the disk, records have cost before.
   */
  synchronized boolean mayCome(Command command) {
    return command.resource().equals(Confirmations.RESOURCE)
        || limits.mayCome(command.verb(), clock.read().monotonicMs());
  }

  synchronized boolean mayBeDone() {
    return limits.mayBeDone(clock.read().monotonicMs());
  }

  synchronized void wasHandled(Answer answer) {
    limits.wasHandled(answer.changed(), clock.read().monotonicMs());
  }

  /** The same each time, so that the audit trail counts it; Kura has no code for it of its own. */
  static Answer tooMany() {
    return Answer.refused(
        Status.ERROR,
        "too-many-requests",
        "More requests come than this gateway takes; nothing was done, and it may be sent again"
            + " later.");
  }
}
