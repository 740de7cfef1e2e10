// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the tests of the desk ask about: one server, below a site, below a root. */
final class TrustQuestions {
  static final Authority ROOT = Authority.root("root");
  static final Authority SITE = ROOT.subordinate(Authority.asAuthority(Wish.named("CN=site")));
  static final Identity SERVER = SITE.issue(Wish.server("pumps.example.org"));
  static final Revocation FRESH =
      new Revocation(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofDays(1)));
  static final Revocation TWO_DAYS_LATE =
      new Revocation(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(2)));

  private TrustQuestions() {}

  static TrustDeskComponent deskAt(Instant now) {
    return new TrustDeskComponent(Clock.fixed(now, ZoneOffset.UTC));
  }

  static String der(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> about(String purpose, Identity identity) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("id", "1");
    question.put("purpose", purpose);
    question.put("chain", identity.chain().stream().map(Authority::pem).toList());
    question.put("anchors", List.of(der(ROOT.certificate())));
    question.put("at", NOW.toString());
    return question;
  }

  static Map<String, Object> aboutServer(String name, Object value) {
    Map<String, Object> question = about("server", SERVER);
    question.put("host", "pumps.example.org");
    question.put(name, value);
    return question;
  }

  static Object code(Map<String, Object> answer) {
    assertThat(answer).containsOnlyKeys("id", "accept", "code", "reason", "subject");
    assertThat(answer.get("accept")).isEqualTo("ok".equals(answer.get("code")));
    assertThat(String.valueOf(answer.get("reason"))).endsWith(".");
    return answer.get("code");
  }
}
