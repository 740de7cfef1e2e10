// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import java.time.Duration;

/**
 * How long the uplink is patient.
 *
 * @param connectMax for name, TCP, TLS, CONNECT and SUBSCRIBE together; a hospital's Wi-Fi roams
 *     within 10 s
 * @param acknowledgeMax for one PUBACK; longer than one keep-alive, so that a roaming network is
 *     not mistaken for a dead one
 * @param confirmMin how long the server may take to confirm before a record is sent again
 * @param confirmMax to where that grows, doubling, while the server confirms nothing
 * @param backoffBase shortest wait between two tries
 * @param backoffCap longest wait between two tries
 * @param lookAgain how far the birth that the broker holds may be behind what is here; what matters
 *     at once is an event
 */
record Timing(
    Duration connectMax,
    Duration acknowledgeMax,
    Duration confirmMin,
    Duration confirmMax,
    Duration backoffBase,
    Duration backoffCap,
    Duration lookAgain) { // seven, because they are all there is to tune, and only tests do

  static final Timing PRODUCT =
      new Timing(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofMillis(500),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5));
}
