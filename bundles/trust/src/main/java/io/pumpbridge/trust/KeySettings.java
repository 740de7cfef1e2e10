// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.Settings.textOf;

import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.wifi.WifiNetwork;
import java.nio.file.Path;
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

  /**
   * Reads what people have set.
   *
   * @param folder to which the PIN's file is relative
   */
  static KeySettings from(TrustConfig config, Path folder) {
    return new KeySettings(
        Curve.from(textOf(config.key_curve())), tokenOf(config, folder), wifiOf(config));
  }

  private static Optional<TokenPlace> tokenOf(TrustConfig config, Path folder) {
    String store = textOf(config.key_store());
    return switch (store) {
      case "file" -> Optional.empty();
      case "pkcs11" ->
          Optional.of(
              new TokenPlace(
                  Path.of(textOf(config.pkcs11_library())),
                  textOf(config.pkcs11_slot()),
                  folder.resolve(textOf(config.pkcs11_pin_file()))));
      default ->
          throw new IllegalArgumentException(
              "key.store must be file or pkcs11, not \"" + store + "\"");
    };
  }

  private static Optional<WifiNetwork> wifiOf(TrustConfig config) {
    String ssid = textOf(config.wifi_ssid());
    return ssid.isEmpty()
        ? Optional.empty()
        : Optional.of(new WifiNetwork(ssid, textOf(config.wifi_server())));
  }
}
