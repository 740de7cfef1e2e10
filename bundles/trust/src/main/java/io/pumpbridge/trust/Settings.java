// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The configuration, checked. */
record Settings(
    String gatewayId, String hospital, Path anchors, RevocationRules revocation, KeySettings keys) {
  /** It is also an MQTT client id and a level of topics. */
  private static final Pattern GATEWAY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final int MAX_HOSPITAL = 64;

  /** Older information is worth nothing; who wants to live with it says {@code if-known}. */
  private static final int MAX_STALE_DAYS = 365;

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

  /** Keys as they are unless somebody says otherwise. */
  Settings(String gatewayId, String hospital, Path anchors, RevocationRules revocation) {
    this(gatewayId, hospital, anchors, revocation, KeySettings.DEFAULT);
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
              "revocation_stale_days must be 1 to " + MAX_STALE_DAYS + ", is " + staleDays);
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
