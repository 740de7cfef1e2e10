// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is to be revoked when a gateway ends, as {@code OwnSignature.who} tells it. */
public final class Certificates {
  private static final String WAITING = "waiting";

  private Certificates() {}

  /** Each as told: by its number, or by the key that one was asked for. */
  public static List<Map<String, Object>> of(Map<String, Object> who) {
    List<Map<String, Object>> all = new ArrayList<>();
    if (who.get("certificates") instanceof List<?> told) {
      for (Object one : told) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (one instanceof Map<?, ?> named) {
          named.forEach((name, value) -> fields.put(String.valueOf(name), value));
        }
        all.add(fields);
      }
    }
    return all;
  }

  /** For an event, whose fields are text: {@code in-use 1f3a, waiting key 09ab…}. */
  static String inOneLine(Map<String, Object> who) {
    return of(who).stream()
        .map(
            one ->
                WAITING.equals(one.get("use"))
                    ? WAITING + " key " + one.get("key_sha256")
                    : one.get("use") + " " + one.get("serial"))
        .collect(Collectors.joining(", "));
  }

  /** One sentence of what somebody has to do about it. */
  public static String sentence(Map<String, Object> one) {
    return switch (String.valueOf(one.get("use"))) {
      case WAITING ->
          "Withdraw the request for the key with the SHA-256 "
              + one.get("key_sha256")
              + "; if a certificate was made of it, revoke that.";
      case "previous" -> "Revoke the one before, which still counts: " + numbered(one) + ".";
      default -> "Revoke the certificate with the " + numbered(one) + ".";
    };
  }

  private static String numbered(Map<String, Object> one) {
    return "serial number " + one.get("serial") + " (issued by " + one.get("issuer") + ")";
  }
}
