// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.audit.EarlyTrail;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.Generations;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import io.pumpbridge.trust.wifi.WifiFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TrustTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");

  @TempDir Path folder;

  private Settings settings() {
    return new Settings("gw-1", "St. Example", folder.resolve("anchors"), RevocationRules.REQUIRED);
  }

  private Trust start() throws Exception {
    return Trust.start(folder.resolve("trust"), settings(), new EarlyTrail());
  }

  @Test
  void beforeProvisioningItStartsAndSaysWhatIsMissing() throws Exception {
    try (Trust trust = start()) {
      assertThat(trust.identity().gatewayId()).isEqualTo("gw-1");
      assertThat(trust.identity().certificateEnds()).isEmpty();
      assertThat(trust.sealer().open(trust.sealer().seal(Bytes.EMPTY, Bytes.EMPTY), Bytes.EMPTY))
          .isEqualTo(Bytes.EMPTY);
      assertThat(trust.provisioning().request()).contains("BEGIN CERTIFICATE REQUEST");
      Refused.with(Refusal.NO_IDENTITY, () -> trust.tls().socketsTo("pumps.example"));
      assertThat(trust.health().check().level()).isEqualTo(Level.CRITICAL);
      assertThat(trust.health().check().code()).isEqualTo("no-identity");
    }
  }

  @Test
  void withoutAnchorsSignaturesAreRefused() throws Exception {
    try (Trust trust = start()) {
      TrustException refused =
          Refused.with(
              Refusal.MALFORMED,
              () -> trust.verifier().verify(Bytes.EMPTY, Set.of(SignerRole.ORDER_SYSTEM)));
      assertThat(refused.subject()).isEmpty();
    }
  }

  @Test
  void theClockNeverStandsBeforeTheBuildAndItsFloorIsKeptAtTheEnd() throws Exception {
    try (Trust trust = start()) {
      assertThat(trust.clock().read().wall())
          .isAfterOrEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }
    assertThat(folder.resolve("trust/clock.floor")).exists();
  }

  @Test
  void aDamagedSealingKeyStopsTheStartWithASentence() throws Exception {
    start().close();
    Files.writeString(folder.resolve("trust/sealing.key"), "gone");
    Refused.with(Refusal.KEY_STORE_DAMAGED, this::start);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a+", "\u00e4"})
  void aGatewayIdThatIsNoTopicLevelIsRefused(String id) {
    assertThatThrownBy(() -> new Settings(id, "hospital", folder, RevocationRules.OFF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gateway.id");
  }

  @Test
  void whatIsDemandedOfRevocationIsOneOfThree() {
    assertThat(Settings.revocation("require", 0)).isEqualTo(RevocationRules.REQUIRED);
    assertThat(Settings.revocation("if-known", 0)).isEqualTo(RevocationRules.IF_KNOWN);
    assertThat(Settings.revocation("", 14))
        .isEqualTo(RevocationRules.staleOk(Optional.of(Duration.ofDays(14))));
    assertThatThrownBy(() -> Settings.revocation("off", 14))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("require, stale-ok or if-known");
    for (int days : new int[] {-1, 0, 366}) {
      assertThatThrownBy(() -> Settings.revocation("stale-ok", days))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 to 365");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb"})
  void aHospitalWithoutANameIsRefused(String hospital) {
    assertThatThrownBy(() -> new Settings("gw-1", hospital, folder, RevocationRules.OFF))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Settings("gw-1", "x".repeat(65), folder, RevocationRules.OFF))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void healthSaysTheWorst() throws Exception {
    FixedClock clock = new FixedClock();
    IdentityStore store =
        new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    StatusKnowledge status =
        new StatusKnowledge(
            RevocationRules.REQUIRED,
            new ListFolder(folder.resolve("lists")),
            StateFolder.open(folder.resolve("received")));
    OwnIdentity identity = new OwnIdentity(new GatewayName("gw-1"), "hospital", store);
    Generations generations = new Generations(identity, clock);
    TrustHealth health =
        new TrustHealth(
            identity,
            new AnchorFolder(folder.resolve("server")),
            new AnchorFolder(folder.resolve("signers")),
            status,
            clock,
            generations,
            new WifiFiles(
                Optional.empty(),
                Optional.empty(),
                identity,
                new AnchorFolder(folder.resolve("wifi")),
                StateFolder.open(folder.resolve("trust"))));
    assertThat(health.check().code()).isEqualTo("no-identity");
    var key = store.waiting();
    Wish wish = Wish.gateway("gw-1").withKeys(new KeyPair(key.publicKey(), key.key()));
    store.install(HOSPITAL.issue(wish).chain());
    assertThat(health.check().code()).isEqualTo("no-anchors");
    HOSPITAL.anchorIn(folder.resolve("server"));
    assertThat(health.check().code()).isEqualTo("no-anchors");
    HOSPITAL.anchorIn(folder.resolve("signers"));
    assertThat(health.check().level()).isEqualTo(Level.OK);

    Path lists = Files.createDirectory(folder.resolve("lists"));
    Files.writeString(lists.resolve("a.crl"), "no list");
    assertThat(health.check().code()).isEqualTo("revocation-list-unreadable");
    Revocation before =
        new Revocation(FixedClock.NOW.minusSeconds(60), FixedClock.NOW.minusSeconds(1));
    Files.write(lists.resolve("a.crl"), Base64.getDecoder().decode(before.list(HOSPITAL)));
    assertThat(health.check().code()).isEqualTo("revocation-list-stale");
    Revocation next = new Revocation(FixedClock.NOW, FixedClock.NOW.plusSeconds(60));
    status
        .shelf()
        .accept(
            Base64.getDecoder().decode(next.list(HOSPITAL)),
            Statuses.below(HOSPITAL.certificate(), clock));
    assertThat(health.check().level()).as("the newer list counts").isEqualTo(Level.OK);
    clock.set(wish.notAfter().minus(Duration.ofDays(29)), ClockQuality.HOLDOVER);
    assertThat(health.check().code())
        .as("the mildest comes last")
        .isEqualTo("revocation-list-stale");
    clock.set(FixedClock.NOW, ClockQuality.SYNCHRONISED);
    var second = store.waiting();
    wish = wish.withKeys(new KeyPair(second.publicKey(), second.key()));
    store.install(HOSPITAL.issue(wish).chain());
    generations.refused("pumps.example", store.find().orElseThrow());
    assertThat(health.check().code()).isEqualTo("new-certificate-refused");
    assertThat(health.check().sentence()).contains("pumps.example");
    generations.worked("pumps.example", store.find().orElseThrow());
    assertThat(health.check().level()).isEqualTo(Level.OK);

    clock.set(wish.notAfter().minus(Duration.ofDays(29)), ClockQuality.HOLDOVER);
    Revocation then = new Revocation(clock.read().wall(), wish.notAfter().plusSeconds(60));
    Files.write(lists.resolve("a.crl"), Base64.getDecoder().decode(then.list(HOSPITAL)));
    assertThat(health.check().code()).isEqualTo("certificate-ends-soon");
    assertThat(health.check().worksUntil()).contains(wish.notAfter());
    clock.set(wish.notAfter().plusSeconds(1), ClockQuality.HOLDOVER);
    assertThat(health.check().code()).isEqualTo("certificate-ended");
    clock.set(FixedClock.NOW, ClockQuality.FLOOR);
    assertThat(health.check().code()).isEqualTo("clock-at-floor");
    assertThat(health.part()).isEqualTo("trust");
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void theReadmeExplainsEveryCode(Refusal refusal) throws Exception {
    assertThat(Files.readString(Path.of("README.md"))).contains("| `" + refusal.code() + "` |");
  }
}
