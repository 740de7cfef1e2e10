// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Our end of a connection.
 *
 * @param address as text
 * @param networkInterface its name, as {@code wlan0}; empty if it is not known
 */
public record LocalEnd(String address, String networkInterface) {
  static LocalEnd of(InetAddress address) {
    String name = "";
    try {
      NetworkInterface found = NetworkInterface.getByInetAddress(address);
      name = found == null ? "" : found.getName();
    } catch (SocketException e) {
      // The address alone says enough.
    }
    return new LocalEnd(address.getHostAddress(), name);
  }
}
