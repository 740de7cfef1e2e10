// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.profile.DeviceProfile.Request;

/**
 * One question; there is never a second under way.
 *
 * @param atMs when it was sent last, or when it is to be sent
 * @param sends how often it has been sent
 */
record Turn(Request request, long atMs, int sends) {

  static Turn due(Request request, long atMs) {
    return new Turn(request, atMs, 0);
  }

  boolean isSent() {
    return sends > 0;
  }

  /** Whether it is to be sent now. */
  boolean isDue(long nowMs) {
    return !isSent() && nowMs - atMs >= 0;
  }

  boolean isUnanswered(DescribedSettings settings, long nowMs) {
    return isSent() && nowMs - atMs >= settings.replyWaitMs();
  }

  boolean maySendAgain(DescribedSettings settings) {
    return sends <= settings.profile().dialogue().resends();
  }

  Turn sent(long nowMs) {
    return new Turn(request, nowMs, sends + 1);
  }
}
