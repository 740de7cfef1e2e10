// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustDeskComponentTest {
  private static final Authority ROOT = Authority.root("root");
  private static final Authority SITE =
      ROOT.subordinate(Authority.asAuthority(Wish.named("CN=site")));
  private static final Identity SERVER = SITE.issue(Wish.server("pumps.example.org"));
  private static final Revocation FRESH =
      new Revocation(NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofDays(1)));
  private static final Revocation TWO_DAYS_LATE =
      new Revocation(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(2)));

  /** So late that whatever a case says no time of has ended. */
  private final TrustDeskComponent desk = deskAt(NOW.plus(Duration.ofDays(4000)));

  private static TrustDeskComponent deskAt(Instant now) {
    return new TrustDeskComponent(Clock.fixed(now, ZoneOffset.UTC));
  }

  private static String der(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> about(String purpose, Identity identity) {
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("id", "1");
    question.put("purpose", purpose);
    question.put("chain", identity.chain().stream().map(Authority::pem).toList());
    question.put("anchors", List.of(der(ROOT.certificate())));
    question.put("at", NOW.toString());
    return question;
  }

  private static Map<String, Object> aboutServer(String name, Object value) {
    Map<String, Object> question = about("server", SERVER);
    question.put("host", "pumps.example.org");
    question.put(name, value);
    return question;
  }

  private static Object code(Map<String, Object> answer) {
    assertThat(answer).containsOnlyKeys("id", "accept", "code", "reason", "subject");
    assertThat(answer.get("accept")).isEqualTo("ok".equals(answer.get("code")));
    assertThat(String.valueOf(answer.get("reason"))).endsWith(".");
    return answer.get("code");
  }

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

  private static List<String> lists(Revocation said, X509Certificate... revoked) {
    return List.of(said.list(ROOT), said.list(SITE, revoked));
  }

  @Test
  void whoBringsListsWantsThemHeard() {
    assertThat(judged("crls", lists(FRESH))).isEqualTo("ok");
    assertThat(judged("crls", lists(FRESH, SERVER.leaf()))).isEqualTo("certificate-revoked");
    assertThat(judged("crls", List.of(FRESH.list(SITE)))).isEqualTo("revocation-unknown");
    assertThat(judged("revocation", "require")).isEqualTo("revocation-unknown");
    assertThat(judged("revocation", "stale-ok")).isEqualTo("revocation-unknown");
    assertThat(judged("revocation", "off")).isEqualTo("ok");
  }

  @Test
  void oldListsCountAsLongAsTheHospitalSays() {
    Map<String, Object> question = aboutServer("crls", lists(TWO_DAYS_LATE));
    assertThat(code(desk.check(question))).isEqualTo("revocation-stale");
    question.put("revocation", "stale-ok");
    assertThat(code(desk.check(question))).isEqualTo("ok");
    question.put("stale_days", 2);
    assertThat(code(desk.check(question))).isEqualTo("ok");
    question.put("stale_days", 1);
    assertThat(code(desk.check(question))).isEqualTo("revocation-stale");
    question.put("crls", lists(TWO_DAYS_LATE, SERVER.leaf()));
    assertThat(code(desk.check(question))).isEqualTo("certificate-revoked");
  }

  /** Whoever says "revoked" is heard, however old; who takes it back is not. */
  @Test
  void aDeltaThatIsOverdueStillRevokes() {
    Map<String, Object> question = aboutServer("revocation", "require");
    X509Certificate leaf = SERVER.leaf();
    String root = FRESH.list(ROOT);
    String good = FRESH.numbered(SITE, 5);
    int hold = CRLReason.certificateHold;
    question.put("crls", List.of(root, good, TWO_DAYS_LATE.delta(SITE, 6, 5, hold)));
    assertThat(code(desk.check(question))).isEqualTo("ok");
    question.put("crls", List.of(root, good, TWO_DAYS_LATE.delta(SITE, 6, 5, hold, leaf)));
    assertThat(code(desk.check(question))).isEqualTo("certificate-revoked");

    String held = FRESH.numbered(SITE, 5, leaf);
    int removed = CRLReason.removeFromCRL;
    question.put("crls", List.of(root, held, FRESH.delta(SITE, 6, 5, removed, leaf)));
    assertThat(code(desk.check(question))).isEqualTo("ok");
    question.put("crls", List.of(root, held, TWO_DAYS_LATE.delta(SITE, 6, 5, removed, leaf)));
    assertThat(code(desk.check(question))).isEqualTo("certificate-revoked");
  }

  /** Who signs lists is held to the same floor as who signs certificates. */
  @Test
  void aListByAWeakKeySaysNothing() {
    Wish named = Authority.asAuthority(Wish.named("CN=site"));
    Authority other = ROOT.subordinate(named);
    Map<String, Object> question = aboutServer("intermediates", List.of(der(other.certificate())));
    question.put("crls", List.of(FRESH.list(ROOT), FRESH.list(other)));
    assertThat(code(desk.check(question))).isEqualTo("ok");
    Authority weak = ROOT.subordinate(named.withKeys(Keys.rsa(1024)));
    question.put("intermediates", List.of(der(weak.certificate())));
    question.put("crls", List.of(FRESH.list(ROOT), FRESH.list(weak)));
    assertThat(code(desk.check(question))).isEqualTo("revocation-unknown");
    question.put("profile", "rfc5280");
    assertThat(code(desk.check(question))).isEqualTo("ok");
  }

  @Test
  void aListOfAnImpostorSaysNothing() {
    Authority impostor = Authority.root("site");
    assertThat(judged("crls", List.of(FRESH.list(ROOT), FRESH.list(impostor))))
        .isEqualTo("revocation-unknown");
  }

  @Test
  void responsesOfTheIssuerCount() {
    String ofSite = FRESH.response(ROOT, SITE.certificate(), true);
    X509Certificate leaf = SERVER.leaf();
    assertThat(judged("ocsp", List.of(ofSite, FRESH.response(SITE, leaf, true)))).isEqualTo("ok");
    assertThat(judged("ocsp", List.of(ofSite, FRESH.response(SITE, leaf, false))))
        .isEqualTo("certificate-revoked");
    assertThat(judged("ocsp", List.of(ofSite))).isEqualTo("revocation-unknown");
    assertThat(judged("ocsp", List.of(ofSite, TWO_DAYS_LATE.response(SITE, leaf, true))))
        .isEqualTo("revocation-stale");

    assertThat(judged("ocsp", List.of(FRESH.response(SITE, leaf, false))))
        .isEqualTo("certificate-revoked");
  }

  private static Map<String, Object> withResponseBy(Identity delegate) {
    return aboutServer(
        "ocsp",
        List.of(
            FRESH.response(ROOT, SITE.certificate(), true),
            FRESH.responseBy(delegate, SITE, SERVER.leaf(), true)));
  }

  @Test
  void aDelegateCountsIfItIsKnownNotToBeRevoked() {
    Wish responder = Wish.named("CN=responder").withUses(KEY_PURPOSE_OCSP_SIGNING);
    Identity unchecked = SITE.issue(responder.whoseRevocationNobodyChecks());
    assertThat(code(desk.check(withResponseBy(unchecked)))).isEqualTo("ok");
    Identity delegate = SITE.issue(responder);
    Map<String, Object> question = withResponseBy(delegate);
    assertThat(code(desk.check(question))).isEqualTo("revocation-unknown");
    // A list vouches for the server and for the delegate, whose word that it is revoked then
    // counts.
    question.put(
        "ocsp",
        List.of(
            FRESH.response(ROOT, SITE.certificate(), true),
            FRESH.responseBy(delegate, SITE, SERVER.leaf(), false)));
    question.put("crls", List.of(FRESH.list(SITE)));
    assertThat(code(desk.check(question))).isEqualTo("certificate-revoked");
    question.put("crls", List.of(FRESH.list(SITE, delegate.leaf())));
    assertThat(code(desk.check(question))).isEqualTo("ok");
  }

  @Test
  void nobodyElseIsADelegate() {
    Wish responder =
        Wish.named("CN=responder").withUses(KEY_PURPOSE_OCSP_SIGNING).whoseRevocationNobodyChecks();
    for (Identity nobody :
        List.of(
            SITE.issue(Wish.named("CN=responder").whoseRevocationNobodyChecks()),
            SITE.issue(responder.withKeyUsage(KeyUsage.keyEncipherment)),
            SITE.issue(
                responder.valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))),
            Authority.root("site").issue(responder),
            ROOT.issue(responder))) {
      assertThat(code(desk.check(withResponseBy(nobody)))).isEqualTo("revocation-unknown");
    }
  }

  /** Whoever breaks its key calls a stolen certificate good. */
  @Test
  void aDelegatesKeyIsHeldToTheFloor() {
    Wish responder =
        Wish.named("CN=responder").withUses(KEY_PURPOSE_OCSP_SIGNING).whoseRevocationNobodyChecks();
    Identity strong = SITE.issue(responder.withKeys(Keys.rsa(2048)));
    assertThat(code(desk.check(withResponseBy(strong)))).isEqualTo("ok");
    for (KeyPair weak : List.of(Keys.rsa(1024), Keys.oldEc("secp256k1"))) {
      Map<String, Object> question = withResponseBy(SITE.issue(responder.withKeys(weak)));
      assertThat(code(desk.check(question))).isEqualTo("revocation-unknown");
      question.put("profile", "rfc5280");
      assertThat(code(desk.check(question))).isEqualTo("ok");
    }
  }

  /** RFC 5280, 4.2: whoever does not understand what is critical must refuse it. */
  @Test
  void aDelegateWithACriticalRiddleIsNone() {
    Wish responder =
        Wish.named("CN=responder").withUses(KEY_PURPOSE_OCSP_SIGNING).whoseRevocationNobodyChecks();
    ASN1ObjectIdentifier riddle = new ASN1ObjectIdentifier("1.2.3.4.5");
    for (boolean critical : new boolean[] {false, true}) {
      X509Certificate made =
          Forged.by(SITE, responder).with(riddle, critical, DERNull.INSTANCE).certificate();
      Identity delegate = new Identity(responder.keys().getPrivate(), List.of(made));
      assertThat(code(desk.check(withResponseBy(delegate))))
          .isEqualTo(critical ? "revocation-unknown" : "ok");
    }
  }

  @Test
  void anAuthorityWithAnEd25519KeyIsHeardByResponses() {
    Authority site =
        ROOT.subordinate(Authority.asAuthority(Wish.named("CN=ed").withKeys(Keys.ed25519())));
    Wish wish = Wish.server("pumps.example.org").signedWith("Ed25519");
    X509Certificate leaf = site.issue(wish).leaf();
    Map<String, Object> question =
        aboutServer("chain", List.of(der(leaf), der(site.certificate())));
    String ofSite = FRESH.response(ROOT, site.certificate(), true);
    question.put("ocsp", List.of(ofSite, FRESH.response(site, leaf, true)));
    assertThat(code(desk.check(question))).isEqualTo("ok");
    question.put("crls", List.of(FRESH.list(site)));
    question.put("ocsp", List.of(ofSite, FRESH.response(site, leaf, false)));
    assertThat(code(desk.check(question))).isEqualTo("certificate-revoked");
  }

  /** A delegate with a key of another kind than its issuer's is none the worse. */
  @Test
  void aDelegateOfAnEd25519AuthorityMayHaveAnyKey() {
    Authority site =
        ROOT.subordinate(Authority.asAuthority(Wish.named("CN=ed").withKeys(Keys.ed25519())));
    X509Certificate leaf =
        site.issue(Wish.server("pumps.example.org").signedWith("Ed25519")).leaf();
    Identity delegate =
        site.issue(
            Wish.named("CN=responder")
                .signedWith("Ed25519")
                .withUses(KEY_PURPOSE_OCSP_SIGNING)
                .whoseRevocationNobodyChecks());
    Map<String, Object> question =
        aboutServer("chain", List.of(der(leaf), der(site.certificate())));
    question.put(
        "ocsp",
        List.of(
            FRESH.response(ROOT, site.certificate(), true),
            FRESH.responseBy(delegate, site, leaf, true)));
    assertThat(code(desk.check(question))).isEqualTo("ok");
  }

  private static final String KEY_PURPOSE_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  @Test
  void anAuthorityThatMaySignNoListsSignsNone() {
    Authority only = Authority.root(Wish.named("CN=no lists").withKeyUsage(KeyUsage.keyCertSign));
    Map<String, Object> question = about("server", only.issue(Wish.server("a.example")));
    question.put("host", "a.example");
    question.put("anchors", List.of(der(only.certificate())));
    question.put("crls", List.of(FRESH.list(only)));
    assertThat(code(desk.check(question))).isEqualTo("revocation-unknown");
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
  void aResponseThatIsNoneSaysNothing() {
    assertThat(judged("ocsp", List.of("bm9uc2Vuc2U="))).isEqualTo("revocation-unknown");
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
