// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import io.pumpbridge.model.event.Lane;

/**
 * What waits after a loss, although it could go. Pure: told the time.
 *
 * <p>Most likely a whole site lost the broker, and the alarms of whoever calls last are to come
 * before the samples of whoever called first. So what is neither alarm nor clinical makes way for a
 * while, but for one record, because only that proves the line. A connection that is lost before
 * that while is over makes no way the next time: on a bad line samples would never go.
 */
final class MakingWay {
  private long untilMs = Long.MIN_VALUE;

  /** On this connection all lanes were free to go. */
  private boolean wasFree;

  private boolean isProven;

  /**
   * A new connection.
   *
   * @param othersComeUntilMs until when others may call, if this is not the first connection
   */
  void restart(long othersComeUntilMs) {
    untilMs = wasFree ? othersComeUntilMs : Long.MIN_VALUE;
    wasFree = false;
    isProven = false;
  }

  void onTime(long nowMs) {
    wasFree |= nowMs >= untilMs;
  }

  /** The broker has a record. */
  void onAcknowledged() {
    isProven = true;
  }

  /**
   * @param inFlight whether a record that may prove the line is on its way
   */
  boolean holdsBack(Lane lane, boolean inFlight, long nowMs) {
    return nowMs < untilMs && lane.compareTo(Lane.CLINICAL) > 0 && (isProven || inFlight);
  }
}
