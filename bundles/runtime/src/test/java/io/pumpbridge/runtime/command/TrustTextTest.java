// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrustTextTest {
  private static final String DAY = "2026-06-01T12:00:00Z";

  private static Map<String, Object> authority(String name) {
    return Map.of("subject", name, "ends", DAY, "days_left", 9, "sha256", "ab", "counts", true);
  }

  private static Map<String, Object> answer(Map<String, Object> trusted) {
    Map<String, Object> answer = new HashMap<>();
    answer.put("gateway_id", "bed-1");
    answer.put("hospital", "St. Example");
    answer.put("trusted", trusted);
    answer.put("health", Map.of("level", "ok", "sentence", "All is well."));
    answer.put("attention", List.of());
    answer.put("attention_count", 0);
    return answer;
  }

  private static String text(Map<String, Object> answer) {
    return String.join("\n", TrustText.describe(answer));
  }

  @Test
  void whoLeavesAndWhoIsWithdrawnStandsOut() {
    Map<String, Object> leaving = new HashMap<>(authority("CN=old"));
    leaving.put("leaves", DAY);
    String text =
        text(
            answer(
                Map.of(
                    "source",
                    "site-package",
                    "site_package",
                    Map.of(
                        "number",
                        7,
                        "issued_at",
                        DAY,
                        "stated_reason",
                        "next root",
                        "sha256",
                        "cd"),
                    "servers",
                    List.of(leaving, authority("CN=new")),
                    "servers_count",
                    2,
                    "withdrawn_count",
                    2,
                    "withdrawn",
                    List.of(Map.of("sha256", "ef"), Map.of("issuer", "CN=old", "serial", "1a")))));
    assertThat(text)
        .contains("trusted      site package 7, issued " + DAY)
        .contains("\"next root\", SHA-256 cd")
        .contains("  servers    CN=old, ends " + DAY + ", 9 days left, LEAVES " + DAY)
        .contains("\n             CN=new, ends")
        .contains("  signers    none")
        .contains("  withdrawn  2 certificates")
        .contains("SHA-256 ef")
        .contains("serial 1a of CN=old");
  }

  @Test
  void whatIsTooMuchToReadIsCounted() {
    List<Map<String, Object>> many = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      many.add(authority("CN=root " + i));
    }
    String text = text(answer(Map.of("source", "folder", "servers", many, "servers_count", 40)));
    assertThat(text).contains("CN=root 7,", "and 32 more").doesNotContain("CN=root 8,");
  }

  @Test
  void whatNeedsAHandComesLastAndSaysWhatItStops() {
    Map<String, Object> answer = answer(Map.of("source", "damaged"));
    answer.put(
        "attention",
        List.of(
            Map.of("stops", "connections", "sentence", "It is broken.", "code", "x"),
            Map.of("stops", "nothing", "sentence", "Look at it.", "code", "y")));
    answer.put("attention_count", 30);
    assertThat(text(answer))
        .contains("nobody: the site package is damaged")
        .doesNotContain("All is well")
        .endsWith(
            """
            Needs attention:
            - STOPS CONNECTIONS. It is broken. (x)
            - Look at it. (y)
                         and 28 more""");
  }

  @Test
  void whereAllIsWellItSaysSo() {
    assertThat(text(answer(Map.of("source", "folder"))))
        .contains("health       ok: All is well.")
        .endsWith("Nothing needs attention.");
  }

  @Test
  void aTokenAndARenewalThatFailedAreTold() {
    Map<String, Object> answer = answer(Map.of("source", "nobody"));
    answer.put(
        "identity",
        Map.of("keys", Map.of("store", "token", "library", "/usr/lib/p11.so", "slot", "first")));
    answer.put(
        "renewal",
        Map.of(
            "by",
            "est",
            "server",
            "https://est.example",
            "last",
            Map.of("at", DAY, "outcome", "failed", "reason", "No answer.")));
    assertThat(text(answer))
        .contains("certificate  none")
        .contains("keys         in a token: /usr/lib/p11.so, slot first")
        .contains("renewal      by EST from https://est.example, no try to come")
        .contains("last " + DAY + ": failed, No answer.");
  }

  @Test
  void listsThatDoNotCountAreLoud() {
    Map<String, Object> answer = answer(Map.of("source", "folder"));
    answer.put(
        "revocation",
        Map.of(
            "policy",
            "require",
            "in_words",
            "Words.",
            "lists_count",
            3,
            "lists",
            List.of(
                Map.of("issuer", "CN=a", "state", "too-old", "kind", "complete", "number", "7"),
                Map.of("issuer", "CN=b", "state", "none", "stapled_until", DAY),
                Map.of("issuer", "CN=c", "state", "current", "kind", "delta"))));
    assertThat(text(answer))
        .contains("revocation   require: Words.")
        .contains("  TOO OLD    CN=a, list 7 of ")
        .contains("  NO LIST    CN=b, but a server's own word until " + DAY)
        .contains("  current    CN=c, delta");
  }
}
