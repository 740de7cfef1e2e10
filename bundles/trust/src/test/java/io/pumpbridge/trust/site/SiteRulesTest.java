// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.SiteStatement.People;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.SignerTrust;
import io.pumpbridge.trust.site.SitePackage.Use;
import io.pumpbridge.trust.site.SiteRules.Gateway;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attacks and mistakes, each with its code. */
final class SiteRulesTest {
  private static final Authority SERVERS = Authority.root("server root");
  private static final Authority SIGNERS = Authority.root("signer root");
  private static final Authority NEW_SERVERS = Authority.root("new server root");
  private static final Authority NEW_SIGNERS = Authority.root("new signer root");
  private static final People PEOPLE = People.below(SIGNERS);
  private static final People NEW_PEOPLE = People.below(NEW_SIGNERS);
  private static final List<X509Certificate> OWN = SERVERS.issue(Wish.gateway("gw-1")).chain();
  private static final Instant NEXT_YEAR = NOW.plus(Duration.ofDays(300));

  private Optional<SitePackage> inForce = Optional.empty();
  private List<X509Certificate> own = OWN;

  private static SiteStatement statement(long number) {
    return SiteStatement.number(number).server(SERVERS).signers(SIGNERS);
  }

  private SitePackage judge(Bytes signed) throws TrustException {
    List<X509Certificate> anchors =
        inForce.map(site -> site.anchors(Use.SIGNERS, NOW)).orElse(List.of(SIGNERS.certificate()));
    SignerTrust trust =
        new SignerTrust(
            anchors, inForce.map(SitePackage::withdrawals).orElse(certificate -> false));
    List<X509Certificate> server =
        inForce.map(site -> site.anchors(Use.SERVER, NOW)).orElse(List.of(SERVERS.certificate()));
    Gateway gateway = new Gateway(SiteStatement.HOSPITAL, own, server);
    return SiteRules.following(signed, trust, inForce, gateway, NOW).site();
  }

  private void inForce(Bytes signed) throws TrustException {
    inForce = Optional.of(judge(signed));
  }

  private TrustException refused(Refusal reason, Bytes signed) {
    return Refused.with(reason, () -> judge(signed));
  }

  @Test
  void whatTwoPeopleOfTheHospitalSignedIsTaken() throws Exception {
    inForce(statement(1).by(PEOPLE));
    inForce(statement(3).by(PEOPLE));
    assertThat(inForce.orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void numbersOnlyGoForward() throws Exception {
    inForce(statement(5).by(PEOPLE));
    refused(Refusal.SITE_NOT_NEWER, statement(4).by(PEOPLE));
    refused(Refusal.SITE_NOT_NEWER, statement(5).with("reason", "another").by(PEOPLE));
  }

  @Test
  void onePersonOrOneRoleIsNotEnough() {
    String text = statement(1).text();
    refused(Refusal.ROLE_MISSING, SignedFile.of(text).by(PEOPLE.author()).bytes());
    refused(
        Refusal.SAME_SIGNER, SignedFile.of(text).by(PEOPLE.author()).by(PEOPLE.author()).bytes());
    Identity both =
        SIGNERS.issue(SignedFile.person("Ada of signer root", SignerRole.SITE_APPROVER));
    refused(Refusal.SAME_SIGNER, SignedFile.of(text).by(PEOPLE.author()).by(both).bytes());
    Identity other = SIGNERS.issue(SignedFile.person("Cid", SignerRole.SITE_AUTHOR));
    refused(Refusal.ROLE_MISSING, SignedFile.of(text).by(PEOPLE.author()).by(other).bytes());
    Identity librarian = SIGNERS.issue(SignedFile.person("Lea", SignerRole.LIBRARY_APPROVER));
    refused(Refusal.ROLE_MISSING, SignedFile.of(text).by(PEOPLE.author()).by(librarian).bytes());
    refused(Refusal.SIGNER_MISSING, SignedFile.of(text).bytes());
  }

  @Test
  void whatStrangersOrEndedCertificatesSignedIsRefused() {
    refused(Refusal.CHAIN_UNTRUSTED, statement(1).by(NEW_PEOPLE));
    refused(Refusal.CHAIN_UNTRUSTED, statement(1).by(People.below(Authority.root("signer root"))));
    Identity ended =
        SIGNERS.issue(
            SignedFile.person("Eve", SignerRole.SITE_APPROVER)
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1))));
    refused(
        Refusal.CERTIFICATE_EXPIRED,
        SignedFile.of(statement(1).text()).by(PEOPLE.author()).by(ended).bytes());
  }

  @Test
  void noBitOfItMayChange() throws Exception {
    byte[] good = statement(1).by(PEOPLE).toArray();
    judge(Bytes.of(good));
    for (int place = 0; place < good.length; place += 7) {
      byte[] changed = good.clone();
      changed[place] ^= 1;
      assertThat(catchThrowable(() -> judge(Bytes.of(changed))))
          .as("byte %d", place)
          .isInstanceOf(TrustException.class);
    }
  }

  @Test
  void whatIsForOthersOrDatedAheadOrTooLargeIsRefused() {
    refused(Refusal.SITE_OTHER_HOSPITAL, statement(1).with("hospital", "Other").by(PEOPLE));
    refused(
        Refusal.SITE_DATED_AHEAD,
        statement(1).with("issued_at", "2026-06-02T12:00:01Z").by(PEOPLE));
    refused(Refusal.TOO_LARGE, statement(1).with("reason", "x".repeat(300_000)).by(PEOPLE));
    refused(Refusal.SITE_MALFORMED, statement(1).with("raeson", "x").by(PEOPLE));
    refused(
        Refusal.SIGNING_TIME_IMPLAUSIBLE,
        SignedFile.of(statement(1).text())
            .by(PEOPLE.author())
            .by(PEOPLE.approver())
            .at(NOW.plus(Duration.ofDays(2)))
            .bytes());
    refused(Refusal.MALFORMED, Bytes.EMPTY);
  }

  @Test
  void oneAnchorOfEachKindMustStay() {
    refused(
        Refusal.SITE_ANCHOR_UNUSABLE,
        SiteStatement.number(1).serverUntil(SERVERS, NEXT_YEAR).signers(SIGNERS).by(PEOPLE));
    Authority coming =
        Authority.root(
            Authority.asAuthority(Wish.named("CN=coming")).valid(NOW.plusSeconds(60), NEXT_YEAR));
    refused(
        Refusal.SITE_ANCHOR_UNUSABLE,
        SiteStatement.number(1)
            .serverUntil(SERVERS, NEXT_YEAR)
            .server(coming)
            .signers(SIGNERS)
            .by(PEOPLE));
  }

  @Test
  void whatIsNoAuthorityOrTooWeakIsNoAnchor() {
    Authority weak =
        Authority.root(
            Authority.asAuthority(
                Wish.named("CN=weak").withKeys(Keys.rsa(1024)).signedWith("SHA256withRSA")));
    TrustException refused =
        refused(Refusal.SITE_ANCHOR_UNUSABLE, statement(1).server(weak).by(PEOPLE));
    assertThat(refused.subject()).isEqualTo("CN=weak");
    Authority noIssuer = Authority.root(Wish.named("CN=no issuer"));
    refused(Refusal.SITE_ANCHOR_UNUSABLE, statement(1).signers(noIssuer).by(PEOPLE));
  }

  @Test
  void theSignersRootChangesInTwoStepsAndNotInOne() throws Exception {
    refused(
        Refusal.SITE_LOCKS_OUT,
        SiteStatement.number(1).server(SERVERS).signers(NEW_SIGNERS).by(PEOPLE));
    inForce(
        SiteStatement.number(1)
            .server(SERVERS)
            .signersUntil(SIGNERS, NEXT_YEAR)
            .signers(NEW_SIGNERS)
            .by(PEOPLE));
    inForce(SiteStatement.number(2).server(SERVERS).signers(NEW_SIGNERS).by(NEW_PEOPLE));
    refused(
        Refusal.CHAIN_UNTRUSTED,
        SiteStatement.number(3).server(SERVERS).signers(SIGNERS).by(PEOPLE));
  }

  @Test
  void theRootOfOurOwnCertificateGoesOnlyWhenThePackageSaysSo() throws Exception {
    SiteStatement without = SiteStatement.number(1).server(NEW_SERVERS).signers(SIGNERS);
    TrustException refused = refused(Refusal.SITE_LOCKS_OUT, without.by(PEOPLE));
    assertThat(refused.subject()).isEqualTo("CN=gw-1");
    judge(without.with("reissue", true).by(PEOPLE));
  }

  @Test
  void whatDoesNotCountTodayCannotBeLost() throws Exception {
    Bytes other = SiteStatement.number(1).server(NEW_SERVERS).signers(SIGNERS).by(PEOPLE);
    own = List.of();
    judge(other);
    own =
        SERVERS
            .issue(Wish.gateway("gw-1").valid(NOW.minusSeconds(20), NOW.minusSeconds(10)))
            .chain();
    judge(other);
    own = NEW_SERVERS.issue(Wish.gateway("gw-1")).chain();
    judge(other);
  }

  @Test
  void whoIsWithdrawnSignsNoMoreAndStaysWithdrawn() throws Exception {
    Fields benByHash =
        Fields.builder().put("sha256", Withdrawal.fingerprint(PEOPLE.approver().leaf())).build();
    refused(Refusal.SITE_LOCKS_OUT, statement(1).withdrawing(benByHash).by(PEOPLE));
    Identity cid = SIGNERS.issue(SignedFile.person("Cid", SignerRole.SITE_APPROVER));
    People others = new People(PEOPLE.author(), cid);
    inForce(statement(1).withdrawing(benByHash).by(others));
    refused(Refusal.SIGNER_WITHDRAWN, statement(2).withdrawing(benByHash).by(PEOPLE));
    refused(Refusal.SITE_WITHDRAWAL_MISSING, statement(2).by(others));
    inForce(statement(2).withdrawing(benByHash).by(others));
  }

  /** Whoever holds a certificate can write down its ECDSA signature in another way. */
  @Test
  void whoIsWithdrawnStaysSoInWhateverFormHeShowsHisCertificate() throws Exception {
    Fields benByHash =
        Fields.builder().put("sha256", Withdrawal.fingerprint(PEOPLE.approver().leaf())).build();
    Identity cid = SIGNERS.issue(SignedFile.person("Cid", SignerRole.SITE_APPROVER));
    inForce(statement(1).withdrawing(benByHash).by(new People(PEOPLE.author(), cid)));
    X509Certificate other = OtherFormsTest.mirrored(PEOPLE.approver().leaf(), "secp256r1");
    Identity ben = new Identity(PEOPLE.approver().key(), List.of(other));
    refused(
        Refusal.SIGNER_WITHDRAWN,
        statement(2).withdrawing(benByHash).by(new People(PEOPLE.author(), ben)));
  }

  @Test
  void aCertificateIsWithdrawnByIssuerAndSerialTooAndAnAuthorityWithAllBelow() throws Exception {
    Fields ada =
        Fields.builder()
            .put("issuer", "cn=Signer  Root")
            .put("serial", PEOPLE.author().leaf().getSerialNumber().toString(16))
            .build();
    refused(Refusal.SITE_LOCKS_OUT, statement(1).withdrawing(ada).by(PEOPLE));
    Authority department = SIGNERS.subordinate(Authority.asAuthority(Wish.named("CN=department")));
    Fields all =
        Fields.builder().put("sha256", Withdrawal.fingerprint(department.certificate())).build();
    inForce(statement(1).withdrawing(all).by(PEOPLE));
    refused(Refusal.SIGNER_WITHDRAWN, statement(2).withdrawing(all).by(People.below(department)));
  }

  @Test
  void theFirstOneComesInByTheCodeOfItsOwnBytes() throws Exception {
    Gateway nobodyKnown = new Gateway(SiteStatement.HOSPITAL, List.of(), List.of());
    Bytes good = statement(4).by(PEOPLE);
    assertThat(SiteRules.first(good, SiteCode.of(good), nobodyKnown, NOW).site().number())
        .isEqualTo(4);
    Bytes other = statement(4).by(PEOPLE);
    Refused.with(
        Refusal.SITE_CODE_OTHER_PACKAGE,
        () -> SiteRules.first(other, SiteCode.of(good), nobodyKnown, NOW));
    Bytes strangers = statement(4).by(NEW_PEOPLE);
    Refused.with(
        Refusal.CHAIN_UNTRUSTED,
        () -> SiteRules.first(strangers, SiteCode.of(strangers), nobodyKnown, NOW));
    Bytes elsewhere = statement(4).with("hospital", "Other").by(PEOPLE);
    Refused.with(
        Refusal.SITE_OTHER_HOSPITAL,
        () -> SiteRules.first(elsewhere, SiteCode.of(elsewhere), nobodyKnown, NOW));
  }

  @Test
  void anAnchorCountsUntilItsTimeHasComeAndNotAtIt() throws Exception {
    SitePackage site = judge(statement(1).serverUntil(NEW_SERVERS, NEXT_YEAR).by(PEOPLE));
    assertThat(site.anchors(Use.SERVER, NEXT_YEAR.minusSeconds(1))).hasSize(2);
    assertThat(site.anchors(Use.SERVER, NEXT_YEAR)).containsExactly(SERVERS.certificate());
  }
}
