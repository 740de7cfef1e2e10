// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.uplink.mqtt.Failure;
import java.util.List;
import java.util.Optional;

/** The other end: takes messages and proves that it has read them. */
interface Collector {

  /**
   * Connects, sends, closes, and waits for the other end to close as well.
   *
   * @param frames in order; none, to see whether it is there
   * @return why it is not certain that all were read; empty if it is
   */
  Optional<Failure> deliver(List<byte[]> frames);
}
