// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import static io.pumpbridge.trust.check.TrustQuestions.SERVER;
import static io.pumpbridge.trust.check.TrustQuestions.SITE;
import static io.pumpbridge.trust.check.TrustQuestions.about;
import static io.pumpbridge.trust.check.TrustQuestions.aboutServer;
import static io.pumpbridge.trust.check.TrustQuestions.code;
import static io.pumpbridge.trust.check.TrustQuestions.der;
import static io.pumpbridge.trust.check.TrustQuestions.deskAt;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Wish;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustDeskComponentTest {
  /** So late that whatever a case says no time of has ended. */
  private final TrustDeskComponent desk = deskAt(NOW.plus(Duration.ofDays(4000)));

  private Object judged(String name, Object value) {
    return code(desk.check(aboutServer(name, value)));
  }

  @Test
  void aGoodServerIsAcceptedAndNoOtherHost() {
    assertThat(desk.check(aboutServer("id", 7)))
        .containsEntry("id", 7)
        .containsEntry("accept", true)
        .containsEntry("code", "ok");
    assertThat(desk.check(aboutServer("host", "pumps.example.com")))
        .containsEntry("accept", false)
        .containsEntry("code", "server-name-mismatch")
        .containsEntry("subject", "CN=pump server");
  }

  @Test
  void anIntermediateMayComeApartAndOnePemMayHoldAll() {
    Map<String, Object> question = aboutServer("chain", List.of(der(SERVER.leaf())));
    assertThat(code(desk.check(question))).isEqualTo("server-chain-untrusted");
    question.put("intermediates", List.of(der(SITE.certificate())));
    assertThat(code(desk.check(question))).isEqualTo("ok");
    String both = Authority.pem(SERVER.chain().toArray(new X509Certificate[0]));
    assertThat(judged("chain", List.of(both))).isEqualTo("ok");
  }

  @ParameterizedTest
  @CsvSource({
    "client, 1.3.6.1.5.5.7.3.2",
    "library-author, LIBRARY_AUTHOR",
    "library-approver, LIBRARY_APPROVER",
    "order, ORDER_SYSTEM",
    "pump-server, PUMP_SERVER",
    "update, UPDATE_PUBLISHER",
    "site-author, SITE_AUTHOR",
    "site-approver, SITE_APPROVER"
  })
  void eachPurposeWantsItsOwnKeyUsage(String purpose, String use) {
    String oid = use.startsWith("1.") ? use : SignerRole.valueOf(use).keyPurpose();
    Identity right = SITE.issue(Wish.named("CN=Ada").withUses(oid));
    assertThat(code(desk.check(about(purpose, right)))).isEqualTo("ok");
    Map<String, Object> wrong = about(purpose, SERVER);
    assertThat(code(desk.check(wrong))).isIn("key-purpose", "device-key-purpose");
    wrong.put("purpose", "path");
    assertThat(code(desk.check(wrong))).isEqualTo("ok");
  }

  @ParameterizedTest
  @EnumSource
  void eachRoleIsAPurposeByItsOwnName(SignerRole role) {
    Identity signer = SITE.issue(Wish.named("CN=Ada").withUses(role.keyPurpose()));
    assertThat(code(desk.check(about(role.wireName(), signer)))).isEqualTo("ok");
  }

  /** Two people: what one may sign says nothing of the other. */
  @Test
  void aSiteAuthorIsNoApprover() {
    Identity author =
        SITE.issue(Wish.named("CN=Ada").withUses(SignerRole.SITE_AUTHOR.keyPurpose()));
    assertThat(code(desk.check(about("site-approver", author)))).isEqualTo("key-purpose");
    assertThat(code(desk.check(about("library-author", author)))).isEqualTo("key-purpose");
  }

  @Test
  void theHospitalsFloorIsNotThatOfTheStandard() {
    Identity noUse = SITE.issue(Wish.named("CN=old").signedWith("SHA1withECDSA"));
    Map<String, Object> question = about("path", noUse);
    assertThat(code(desk.check(question))).isNotEqualTo("ok");
    question.put("profile", "rfc5280");
    assertThat(code(desk.check(question))).isEqualTo("ok");
  }

  @Test
  void dateDepthAndKeyUsesAreTheCases() {
    assertThat(judged("at", NOW.plus(Duration.ofDays(400)).toString()))
        .isEqualTo("server-certificate-expired");
    assertThat(judged("max_depth", 0)).isEqualTo("server-chain-untrusted");
    assertThat(judged("max_depth", 1)).isEqualTo("ok");
    assertThat(judged("eku", List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")))
        .isEqualTo("server-key-purpose");
    assertThat(judged("policies", Map.of("explicit", true))).isEqualTo("server-chain-untrusted");
  }

  @Test
  void whatCannotBeReadIsAnsweredWithASentence() {
    assertThat(desk.check(Map.of()))
        .containsEntry("id", "")
        .containsEntry("accept", false)
        .containsEntry("code", "bad-input")
        .containsEntry("reason", "The line holds no JSON object, or an empty one.");
    assertThat(judged("chain", List.of())).isEqualTo("bad-input");
    assertThat(judged("chain", "text")).isEqualTo("bad-input");
    assertThat(judged("chain", List.of(1))).isEqualTo("bad-input");
    assertThat(judged("chain", List.of("*"))).isEqualTo("bad-input");
    assertThat(judged("chain", List.of(der(SERVER.leaf()) + "!"))).isEqualTo("bad-input");
    assertThat(judged("chain", List.of("bm9uc2Vuc2U="))).isEqualTo("bad-input");
    String nested = "MIAw".repeat(20_000); // one sequence of open length in the other
    assertThat(judged("chain", List.of(nested))).isEqualTo("bad-input");
    assertThat(judged("crls", List.of(nested))).isEqualTo("bad-input");
    assertThat(judged("anchors", Map.of())).isEqualTo("bad-input");
    assertThat(judged("crls", List.of("bm9uc2Vuc2U="))).isEqualTo("bad-input");
    assertThat(judged("purpose", "servant")).isEqualTo("bad-input");
    assertThat(judged("at", "yesterday")).isEqualTo("bad-input");
    assertThat(judged("max_depth", -1)).isEqualTo("bad-input");
    assertThat(judged("max_depth", 1_000_000)).isEqualTo("bad-input");
    assertThat(judged("max_depth", "1")).isEqualTo("bad-input");
    assertThat(judged("stale_days", 1.5)).isEqualTo("bad-input");
    assertThat(judged("policies", List.of())).isEqualTo("bad-input");
    assertThat(judged("policies", Map.of("explicit", "yes"))).isEqualTo("bad-input");
    assertThat(judged("host", null)).isEqualTo("bad-input");
    assertThat(judged("chain", Collections.nCopies(200, der(SERVER.leaf()))))
        .isEqualTo("bad-input");
  }

  @Test
  void withoutATimeItIsNow() {
    Map<String, Object> question = aboutServer("at", null);
    assertThat(code(deskAt(NOW).check(question))).isEqualTo("ok");
    assertThat(code(deskAt(NOW.plus(Duration.ofDays(400))).check(question)))
        .isEqualTo("server-certificate-expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"algorithm", "key", "message", "signature"})
  void aSignatureNeedsAllItsParts(String missing) {
    Map<String, Object> question =
        new LinkedHashMap<>(
            Map.of(
                "id",
                "s",
                "algorithm",
                "Ed25519",
                "key",
                Base64.getEncoder().encodeToString(Keys.ed25519().getPublic().getEncoded()),
                "message",
                "",
                "signature",
                ""));
    assertThat(desk.checkSignature(question))
        .containsOnlyKeys("id", "accept", "code", "reason")
        .containsEntry("code", "signature-invalid");
    question.remove(missing);
    assertThat(desk.checkSignature(question))
        .containsEntry("id", "s")
        .containsEntry("accept", false)
        .containsEntry("code", "bad-input");
  }
}
