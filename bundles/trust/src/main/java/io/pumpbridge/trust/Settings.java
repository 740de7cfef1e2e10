// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked.
 *
 * @param escrow file with the certificate that the sealing key is kept for
 */
record Settings(
    String gatewayId,
    String hospital,
    Path anchors,
    RevocationRules revocation,
    KeySettings keys,
    RenewalSettings renewal,
    Optional<Path> escrow) {
  /** It is also an MQTT client id and a level of topics. */
  static final String GATEWAY_ID = "[A-Za-z0-9._-]{1,64}";

  static final String GATEWAY_ID_IN_WORDS = "1 to 64 of A-Z a-z 0-9 . _ -";

  /** One line of text that can be seen; signed files name it. */
  static final String HOSPITAL = "(?s)(?=.*\\P{javaWhitespace})\\P{Cc}{1,64}";

  static final String HOSPITAL_IN_WORDS = "1 to 64 printable characters";

  /** Older information is worth nothing; who wants to live with it says {@code if-known}. */
  private static final int MAX_STALE_DAYS = 365;

  /**
   * Over a long holiday an authority is repaired, a stolen certificate does not live much longer.
   */
  static final int DEFAULT_STALE_DAYS = 14;

  Settings {
    if (!Pattern.matches(GATEWAY_ID, gatewayId)) {
      throw new IllegalArgumentException(
          "gateway.id must be " + GATEWAY_ID_IN_WORDS + ", not \"" + gatewayId + "\"");
    }
    if (!Pattern.matches(HOSPITAL, hospital)) {
      throw new IllegalArgumentException("hospital must be " + HOSPITAL_IN_WORDS);
    }
  }

  /**
   * Reads what people have set.
   *
   * @param config may lack what has no default
   * @param folder to which its paths are relative
   * @throws IllegalArgumentException if this gateway cannot work with it; says why
   */
  static Settings from(TrustConfig config, Path folder) {
    return new Settings(
        textOf(config.gateway_id()),
        textOf(config.hospital()),
        folder.resolve(textOf(config.anchors())),
        revocation(textOf(config.revocation()), config.revocation_stale_days()),
        KeySettings.from(config, folder),
        RenewalSettings.from(
            textOf(config.est_server()), config.renewal_grace_days(), config.renewal_keep_key()),
        Optional.of(textOf(config.escrow_certificate()).strip())
            .filter(name -> !name.isEmpty())
            .map(folder::resolve));
  }

  /** The same, but it never renews by itself: what came now would be in no receipt. */
  Settings withoutRenewal() {
    return new Settings(
        gatewayId, hospital, anchors, revocation, keys, RenewalSettings.OFF, escrow);
  }

  static String textOf(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** All else as it is unless somebody says otherwise. */
  Settings(String gatewayId, String hospital, Path anchors, RevocationRules revocation) {
    this(
        gatewayId,
        hospital,
        anchors,
        revocation,
        KeySettings.DEFAULT,
        RenewalSettings.OFF,
        Optional.empty());
  }

  /**
   * What is demanded of revocation.
   *
   * @param demand {@code require}, {@code stale-ok} or {@code if-known}; empty means stale-ok
   * @param staleDays for stale-ok, 1 to {@value #MAX_STALE_DAYS}
   */
  static RevocationRules revocation(String demand, int staleDays) {
    return switch (demand) {
      case "require" -> RevocationRules.REQUIRED;
      case "if-known" -> RevocationRules.IF_KNOWN;
      case "", "stale-ok" -> {
        if (staleDays < 1 || staleDays > MAX_STALE_DAYS) {
          throw new IllegalArgumentException(
              "revocation.stale.days must be 1 to "
                  + MAX_STALE_DAYS
                  + ", is "
                  + staleDays
                  + "; to take no old information at all set revocation to require");
        }
        yield RevocationRules.staleOk(Optional.of(Duration.ofDays(staleDays)));
      }
      default ->
          throw new IllegalArgumentException(
              "revocation must be require, stale-ok or if-known, not \"" + demand + "\"");
    };
  }

  /** Where people put revocation lists. */
  Path revocationLists() {
    return anchors.resolve("revocation");
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
