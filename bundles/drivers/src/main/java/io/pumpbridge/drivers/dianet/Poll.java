// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Actual;
import io.pumpbridge.drivers.dianet.DianetReply.Status;
import io.pumpbridge.model.pump.PumpAlarm;
import java.util.List;
import java.util.Optional;

/**
 * Where the polling is.
 *
 * @param exchange the request under way, if any
 * @param status what this round has heard
 * @param actual what this round has heard
 * @param dueMs when the next round begins
 * @param vain how many rounds in a row went unanswered
 * @param alarms what stood in the last report
 */
record Poll(
    Optional<Exchange> exchange,
    Optional<Status> status,
    Optional<Actual> actual,
    long dueMs,
    int vain,
    List<PumpAlarm> alarms) {

  static Poll fresh(long dueMs) {
    return new Poll(Optional.empty(), Optional.empty(), Optional.empty(), dueMs, 0, List.of());
  }

  Poll asking(Exchange exchange) {
    return new Poll(Optional.of(exchange), status, actual, dueMs, vain, alarms);
  }

  Poll heard(Status status) {
    return new Poll(exchange, Optional.of(status), actual, dueMs, 0, alarms);
  }

  Poll heard(Actual actual) {
    return new Poll(exchange, status, Optional.of(actual), dueMs, 0, alarms);
  }

  Poll reported(List<PumpAlarm> alarms) {
    return new Poll(Optional.empty(), Optional.empty(), Optional.empty(), dueMs, 0, alarms);
  }

  Poll unanswered() {
    return new Poll(Optional.empty(), Optional.empty(), Optional.empty(), dueMs, vain + 1, alarms);
  }

  /** Only what was last reported is kept. */
  Poll anew(long dueMs) {
    return new Poll(Optional.empty(), Optional.empty(), Optional.empty(), dueMs, 0, alarms);
  }

  /** Keeps the rhythm, but never makes up for lost time with a burst. */
  Poll due(long interval, long nowMs) {
    long next = dueMs + interval;
    return new Poll(exchange, status, actual, nowMs - next > 0 ? nowMs : next, vain, alarms);
  }
}
