// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.OverviewBench.BUILT;
import static io.pumpbridge.trust.OverviewBench.DAY;
import static io.pumpbridge.trust.OverviewBench.NOW;
import static io.pumpbridge.trust.OverviewBench.codes;
import static io.pumpbridge.trust.OverviewBench.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.est.RenewalSettings;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.lab.Wish;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a technician is told of this gateway, over all of trust. */
final class TrustOverviewTest {
  @TempDir Path folder;
  private OverviewBench bench;

  @BeforeEach
  void aGateway() throws Exception {
    bench = new OverviewBench(folder);
  }

  @Test
  void beforeProvisioningItSaysThatNothingWorksAndWhy() throws Exception {
    Fields told = bench.told();
    assertThat(told.text("gateway_id")).isEqualTo("gw-1");
    assertThat(told.fields("identity").names()).containsExactly("keys");
    assertThat(told.fields("trusted").text("source")).isEqualTo("nobody");
    assertThat(told.fields("renewal").text("by")).isEqualTo("file");
    assertThat(stopped(told)).isTrue();
    assertThat(codes(told)).containsExactly("no-identity", "no-anchors", "no-anchors");
    assertThat(told.list("attention").get(0).text("sentence")).contains("pump-bridge provision");
    assertThat(bench.folder.resolve("trust/" + IdentityStore.FILE + ".waiting"))
        .as("looking makes no key")
        .doesNotExist();
  }

  @Test
  void whoWaitsForACertificateSaysSo() throws Exception {
    try (Trust trust = bench.start()) {
      trust.provisioning().request();
      Fields told = Fields.from(trust.overview().showTrust());
      assertThat(told.fields("identity").fields("waiting").text("key")).isEqualTo("EC 256");
    }
  }

  @Test
  void aGatewayInOrderTellsItsCertificateItsAuthoritiesAndItsLists() throws Exception {
    X509Certificate leaf = bench.provisioned(DAY.multipliedBy(200));
    bench.trusting();
    Fields told = bench.told();
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
    Fields list = bench.onlyList(told);
    assertThat(list.text("state")).isEqualTo("current");
    assertThat(list.texts("for")).containsExactly("servers", "signers");
    assertThat(told.fields("clock").text("quality")).isEqualTo("synchronised");
  }

  @Test
  void theGenerationBeforeIsToldAsLongAsItIsKept() throws Exception {
    bench.trusting();
    X509Certificate first = bench.provisioned(DAY.multipliedBy(50));
    bench.provisioned(DAY.multipliedBy(200));
    Fields identity = bench.told().fields("identity");
    assertThat(identity.fields("previous").text("serial"))
        .isEqualTo(first.getSerialNumber().toString(16));
    assertThat(identity.fields("in_use").whole("days_left")).isEqualTo(200);
    assertThat(bench.brief().list("certificates"))
        .extracting(one -> one.text("generation"))
        .containsExactly("in-use", "previous");
  }

  @Test
  void anEndThatComesIsSaidAndOneThatHasComeStopsConnections() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(29));
    Fields soon = bench.told();
    assertThat(codes(soon)).containsExactly("certificate-ends-soon");
    assertThat(stopped(soon)).isFalse();
    bench.machine = new RawTime(NOW.plus(DAY.multipliedBy(29)).plusSeconds(1), true, 0);
    bench.list(NOW, bench.machine.system().plus(DAY));
    Fields ended = bench.told();
    assertThat(codes(ended)).containsExactly("certificate-ended");
    assertThat(stopped(ended)).isTrue();
    assertThat(ended.fields("identity").fields("in_use").whole("days_left")).isEqualTo(-1);
    assertThat(ended.fields("health").text("level")).isEqualTo("critical");
  }

  @Test
  void aCertificateForSomebodyElseIsShownAndRefused() throws Exception {
    bench.trusting();
    IdentityStore store =
        new IdentityStore(StateFolder.open(bench.folder.resolve("trust")), new SecureRandom());
    var key = store.waiting();
    Wish other = Wish.gateway("gw-2").withKeys(new KeyPair(key.publicKey(), key.key()));
    store.install(OverviewBench.ROOT.issue(other).chain());
    Fields told = bench.told();
    assertThat(codes(told)).containsExactly("identity-wrong-gateway");
    assertThat(told.fields("identity").fields("in_use").text("subject")).isEqualTo("CN=gw-2");
  }

  @Test
  void renewalByEstTellsWhenItTriesNext() throws Exception {
    bench.renewal = RenewalSettings.from("https://est.example.org", 5, false);
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    Fields told = bench.told().fields("renewal");
    assertThat(told.text("by")).isEqualTo("est");
    assertThat(told.text("server")).contains("est.example.org");
    assertThat(told.whole("grace_days")).isEqualTo(5);
    assertThat(told.time("next")).isBetween(NOW, NOW.plus(DAY.multipliedBy(200)));
    assertThat(told.has("last")).isFalse();
  }

  @Test
  void anAttemptThatFailedIsToldUntilACertificateComesThatBeganLater() throws Exception {
    bench.renewal = RenewalSettings.from("https://est.example.org", 5, false);
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    Path notes = bench.folder.resolve("trust/renewal.notes");
    Files.writeString(notes, "last " + NOW + " failed est-timeout No answer came.\n");
    Fields told = bench.told();
    assertThat(codes(told)).containsExactly("renewal-failed");
    assertThat(told.fields("renewal").fields("last").text("code")).isEqualTo("est-timeout");
    Files.writeString(
        notes, "last " + BUILT.minusSeconds(1) + " failed est-timeout No answer came.\n");
    assertThat(codes(bench.told())).isEmpty();
    Files.writeString(notes, "last " + NOW + " pending est-pending Somebody has to approve it.\n");
    assertThat(codes(bench.told())).containsExactly("est-pending");
  }

  @Test
  void aDamagedKeyStoreIsSaidInItsPlace() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(200));
    Files.writeString(bench.folder.resolve("trust/" + IdentityStore.FILE), "torn");
    Fields told = bench.told();
    assertThat(codes(told)).containsExactly("key-store-damaged");
    assertThat(told.fields("trusted").list("servers")).hasSize(1);
  }

  @Test
  void theServerHearsTheSameInBrief() throws Exception {
    X509Certificate leaf = bench.provisioned(DAY.multipliedBy(29));
    bench.trusting();
    Fields brief = bench.brief();
    assertThat(brief.names())
        .containsExactly("attention", "certificates", "clock", "revocation", "stopped", "trusted");
    assertThat(brief.texts("attention")).containsExactly("certificate-ends-soon");
    assertThat(brief.list("certificates").get(0).time("ends"))
        .isEqualTo(leaf.getNotAfter().toInstant());
    assertThat(brief.fields("revocation").text("policy")).isEqualTo("stale-ok");
    assertThat(brief.fields("revocation").list("lists").get(0).text("state")).isEqualTo("current");
    assertThat(brief.fields("trusted").list("servers").get(0).time("ends"))
        .isEqualTo(OverviewBench.ROOT.certificate().getNotAfter().toInstant());
    assertThat(brief.fields("clock").text("quality")).isEqualTo("synchronised");
  }

  @Test
  void nothingSecretIsTold() throws Exception {
    bench.trusting();
    bench.provisioned(DAY.multipliedBy(29));
    String told = bench.told().toString() + bench.brief();
    String secret =
        Files.readString(bench.folder.resolve("trust/" + IdentityStore.SECRET_FILE)).strip();
    assertThat(secret).isNotEmpty();
    assertThat(told).doesNotContain(secret).doesNotContain("identity.secret");
    for (Map.Entry<String, Object> one : bench.told().toTree().entrySet()) {
      assertThat(one.getKey()).doesNotContain("password").doesNotContain("pin");
    }
    assertThat(told.getBytes(StandardCharsets.UTF_8).length).isLessThan(16 * 1024);
  }
}
