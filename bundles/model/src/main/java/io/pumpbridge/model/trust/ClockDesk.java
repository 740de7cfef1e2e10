// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.Map;

/**
 * What a technician asks of the trusted clock. JDK types only: the launcher calls it without
 * sharing a class. Times are ISO 8601 UTC; the answers are those of {@code clock show}.
 */
public interface ClockDesk {

  /**
   * {@code {"time","quality","machine","time_service","max_error_ms","time_services","floor",
   * "built","waiting_resets"}}: what is shown, how good it is, what the machine's own clock says,
   * who vouches for that ({@code none} if nobody does) and how wrong it may be by his word (absent
   * if he does not say), what each time service said that was asked lately, the earliest that it
   * can be, when this software was built, and how many resets the audit trail does not have yet.
   */
  Map<String, Object> show();

  /**
   * Sets the floor, not before the build date; the audit trail is told, at the next start of the
   * agent if there is none now.
   *
   * @param to empty for the build date
   * @param why for the audit trail, 1 to 200 printable characters
   * @return as {@link #show}, and {@code before}, the floor until then
   * @throws TrustException if the time or the reason cannot be read, the time is too late, or the
   *     floor cannot be written; then nothing has changed
   */
  Map<String, Object> reset(String to, String why) throws TrustException;
}
