// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.wifi.WifiNetwork;
import java.util.Optional;

/**
 * Where this gateway's keys are and what for.
 *
 * @param curve of keys that will be made
 * @param token where the keys are; in files if there is none
 * @param wifi for which a profile is kept
 */
record KeySettings(Curve curve, Optional<TokenPlace> token, Optional<WifiNetwork> wifi) {
  static final KeySettings DEFAULT =
      new KeySettings(Curve.P256, Optional.empty(), Optional.empty());
}
