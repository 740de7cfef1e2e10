// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisRequests.Read;
import io.pumpbridge.model.driver.Effect;

/**
 * One request under way; the pump answers one at a time, so there is never a second.
 *
 * @param sends how often it has been sent
 */
record Exchange(Read request, long sentAtMs, int sends) {

  static Exchange begin(Read request, long nowMs) {
    return new Exchange(request, nowMs, 1);
  }

  boolean isUnanswered(AlarisSettings settings, long nowMs) {
    return nowMs - sentAtMs >= settings.replyWaitMs();
  }

  boolean maySendAgain(AlarisSettings settings) {
    return sends <= settings.profile().dialogue().resends();
  }

  Exchange again(long nowMs) {
    return new Exchange(request, nowMs, sends + 1);
  }

  Effect send() {
    return new Effect.Send(request.bytes());
  }
}
