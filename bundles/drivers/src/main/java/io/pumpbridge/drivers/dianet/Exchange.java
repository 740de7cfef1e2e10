// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.model.driver.Effect;

/**
 * One request under way; the pump answers one at a time, so there is never a second.
 *
 * @param sends how often it has been sent
 */
record Exchange(DianetRequest request, long sentAtMs, int sends) {

  static Exchange begin(DianetRequest request, long nowMs) {
    return new Exchange(request, nowMs, 1);
  }

  boolean isUnanswered(long waitMs, long nowMs) {
    return nowMs - sentAtMs >= waitMs;
  }

  Exchange again(long nowMs) {
    return new Exchange(request, nowMs, sends + 1);
  }

  /** Asks the same in other words, which counts as asking again. */
  Exchange again(DianetRequest other, long nowMs) {
    return new Exchange(other, nowMs, sends + 1);
  }

  Effect send() {
    return new Effect.Send(request.bytes());
  }
}
