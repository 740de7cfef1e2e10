// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.driver;

import io.pumpbridge.model.link.LineSettings;

/** Speaks one pump protocol. */
public interface PumpDriver {

  /** The protocol family, for example {@code alaris}. */
  String protocol();

  LineSettings lineSettings();

  /**
   * How long silence, or noise, lasts on a freshly opened line before another driver may try, in
   * milliseconds.
   */
  long identifyTimeoutMs();

  /** A session that knows nothing yet; its first input is {@link SessionInput.Opened}. */
  PumpSession newSession();
}
