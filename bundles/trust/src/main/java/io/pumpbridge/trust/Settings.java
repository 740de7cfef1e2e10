// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.est.RenewalSettings;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The configuration, checked. */
record Settings(String gatewayId, String hospital, Path anchors, RenewalSettings renewal) {
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

  Settings(String gatewayId, String hospital, Path anchors) {
    this(gatewayId, hospital, anchors, RenewalSettings.OFF);
  }

  Path serverAnchors() {
    return anchors.resolve("server");
  }

  Path signerAnchors() {
    return anchors.resolve("signers");
  }
}
