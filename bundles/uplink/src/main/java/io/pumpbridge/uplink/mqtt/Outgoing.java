// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.measure.Bytes;

/**
 * One message to publish; never retained.
 *
 * @param id comes back with the acknowledgement; with QoS 0, unless it is 0, once it is written
 * @param acknowledged QoS 1 if true, else QoS 0
 */
public record Outgoing(long id, String topic, Bytes payload, boolean acknowledged) {

  /** As MQTT numbers it: 1 or 0. */
  int qos() {
    return acknowledged ? 1 : 0;
  }

  /** Whether anybody wants to hear what became of it. */
  boolean isTold() {
    return acknowledged || id != 0;
  }
}
