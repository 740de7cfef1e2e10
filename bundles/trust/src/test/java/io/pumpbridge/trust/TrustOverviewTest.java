// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician is told, over all of trust. */
final class TrustOverviewTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Authority ROOT =
      Authority.root(
          Authority.asAuthority(
              Wish.named("CN=hospital root").valid(BUILT, BUILT.plus(DAY.multipliedBy(3650)))));

  @TempDir Path folder;
  private RawTime machine = new RawTime(NOW, true, 0);
  private RevocationRules revocation = RevocationRules.staleOk(Optional.of(DAY.multipliedBy(14)));
  private RenewalSettings renewal = RenewalSettings.OFF;
  private Path lists;

  @BeforeEach
  void aFolderForLists() throws Exception {
    lists = Files.createDirectories(folder.resolve("anchors/revocation"));
  }

  private Trust start() throws Exception {
    Settings settings =
        new Settings(
            "gw-1",
            SiteStatement.HOSPITAL,
            folder.resolve("anchors"),
            revocation,
            KeySettings.DEFAULT,
            renewal);
    return Trust.start(folder.resolve("trust"), settings, new EarlyTrail(), () -> machine, BUILT);
  }

  private Fields told() throws Exception {
    try (Trust trust = start()) {
      return Fields.from(trust.overview().showTrust());
    }
  }

  private Fields brief() throws Exception {
    try (Trust trust = start()) {
      return Fields.from(trust.overview().trustInBrief());
    }
  }

  private static List<String> codes(Fields told) throws Exception {
    return told.list("attention").stream().map(one -> one.toTree().get("code") + "").toList();
  }

  private static boolean stopped(Fields told) throws Exception {
    return told.findFlag("stopped").orElseThrow();
  }

  private X509Certificate provisioned(Duration left) throws Exception {
    IdentityStore store =
        new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var key = store.waiting();
    Wish wish =
        Wish.gateway("gw-1")
            .withKeys(new KeyPair(key.publicKey(), key.key()))
            .valid(BUILT, NOW.plus(left));
    store.install(ROOT.issue(wish).chain());
    return store.find().orElseThrow().leaf();
  }

  private void trusting() throws Exception {
    ROOT.anchorIn(folder.resolve("anchors/server"));
    ROOT.anchorIn(folder.resolve("anchors/signers"));
    list(NOW.minus(DAY), NOW.plus(DAY));
  }

  private void list(Instant issued, Instant next, X509Certificate... revoked) throws Exception {
    String base64 = new Revocation(issued, next).list(ROOT, revoked);
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(base64));
  }

  private Fields onlyList(Fields told) throws Exception {
    assertThat(told.fields("revocation").list("lists")).hasSize(1);
    return told.fields("revocation").list("lists").get(0);
  }

  @Test
  void beforeProvisioningItSaysThatNothingWorksAndWhy() throws Exception {
    Fields told = told();
    assertThat(told.text("gateway_id")).isEqualTo("gw-1");
    assertThat(told.fields("identity").names()).containsExactly("keys");
    assertThat(told.fields("trusted").text("source")).isEqualTo("nobody");
    assertThat(told.fields("renewal").text("by")).isEqualTo("file");
    assertThat(stopped(told)).isTrue();
    assertThat(codes(told)).containsExactly("no-identity", "no-anchors", "no-anchors");
    assertThat(told.list("attention").get(0).text("sentence")).contains("pump-bridge provision");
    assertThat(folder.resolve("trust/" + IdentityStore.FILE + ".waiting"))
        .as("looking makes no key")
        .doesNotExist();
  }

  @Test
  void whoWaitsForACertificateSaysSo() throws Exception {
    try (Trust trust = start()) {
      trust.provisioning().request();
      Fields told = Fields.from(trust.overview().showTrust());
      assertThat(told.fields("identity").fields("waiting").text("key")).isEqualTo("EC 256");
    }
  }

  @Test
  void aGatewayInOrderTellsItsCertificateItsAuthoritiesAndItsLists() throws Exception {
    X509Certificate leaf = provisioned(DAY.multipliedBy(200));
    trusting();
    Fields told = told();
    assertThat(codes(told)).isEmpty();
    assertThat(stopped(told)).isFalse();
    assertThat(told.fields("health").text("code")).isEqualTo("ok");
    Fields own = told.fields("identity").fields("in_use");
    assertThat(own.text("subject")).isEqualTo("CN=gw-1");
    assertThat(own.text("issuer")).isEqualTo("CN=hospital root");
    assertThat(own.text("serial")).isEqualTo(leaf.getSerialNumber().toString(16));
    assertThat(own.text("key")).isEqualTo("EC 256");
    assertThat(own.whole("days_left")).isEqualTo(200);
    assertThat(own.time("begins")).isEqualTo(BUILT);
    Fields trusted = told.fields("trusted");
    assertThat(trusted.text("source")).isEqualTo("folder");
    assertThat(trusted.list("servers").get(0).text("subject")).isEqualTo("CN=hospital root");
    assertThat(trusted.list("signers")).hasSize(1);
    Fields list = onlyList(told);
    assertThat(list.text("state")).isEqualTo("current");
    assertThat(list.texts("for")).containsExactly("servers", "signers");
    assertThat(told.fields("clock").text("quality")).isEqualTo("synchronised");
  }

  @Test
  void theGenerationBeforeIsToldAsLongAsItIsKept() throws Exception {
    trusting();
    X509Certificate first = provisioned(DAY.multipliedBy(50));
    provisioned(DAY.multipliedBy(200));
    Fields identity = told().fields("identity");
    assertThat(identity.fields("previous").text("serial"))
        .isEqualTo(first.getSerialNumber().toString(16));
    assertThat(identity.fields("in_use").whole("days_left")).isEqualTo(200);
    assertThat(brief().list("certificates"))
        .extracting(one -> one.text("generation"))
        .containsExactly("in-use", "previous");
  }

  @Test
  void anEndThatComesIsSaidAndOneThatHasComeStopsConnections() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(29));
    Fields soon = told();
    assertThat(codes(soon)).containsExactly("certificate-ends-soon");
    assertThat(stopped(soon)).isFalse();
    machine = new RawTime(NOW.plus(DAY.multipliedBy(29)).plusSeconds(1), true, 0);
    list(NOW, machine.system().plus(DAY));
    Fields ended = told();
    assertThat(codes(ended)).containsExactly("certificate-ended");
    assertThat(stopped(ended)).isTrue();
    assertThat(ended.fields("identity").fields("in_use").whole("days_left")).isEqualTo(-1);
    assertThat(ended.fields("health").text("level")).isEqualTo("critical");
  }

  @Test
  void aCertificateForSomebodyElseIsShownAndRefused() throws Exception {
    trusting();
    IdentityStore store =
        new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    var key = store.waiting();
    Wish other = Wish.gateway("gw-2").withKeys(new KeyPair(key.publicKey(), key.key()));
    store.install(ROOT.issue(other).chain());
    Fields told = told();
    assertThat(codes(told)).containsExactly("identity-wrong-gateway");
    assertThat(told.fields("identity").fields("in_use").text("subject")).isEqualTo("CN=gw-2");
  }

  @Test
  void aListThatIsOverdueCountsUntilADayThatIsToldAndThenStopsEverything() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(200));
    list(NOW.minus(DAY.multipliedBy(8)), NOW.minus(DAY));
    Fields stale = told();
    assertThat(onlyList(stale).text("state")).isEqualTo("stale");
    assertThat(onlyList(stale).time("honoured_until")).isEqualTo(NOW.plus(DAY.multipliedBy(13)));
    assertThat(codes(stale)).containsExactly("revocation-list-stale");
    assertThat(stopped(stale)).isFalse();
    revocation = RevocationRules.REQUIRED;
    Fields tooOld = told();
    assertThat(onlyList(tooOld).text("state")).isEqualTo("too-old");
    assertThat(codes(tooOld)).containsExactly("revocation-stale");
    assertThat(stopped(tooOld)).isTrue();
    revocation = RevocationRules.IF_KNOWN;
    Fields unasked = told();
    assertThat(unasked.fields("revocation").text("policy")).isEqualTo("if-known");
    assertThat(onlyList(unasked).text("state")).isEqualTo("stale");
    assertThat(stopped(unasked)).isFalse();
  }

  @Test
  void anAuthorityWithoutAListIsNamedWhereTheHospitalDemandsOne() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(200));
    Files.delete(lists.resolve("root.crl"));
    Fields told = told();
    assertThat(onlyList(told).text("state")).isEqualTo("none");
    assertThat(onlyList(told).text("issuer")).isEqualTo("CN=hospital root");
    assertThat(codes(told)).containsExactly("revocation-unknown");
    assertThat(told.list("attention").get(0).text("sentence"))
        .contains("CN=hospital root", "servers and signatures below it", lists.toString());
    revocation = RevocationRules.IF_KNOWN;
    assertThat(codes(told())).isEmpty();
  }

  @Test
  void aSitePackageTellsWhoLeavesAndWhoIsWithdrawn() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(200));
    Authority next = Authority.root("next root");
    Instant leaves = NOW.plus(DAY.multipliedBy(10));
    String hash = "ab".repeat(32);
    Bytes signed =
        SiteStatement.number(7)
            .server(ROOT)
            .serverUntil(next, leaves)
            .signers(ROOT)
            .withdrawing(Fields.builder().put("sha256", hash).build())
            .by(SiteStatement.People.below(ROOT));
    try (Trust trust = start()) {
      assertThat(trust.whom().site().installSite(signed.toArray(), ""))
          .containsEntry("accepted", true);
      Fields told = Fields.from(trust.overview().showTrust());
      Fields trusted = told.fields("trusted");
      assertThat(trusted.text("source")).isEqualTo("site-package");
      assertThat(trusted.fields("site_package").whole("number")).isEqualTo(7);
      assertThat(trusted.list("servers").get(1).time("leaves")).isEqualTo(leaves);
      assertThat(trusted.whole("withdrawn_count")).isEqualTo(1);
      assertThat(trusted.list("withdrawn").get(0).text("sha256")).isEqualTo(hash);
      assertThat(codes(told)).as("the next root has no list").containsExactly("revocation-unknown");
      assertThat(told.fields("revocation").list("lists")).hasSize(2);
    }
    Files.writeString(folder.resolve("trust/site.p7m"), "torn");
    Fields damaged = told();
    assertThat(codes(damaged)).containsExactly("site-package-damaged");
    assertThat(damaged.fields("trusted").text("source")).isEqualTo("damaged");
  }

  @Test
  void aClockThatStandsInThePastSaysWhoKnowsBetter() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(200));
    told();
    machine = new RawTime(Instant.EPOCH, false, 0);
    Fields clock = told().fields("clock");
    assertThat(clock.text("quality")).isEqualTo("floor");
    assertThat(clock.time("floor")).isEqualTo(NOW);
    assertThat(clock.fields("floor_by").text("who")).isEqualTo("machine");
    assertThat(codes(told())).containsExactly("clock-at-floor");
  }

  /** Its light is amber, and that of a coming end is green with winks. */
  @Test
  void aClockThatJumpedIsNotHiddenByAnEndThatComes() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(420));
    try (Trust trust = start()) {
      trust.clock().read();
      Instant far = NOW.plus(DAY.multipliedBy(400));
      list(NOW, far.plus(DAY));
      machine = new RawTime(far, true, 1_000);
      trust.clock().read();
      assertThat(trust.health().check().code()).isEqualTo("clock-jumped");
      assertThat(codes(Fields.from(trust.overview().showTrust())))
          .containsExactlyInAnyOrder("clock-jumped", "certificate-ends-soon");
    }
  }

  @Test
  void renewalByEstTellsWhenItTriesNext() throws Exception {
    renewal = RenewalSettings.from("https://est.example.org", 5, false);
    trusting();
    provisioned(DAY.multipliedBy(200));
    Fields told = told().fields("renewal");
    assertThat(told.text("by")).isEqualTo("est");
    assertThat(told.text("server")).contains("est.example.org");
    assertThat(told.whole("grace_days")).isEqualTo(5);
    assertThat(told.time("next")).isBetween(NOW, NOW.plus(DAY.multipliedBy(200)));
    assertThat(told.has("last")).isFalse();
  }

  @Test
  void anAttemptThatFailedIsToldUntilACertificateComesThatBeganLater() throws Exception {
    renewal = RenewalSettings.from("https://est.example.org", 5, false);
    trusting();
    provisioned(DAY.multipliedBy(200));
    Path notes = folder.resolve("trust/renewal.notes");
    Files.writeString(notes, "last " + NOW + " failed est-timeout No answer came.\n");
    Fields told = told();
    assertThat(codes(told)).containsExactly("renewal-failed");
    assertThat(told.fields("renewal").fields("last").text("code")).isEqualTo("est-timeout");
    Files.writeString(
        notes, "last " + BUILT.minusSeconds(1) + " failed est-timeout No answer came.\n");
    assertThat(codes(told())).isEmpty();
    Files.writeString(notes, "last " + NOW + " pending est-pending Somebody has to approve it.\n");
    assertThat(codes(told())).containsExactly("est-pending");
  }

  @Test
  void aDamagedKeyStoreIsSaidInItsPlace() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(200));
    Files.writeString(folder.resolve("trust/" + IdentityStore.FILE), "torn");
    Fields told = told();
    assertThat(codes(told)).containsExactly("key-store-damaged");
    assertThat(told.fields("trusted").list("servers")).hasSize(1);
  }

  @Test
  void anAuthorityThatEndsIsSaidInTime() throws Exception {
    Authority brief =
        Authority.root(
            Authority.asAuthority(
                Wish.named("CN=brief root").valid(BUILT, NOW.plus(DAY.multipliedBy(80)))));
    trusting();
    provisioned(DAY.multipliedBy(200));
    brief.anchorIn(folder.resolve("anchors/server"));
    String base64 = new Revocation(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(90))).list(brief);
    Files.write(lists.resolve("brief.crl"), Base64.getDecoder().decode(base64));
    assertThat(codes(told())).containsExactly("anchor-ends-soon");
    machine = new RawTime(NOW.plus(DAY.multipliedBy(81)), true, 0);
    list(NOW, machine.system().plus(DAY));
    Fields ended = told();
    assertThat(codes(ended)).containsExactly("anchor-ended");
    assertThat(stopped(ended)).isTrue();
  }

  @Test
  void theServerHearsTheSameInBrief() throws Exception {
    X509Certificate leaf = provisioned(DAY.multipliedBy(29));
    trusting();
    Fields brief = brief();
    assertThat(brief.names())
        .containsExactly("attention", "certificates", "clock", "revocation", "stopped", "trusted");
    assertThat(brief.texts("attention")).containsExactly("certificate-ends-soon");
    assertThat(brief.list("certificates").get(0).time("ends"))
        .isEqualTo(leaf.getNotAfter().toInstant());
    assertThat(brief.fields("revocation").text("policy")).isEqualTo("stale-ok");
    assertThat(brief.fields("revocation").list("lists").get(0).text("state")).isEqualTo("current");
    assertThat(brief.fields("trusted").list("servers").get(0).time("ends"))
        .isEqualTo(ROOT.certificate().getNotAfter().toInstant());
    assertThat(brief.fields("clock").text("quality")).isEqualTo("synchronised");
  }

  @Test
  void nothingSecretIsTold() throws Exception {
    trusting();
    provisioned(DAY.multipliedBy(29));
    String told = told().toString() + brief();
    String secret = Files.readString(folder.resolve("trust/" + IdentityStore.SECRET_FILE)).strip();
    assertThat(secret).isNotEmpty();
    assertThat(told).doesNotContain(secret).doesNotContain("identity.secret");
    for (Map.Entry<String, Object> one : told().toTree().entrySet()) {
      assertThat(one.getKey()).doesNotContain("password").doesNotContain("pin");
    }
    assertThat(told.getBytes(StandardCharsets.UTF_8).length).isLessThan(16 * 1024);
  }
}
