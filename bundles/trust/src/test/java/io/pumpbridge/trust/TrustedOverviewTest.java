// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.OverviewBench.BUILT;
import static io.pumpbridge.trust.OverviewBench.DAY;
import static io.pumpbridge.trust.OverviewBench.NOW;
import static io.pumpbridge.trust.OverviewBench.codes;
import static io.pumpbridge.trust.OverviewBench.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SiteStatement;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician is told of whom this gateway trusts, and by what time, over all of trust. */
final class TrustedOverviewTest {
  @TempDir Path folder;
  private OverviewBench bench;

  @BeforeEach
  void aGateway() throws Exception {
    bench = new OverviewBench(folder);
  }

  @Test
  void aListThatIsOverdueCountsUntilADayThatIsToldAndThenStopsEverything() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    bench.list(NOW.minus(DAY.multipliedBy(8)), NOW.minus(DAY));
    Fields stale = bench.told();
    assertThat(bench.onlyList(stale).text("state")).isEqualTo("stale");
    assertThat(bench.onlyList(stale).time("honoured_until"))
        .isEqualTo(NOW.plus(DAY.multipliedBy(13)));
    assertThat(codes(stale)).containsExactly("revocation-list-stale");
    assertThat(stopped(stale)).isFalse();
    bench.revocation = RevocationRules.REQUIRED;
    Fields tooOld = bench.told();
    assertThat(bench.onlyList(tooOld).text("state")).isEqualTo("too-old");
    assertThat(codes(tooOld)).containsExactly("revocation-stale");
    assertThat(stopped(tooOld)).isTrue();
    bench.revocation = RevocationRules.IF_KNOWN;
    Fields unasked = bench.told();
    assertThat(unasked.fields("revocation").text("policy")).isEqualTo("if-known");
    assertThat(bench.onlyList(unasked).text("state")).isEqualTo("stale");
    assertThat(stopped(unasked)).isFalse();
  }

  @Test
  void anAuthorityWithoutAListIsNamedWhereTheHospitalDemandsOne() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    Files.delete(bench.lists.resolve("root.crl"));
    Fields told = bench.told();
    assertThat(bench.onlyList(told).text("state")).isEqualTo("none");
    assertThat(bench.onlyList(told).text("issuer")).isEqualTo("CN=hospital root");
    assertThat(codes(told)).containsExactly("revocation-unknown");
    assertThat(told.list("attention").get(0).text("sentence"))
        .contains("CN=hospital root", "servers and signatures below it", bench.lists.toString());
    bench.revocation = RevocationRules.IF_KNOWN;
    assertThat(codes(bench.told())).isEmpty();
  }

  @Test
  void aSitePackageTellsWhoLeavesAndWhoIsWithdrawn() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    Authority next = Authority.root("next root");
    Instant leaves = NOW.plus(DAY.multipliedBy(10));
    String hash = "ab".repeat(32);
    Bytes signed =
        SiteStatement.number(7)
            .server(OverviewBench.ROOT)
            .serverUntil(next, leaves)
            .signers(OverviewBench.ROOT)
            .withdrawing(Fields.builder().put("sha256", hash).build())
            .by(SiteStatement.People.below(OverviewBench.ROOT));
    try (Trust trust = bench.start()) {
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
    Files.writeString(bench.folder.resolve("trust/site.p7m"), "torn");
    Fields damaged = bench.told();
    assertThat(codes(damaged)).containsExactly("site-package-damaged");
    assertThat(damaged.fields("trusted").text("source")).isEqualTo("damaged");
  }

  @Test
  void aClockThatStandsInThePastSaysWhoKnowsBetter() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    bench.told();
    bench.machine = new RawTime(Instant.EPOCH, false, 0);
    Fields clock = bench.told().fields("clock");
    assertThat(clock.text("quality")).isEqualTo("floor");
    assertThat(clock.time("floor")).isEqualTo(NOW);
    assertThat(clock.fields("floor_by").text("who")).isEqualTo("machine");
    assertThat(codes(bench.told())).containsExactly("clock-at-floor");
  }

  /** Its light is amber, and that of a coming end is green with winks. */
  @Test
  void aClockThatJumpedIsNotHiddenByAnEndThatComes() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(420));
    try (Trust trust = bench.start()) {
      trust.clock().read();
      Instant far = NOW.plus(DAY.multipliedBy(400));
      bench.list(NOW, far.plus(DAY));
      bench.machine = new RawTime(far, true, 1_000);
      trust.clock().read();
      assertThat(trust.health().check().code()).isEqualTo("clock-jumped");
      assertThat(codes(Fields.from(trust.overview().showTrust())))
          .containsExactlyInAnyOrder("clock-jumped", "certificate-ends-soon");
    }
  }

  @Test
  void anAuthorityThatEndsIsSaidInTime() throws Exception {
    Authority brief =
        Authority.root(
            Authority.asAuthority(
                Wish.named("CN=brief root").valid(BUILT, NOW.plus(DAY.multipliedBy(80)))));
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    brief.anchorIn(bench.folder.resolve("anchors/server"));
    String base64 = new Revocation(NOW.minus(DAY), NOW.plus(DAY.multipliedBy(90))).list(brief);
    Files.write(bench.lists.resolve("brief.crl"), Base64.getDecoder().decode(base64));
    assertThat(codes(bench.told())).containsExactly("anchor-ends-soon");
    bench.machine = new RawTime(NOW.plus(DAY.multipliedBy(81)), true, 0);
    bench.list(NOW, bench.machine.system().plus(DAY));
    Fields ended = bench.told();
    assertThat(codes(ended)).containsExactly("anchor-ended");
    assertThat(stopped(ended)).isTrue();
  }
}
