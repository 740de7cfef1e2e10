// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.keys.TokenPlace;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.wifi.WifiNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
  private static final Path FOLDER = Path.of("/etc/pump-bridge");

  private static Settings read(Object... namesAndValues) {
    List<Object> all = new ArrayList<>(List.of("gateway_id", "gw-1", "hospital", "St. Example"));
    all.addAll(List.of(namesAndValues));
    return Settings.from(Configured.with(all.toArray()), FOLDER);
  }

  @Test
  void twoNamesAreEnough() {
    assertThat(read())
        .isEqualTo(
            new Settings(
                "gw-1",
                "St. Example",
                FOLDER.resolve("anchors"),
                RevocationRules.staleOk(Optional.of(Duration.ofDays(14)))));
  }

  @Test
  void pathsAreRelativeToTheConfiguration() {
    Settings settings =
        read(
            "anchors", "whom",
            "key_store", "pkcs11",
            "pkcs11_library", "/usr/lib/softhsm/libsofthsm2.so",
            "pkcs11_slot", "7",
            "key_curve", "P-384");
    assertThat(settings.serverAnchors()).isEqualTo(FOLDER.resolve("whom/server"));
    assertThat(settings.keys())
        .isEqualTo(
            new KeySettings(
                Curve.P384,
                Optional.of(
                    new TokenPlace(
                        Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                        "7",
                        FOLDER.resolve("token.pin"))),
                Optional.empty()));
  }

  /**
   * Else its last start takes the envelope out of escrow, and the trail says somebody wished it.
   */
  @Test
  void aGatewayThatEndsChangesNothingButItsRenewal() {
    Settings settings =
        read("est_server", "https://est.example", "escrow_certificate", "anchors/escrow.pem");
    assertThat(settings.withoutRenewal())
        .isEqualTo(read("escrow_certificate", "anchors/escrow.pem"));
    assertThat(settings.withoutRenewal().escrow()).contains(FOLDER.resolve("anchors/escrow.pem"));
  }

  @Test
  void aNetworkIsOneThatHasAName() {
    assertThat(read("wifi_ssid", "Ward", "wifi_server", "radius.example").keys().wifi())
        .contains(new WifiNetwork("Ward", "radius.example"));
  }

  @Test
  void daysThatNobodySetAreTheUsualOnes() {
    assertThat(read().revocation())
        .isEqualTo(RevocationRules.staleOk(Optional.of(Duration.ofDays(14))));
    assertThat(read("revocation_stale_days", 365).revocation())
        .isEqualTo(RevocationRules.staleOk(Optional.of(Duration.ofDays(365))));
  }

  @ParameterizedTest
  @CsvSource({
    "gateway_id, bed 12, gateway.id must be",
    "hospital, '', hospital must be",
    "key_store, tpm, key.store must be file or pkcs11",
    "revocation, never, 'revocation must be require, stale-ok or if-known'"
  })
  void whatCannotBeIsSaidByItsName(String name, String value, String sentence) {
    assertThatThrownBy(() -> read(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void noInformationIsOlderThanAYear() {
    assertThatThrownBy(() -> read("revocation_stale_days", 366))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revocation.stale.days must be 1 to 365, is 366");
  }

  /** Whoever writes 0 means it: it must not become the usual fortnight. */
  @Test
  void noDaysAtAllAreAnotherPolicy() {
    assertThatThrownBy(() -> read("revocation_stale_days", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("revocation.stale.days must be 1 to 365, is 0")
        .hasMessageContaining("set revocation to require");
  }
}
