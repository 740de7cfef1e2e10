// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.wifi;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.HostName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The hospital's network, as configured.
 *
 * @param ssid 1 to 32 bytes in UTF-8 (IEEE 802.11-2020, 9.4.2.2)
 * @param server the name in the certificate of its RADIUS server
 */
public record WifiNetwork(String ssid, String server) {
  private static final int MAX_SSID_BYTES = 32;

  public WifiNetwork {
    if (ssid.isEmpty() || ssid.getBytes(StandardCharsets.UTF_8).length > MAX_SSID_BYTES) {
      throw new IllegalArgumentException("wifi.ssid must be 1 to 32 bytes");
    }
    server = dnsName(server);
  }

  private static String dnsName(String server) {
    Optional<String> name;
    try {
      name = HostName.from(server).dnsName();
    } catch (TrustException noName) {
      name = Optional.empty();
    }
    return name.orElseThrow(
        () ->
            new IllegalArgumentException(
                "wifi.server must be the DNS name in the certificate of the network's RADIUS"
                    + " server: without it this gateway would talk to any server of the"
                    + " authority"));
  }
}
