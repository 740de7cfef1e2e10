// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.time;

/** The only clock that anything but a test reads. */
public interface TrustedClock {

  ClockReading read();
}
