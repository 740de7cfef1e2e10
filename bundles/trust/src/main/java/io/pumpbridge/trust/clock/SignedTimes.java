// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Where those who judge certificates tell what times they saw signed, and ask by what time to judge
 * on account of them. Only what has been verified may be told: the signature, and a path from
 * whoever signed to the anchor. What it then counts is decided in {@link TimeFloor}.
 */
public interface SignedTimes {

  /**
   * By what time to judge if these times are true as far as they can be believed.
   *
   * @param said verified, all below one anchor; changes nothing yet
   * @return the clock's own time, or a later one
   */
  ClockReading judgingTime(List<SignedTime> said, X509Certificate anchor);

  /**
   * These times are signed, and everything else about whoever showed them held too (a server: the
   * proof of its key).
   *
   * @param said verified, all below one anchor
   */
  void heard(List<SignedTime> said, X509Certificate anchor);

  /** For a clock that nobody's word moves. */
  static SignedTimes ignoredBy(TrustedClock clock) {
    return new SignedTimes() {
      @Override
      public ClockReading judgingTime(List<SignedTime> said, X509Certificate anchor) {
        return clock.read();
      }

      @Override
      public void heard(List<SignedTime> said, X509Certificate anchor) {
        // Nothing to note.
      }
    };
  }
}
