// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.wifi.WifiNetwork;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration, checked.
 *
 * @param curve of keys that will be made
 * @param token where the keys are; in files if there is none
 * @param wifi for which a profile is kept
 */
record Settings(
    String gatewayId,
    String hospital,
    Path anchors,
    Curve curve,
    Optional<TokenPlace> token,
    Optional<WifiNetwork> wifi) {
  /** It is also an MQTT client id and a level of topics. */
  private static final Pattern GATEWAY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final int MAX_HOSPITAL = 64;

  Settings {
    if (!GATEWAY_ID.matcher(gatewayId).matches()) {
      throw new IllegalArgumentException(
          "gateway_id must be 1 to 64 of A-Z a-z 0-9 . _ -, not \"" + gatewayId + "\"");
    }
    if (hospital.isBlank()
        || hospital.length() > MAX_HOSPITAL
        || hospital.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("hospital must be 1 to 64 printable characters");
    }
  }

  /** Keys on P-256, in files. */
  Settings(String gatewayId, String hospital, Path anchors) {
    this(gatewayId, hospital, anchors, Curve.P256, Optional.empty(), Optional.empty());
  }

  Path serverAnchors() {
    return anchors.resolve("server");
  }

  Path wifiAnchors() {
    return anchors.resolve("wifi");
  }

  Path signerAnchors() {
    return anchors.resolve("signers");
  }
}
