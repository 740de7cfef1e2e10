// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import static io.pumpbridge.trust.check.TrustQuestions.FRESH;
import static io.pumpbridge.trust.check.TrustQuestions.ROOT;
import static io.pumpbridge.trust.check.TrustQuestions.SERVER;
import static io.pumpbridge.trust.check.TrustQuestions.SITE;
import static io.pumpbridge.trust.check.TrustQuestions.TWO_DAYS_LATE;
import static io.pumpbridge.trust.check.TrustQuestions.about;
import static io.pumpbridge.trust.check.TrustQuestions.aboutServer;
import static io.pumpbridge.trust.check.TrustQuestions.code;
import static io.pumpbridge.trust.check.TrustQuestions.der;
import static io.pumpbridge.trust.check.TrustQuestions.deskAt;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

/** What lists and responses say of a server, and whom the desk believes. */
final class RevocationAnswersTest {
  private static final String KEY_PURPOSE_OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  /** So late that whatever a case says no time of has ended. */
  private final TrustDeskComponent desk = deskAt(NOW.plus(Duration.ofDays(4000)));

  private Object judged(String name, Object value) {
    return code(desk.check(aboutServer(name, value)));
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
  void aResponseThatIsNoneSaysNothing() {
    assertThat(judged("ocsp", List.of("bm9uc2Vuc2U="))).isEqualTo("revocation-unknown");
  }
}
