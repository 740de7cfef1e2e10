// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

/**
 * Who a pump says it is. Two pumps are the same pump if protocol and serial number are equal.
 *
 * @param protocol the protocol family, for example {@code alaris}
 * @param profile the device profile it is followed by, for example {@code alaris-asena}
 * @param model what the pump or its profile calls the model; empty if unknown
 * @param serialNumber the pump's own serial number, never empty
 * @param software the pump's software or protocol version; empty if unknown
 */
public record PumpIdentity(
    String protocol, String profile, String model, String serialNumber, String software) {

  public PumpIdentity {
    if (protocol.isEmpty() || serialNumber.isEmpty()) {
      throw new IllegalArgumentException("a pump needs a protocol and a serial number");
    }
  }

  public boolean isSamePump(PumpIdentity other) {
    return protocol.equals(other.protocol) && serialNumber.equals(other.serialNumber);
  }
}
