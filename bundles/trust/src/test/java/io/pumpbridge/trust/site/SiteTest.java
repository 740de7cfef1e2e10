// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SiteGateway;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.SiteStatement.People;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway comes to trust anybody, and by what it changes its mind. */
final class SiteTest {
  private static final String IN_FORCE = "site-package-in-force";
  private static final Authority ROOT = Authority.root("hospital root");
  private static final Authority OTHER = Authority.root("other root");
  private static final People PEOPLE = People.below(ROOT);
  private static final Bytes FIRST = SiteStatement.number(1).server(ROOT).signers(ROOT).by(PEOPLE);
  private static final Bytes SECOND =
      SiteStatement.number(2).server(ROOT).server(OTHER).signers(ROOT).by(PEOPLE);

  @TempDir Path folder;
  private SiteGateway gateway;

  @BeforeEach
  void start() {
    gateway = new SiteGateway(folder);
  }

  private static String code(Bytes signed) {
    return SiteCode.of(signed).printed();
  }

  private List<String> serverAnchors() throws Exception {
    return gateway.site().serverAnchors().load().stream()
        .map(anchor -> anchor.getSubjectX500Principal().getName())
        .toList();
  }

  @Test
  void whoKnowsNobodyTrustsTheFirstPackageByItsCodeOnly() throws Exception {
    Refused.with(Refusal.NO_ANCHORS, this::serverAnchors);
    assertThat(gateway.install(FIRST)).isEqualTo("site-code-needed");
    assertThat(gateway.install(FIRST, code(FIRST).substring(1))).isEqualTo("site-code-mistyped");
    assertThat(gateway.install(FIRST, code(SECOND))).isEqualTo("site-code-other-package");
    Refused.with(Refusal.NO_ANCHORS, this::serverAnchors);
    assertThat(gateway.install(FIRST, code(FIRST))).isEqualTo(IN_FORCE);
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
  }

  @Test
  void onceOneIsInForceCodesAreNoWayInAnyMore() throws Exception {
    gateway.install(FIRST, code(FIRST));
    Bytes strangers = SiteStatement.number(9).server(OTHER).signers(OTHER).by(People.below(OTHER));
    assertThat(gateway.install(strangers, code(strangers))).isEqualTo("site-code-too-late");
    assertThat(gateway.install(SECOND, code(SECOND))).isEqualTo("site-code-too-late");
    assertThat(gateway.install(strangers)).isEqualTo("chain-untrusted");
    assertThat(gateway.install(SECOND)).isEqualTo(IN_FORCE);
    assertThat(serverAnchors()).containsExactly("CN=hospital root", "CN=other root");
  }

  @Test
  void whereSomebodyMadeTheFolderByHandSignaturesRuleFromTheBeginning() throws Exception {
    ROOT.anchorIn(gateway.signerFolder());
    OTHER.anchorIn(gateway.serverFolder());
    assertThat(gateway.install(FIRST, code(FIRST))).isEqualTo("site-code-too-late");
    assertThat(serverAnchors()).containsExactly("CN=other root");
    assertThat(gateway.install(FIRST)).isEqualTo(IN_FORCE);
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
    OTHER.anchorIn(gateway.serverFolder());
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
  }

  @Test
  void aFolderThatCannotBeReadDecidesNothing() throws Exception {
    Files.createDirectories(gateway.signerFolder());
    Files.writeString(gateway.signerFolder().resolve("x.pem"), "no certificate");
    assertThat(gateway.install(FIRST, code(FIRST))).isEqualTo("anchors-unreadable");
  }

  @Test
  void theSameBytesAgainChangeNothingEvenWhenTheirSignersHaveEnded() {
    gateway.install(FIRST, code(FIRST));
    gateway.clock.set(NOW.plus(Duration.ofDays(1000)), ClockQuality.SYNCHRONISED);
    assertThat(gateway.install(FIRST)).isEqualTo("site-package-already-in-force");
    gateway.restart();
    assertThat(gateway.site().showSite()).containsEntry("source", "site-package");
  }

  @Test
  void anAnchorLeavesWhenItsTimeHasComeAlsoByTheFloorOfTheClock() throws Exception {
    var until = NOW.plus(Duration.ofDays(10));
    Bytes overlap =
        SiteStatement.number(1).server(ROOT).serverUntil(OTHER, until).signers(ROOT).by(PEOPLE);
    gateway.install(overlap, code(overlap));
    assertThat(serverAnchors()).hasSize(2);
    gateway.clock.set(until.minusSeconds(1), ClockQuality.FLOOR);
    assertThat(serverAnchors()).hasSize(2);
    gateway.clock.set(until, ClockQuality.FLOOR);
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
  }

  @Test
  void aDamagedPackageIsMendedByItsOwnBytesAndByNothingElse() throws Exception {
    gateway.install(FIRST, code(FIRST));
    Files.writeString(gateway.state().resolve("site.p7m"), "torn");
    gateway.restart();
    Refused.with(Refusal.SITE_PACKAGE_DAMAGED, this::serverAnchors);
    Refused.with(Refusal.SITE_PACKAGE_DAMAGED, () -> gateway.site().signerAnchors().load());
    assertThat(gateway.site().showSite()).containsEntry("source", "damaged");
    assertThat(gateway.install(SECOND)).isEqualTo("site-package-damaged");
    assertThat(gateway.install(SECOND, code(SECOND))).isEqualTo("site-package-damaged");
    assertThat(gateway.install(FIRST)).isEqualTo(IN_FORCE);
    assertThat(gateway.install(SECOND)).isEqualTo(IN_FORCE);
    assertThat(gateway.heard.said("cause"))
        .containsExactly(
            "SITE_PACKAGE_IN_FORCE code",
            "SITE_PACKAGE_REFUSED null",
            "SITE_PACKAGE_REFUSED null",
            "SITE_PACKAGE_REFUSED null",
            "SITE_PACKAGE_IN_FORCE mended",
            "SITE_PACKAGE_IN_FORCE signed");
  }

  @Test
  void theAuditLaneHearsNumberHashSignersAndEveryRefusal() {
    gateway.install(FIRST, code(FIRST));
    var details = gateway.heard.last().details().toTree();
    assertThat(details)
        .containsEntry("number", 1L)
        .containsEntry("signed_sha256", EventRecord.hashOf(FIRST))
        .containsEntry("cause", "code")
        .containsEntry(
            "signers",
            List.of(
                Map.of("role", "site-author", "subject", "CN=Ada of hospital root"),
                Map.of("role", "site-approver", "subject", "CN=Ben of hospital root")));
    gateway.install(Bytes.EMPTY);
    assertThat(gateway.heard.last().details().toTree())
        .containsEntry("code", "malformed")
        .containsEntry("signed_sha256", EventRecord.hashOf(Bytes.EMPTY));
    gateway.restart();
    assertThat(gateway.heard.said("cause")).last().isEqualTo("SITE_PACKAGE_IN_FORCE loaded");
  }

  @Test
  void whatWouldCostThisGatewayItsCertificateIsRefused() {
    gateway.install(FIRST, code(FIRST));
    gateway.has(ROOT.issue(Wish.gateway("gw-1")));
    SiteStatement without = SiteStatement.number(2).server(OTHER).signers(ROOT);
    assertThat(gateway.install(without.by(PEOPLE))).isEqualTo("site-locks-out");
    assertThat(gateway.install(without.with("reissue", true).by(PEOPLE))).isEqualTo(IN_FORCE);
  }

  @Test
  void aRevokedAdministratorCannotChangeAnythingAndTakesNothingAlong() throws Exception {
    gateway.install(FIRST, code(FIRST));
    Path lists = Files.createDirectory(folder.resolve("lists"));
    gateway.knows(
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(lists),
            StateFolder.open(lists.resolve("received"))));
    gateway.restart();
    assertThat(gateway.install(SECOND)).isEqualTo("revocation-unknown");
    Revocation now = new Revocation(NOW.minusSeconds(60), NOW.plusSeconds(60));
    Path list = lists.resolve("root.crl");
    Files.write(list, Base64.getDecoder().decode(now.list(ROOT, PEOPLE.approver().leaf())));
    assertThat(gateway.install(SECOND)).isEqualTo("certificate-revoked");
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
    Files.delete(list);
    Files.write(lists.resolve("newer.crl"), Base64.getDecoder().decode(now.list(ROOT)));
    assertThat(gateway.install(SECOND)).isEqualTo(IN_FORCE);
  }

  @Test
  void aFullDiskLeavesTheOldOneInForce() throws Exception {
    gateway.install(FIRST, code(FIRST));
    Files.createDirectory(gateway.state().resolve("site.p7m.new"));
    Files.writeString(gateway.state().resolve("site.p7m.new/x"), "in the way");
    assertThat(gateway.install(SECOND)).isEqualTo("site-package-unwritable");
    assertThat(serverAnchors()).containsExactly("CN=hospital root");
  }
}
