// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

/**
 * Who a pump says it is.
 *
 * @param protocol the protocol family, for example {@code alaris}
 * @param profile the device profile it is followed by, for example {@code alaris-asena}
 * @param model what the pump or its profile calls the model; empty if unknown
 * @param serialNumber the pump's own serial number; empty if its protocol does not tell one, and
 *     then nothing can be associated with it
 * @param software the pump's software or protocol version; empty if unknown
 */
public record PumpIdentity(
    String protocol, String profile, String model, String serialNumber, String software) {

  public PumpIdentity {
    if (protocol.isEmpty()) {
      throw new IllegalArgumentException("a pump needs a protocol");
    }
  }

  /**
   * Two pumps are the same pump if protocol, model and serial number are equal: makers number each
   * of their models from one on. A pump without a serial number is never known to be the same one
   * again.
   */
  public boolean isSamePump(PumpIdentity other) {
    return !serialNumber.isEmpty()
        && protocol.equals(other.protocol)
        && model.equals(other.model)
        && serialNumber.equals(other.serialNumber);
  }
}
