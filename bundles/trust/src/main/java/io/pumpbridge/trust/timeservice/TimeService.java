// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.timeservice;

import java.time.Instant;

/** One of those who may vouch for the clock, and how to ask it. */
public interface TimeService {

  TimeSource source();

  /**
   * Asks; takes {@link BoundedProgram#LIMIT} at most, and never throws.
   *
   * @param now what the machine's clock says
   */
  Statement ask(Instant now) throws InterruptedException;
}
