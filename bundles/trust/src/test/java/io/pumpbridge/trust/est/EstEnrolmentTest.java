// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EstEnrolmentTest {
  @TempDir Path folder;
  private EstBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new EstBench(folder);
  }

  @AfterEach
  void stop() throws Exception {
    bench.close();
  }

  private static String fingerprint(X509Certificate root) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(root.getEncoded());
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
  }

  private Instant ends() throws Exception {
    return bench.identity().leaf().getNotAfter().toInstant();
  }

  private void itIs(Instant moment) {
    bench.clock.set(moment, ClockQuality.SYNCHRONISED);
  }

  @Test
  void aCodeGetsACertificateWithWhatLiesBetweenItAndTheRoot() throws Exception {
    Map<String, Object> told = bench.trusting().enrol(Map.of());
    assertThat(bench.identity().chain()).hasSize(2).endsWith(bench.devices.certificate());
    assertThat(told)
        .containsEntry("outcome", "installed")
        .containsEntry("subject", "CN=gw-1")
        .containsEntry("ends", ends().toString())
        .containsEntry("new_key", true)
        .containsEntry("server", bench.server.url())
        .doesNotContainKey("previous_ends");
  }

  @Test
  void theCodeGoesToTheEnrolmentOnlyAndNoCertificateIsShown() throws Exception {
    bench.trusting().enrol(Map.of());
    String basic =
        Base64.getEncoder()
            .encodeToString(("gw-1:" + EstBench.CODE).getBytes(StandardCharsets.US_ASCII));
    assertThat(bench.operations()).containsExactly("cacerts", "csrattrs", "simpleenroll");
    for (EstStand.Asked asked : bench.server.asked()) {
      assertThat(asked.client()).isEmpty();
      assertThat(asked.has("Authorization: Basic " + basic))
          .isEqualTo(asked.operation().equals("simpleenroll"));
    }
  }

  @Test
  void aTypedFingerprintMakesTheRootAnAnchor() throws Exception {
    bench.enrol(Map.of("fingerprint", fingerprint(bench.hospital.certificate())));
    assertThat(bench.operations())
        .containsExactly("cacerts", "cacerts", "csrattrs", "simpleenroll");
    assertThat(bench.ground(bench.vault).anchors().load())
        .containsExactly(bench.hospital.certificate());
    assertThat(bench.identity().leaf().getSubjectX500Principal().getName()).isEqualTo("CN=gw-1");
  }

  @Test
  void anotherFingerprintEndsItBeforeAnythingIsSent() throws Exception {
    String other = fingerprint(Authority.root("hospital root").certificate());
    Refused.with(Refusal.FINGERPRINT_MISMATCH, () -> bench.enrol(Map.of("fingerprint", other)));
    assertThat(bench.operations()).containsExactly("cacerts");
    assertThat(bench.server.asked().get(0).headers()).noneMatch(h -> h.startsWith("Authorization"));
    assertThat(Files.exists(folder.resolve("server"))).isFalse();
  }

  @Test
  void theFingerprintOfWhatIsNoAuthorityCountsNothing() throws Exception {
    X509Certificate leaf = bench.hospital.issue(Wish.server("localhost")).leaf();
    bench.server.on("cacerts", EstStand.certificates(leaf));
    String of = fingerprint(leaf);
    Refused.with(Refusal.FINGERPRINT_MISMATCH, () -> bench.enrol(Map.of("fingerprint", of)));
  }

  /** The root is right, the server behind it is somebody else: nothing but /cacerts goes there. */
  @Test
  void aServerThatTheVouchedRootDoesNotVouchForIsRefused() throws Exception {
    try (EstStand other = new EstStand(Authority.root("x").issue(Wish.server("localhost")))) {
      other.on("cacerts", EstStand.certificates(bench.hospital.certificate()));
      Refused.with(
          Refusal.SERVER_CHAIN_UNTRUSTED,
          () ->
              bench.enrol(
                  Map.of(
                      "server",
                      other.url(),
                      "fingerprint",
                      fingerprint(bench.hospital.certificate()))));
      assertThat(other.operations()).containsExactly("cacerts");
    }
  }

  @Test
  void withoutAnchorsAndWithoutAFingerprintNobodyIsAsked() {
    Refused.with(Refusal.NO_ANCHORS, () -> bench.enrol(Map.of()));
    assertThat(bench.operations()).isEmpty();
  }

  @Test
  void aBootstrapCertificateEnrolsInPlaceOfACode() throws Exception {
    Identity maker = bench.hospital.issue(Wish.named("CN=maker").withUses("1.3.6.1.5.5.7.3.2"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "pw".toCharArray();
    store.setKeyEntry(
        "maker", maker.key(), password, maker.chain().toArray(new X509Certificate[0]));
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    store.store(file, password);
    bench
        .trusting()
        .enrolment()
        .enrol(Map.of("bootstrap", file.toByteArray(), "bootstrap_password", password));
    assertThat(bench.server.asked())
        .last()
        .satisfies(
            asked -> {
              assertThat(asked.client()).containsExactly(maker.leaf());
              assertThat(asked.headers()).noneMatch(h -> h.startsWith("Authorization"));
            });
    assertThat(bench.identity().leaf().getPublicKey()).isNotEqualTo(maker.leaf().getPublicKey());
    Refused.with(
        Refusal.BOOTSTRAP_UNREADABLE,
        () -> bench.enrolment().enrol(Map.of("bootstrap", file.toByteArray())));
  }

  @Test
  void eitherACodeOrABootstrapCertificateIsNeeded() {
    Refused.with(Refusal.CODE_INVALID, () -> bench.enrolment().enrol(Map.of()));
    for (String code : List.of("", "two words", "a\nb", "ü", "x".repeat(129))) {
      Refused.with(Refusal.CODE_INVALID, () -> bench.enrol(Map.of("code", code.toCharArray())));
    }
  }

  @Test
  void aRenewalShowsThePresentCertificateAndHasANewKeyUnderTheSameNames() throws Exception {
    bench.trusting().enrol(Map.of());
    Identity before = bench.identity();
    Map<String, Object> told = bench.enrolment().renew();
    assertThat(told)
        .containsEntry("new_key", true)
        .containsEntry("previous_ends", before.leaf().getNotAfter().toInstant().toString());
    assertThat(bench.identity().leaf().getPublicKey()).isNotEqualTo(before.leaf().getPublicKey());
    assertThat(bench.vault.previous()).contains(before);
    assertThat(bench.server.asked())
        .last()
        .satisfies(asked -> assertThat(asked.client()).containsExactly(before.leaf()));
  }

  @Test
  void theKeyStaysIfTheHospitalWantsItSo() throws Exception {
    bench.trusting().enrol(Map.of());
    Identity before = bench.identity();
    assertThat(bench.enrolment(bench.vault, bench.settings(0, true)).renew())
        .containsEntry("new_key", false);
    assertThat(bench.identity().leaf()).isNotEqualTo(before.leaf());
    assertThat(bench.identity().leaf().getPublicKey()).isEqualTo(before.leaf().getPublicKey());
  }

  @Test
  void renewingTakesAllNamesOfThePresentCertificateAlong() throws Exception {
    Wish longer =
        new Wish(
            "CN=gw-1,O=St. Example",
            Wish.gateway("gw-1").keys(),
            Wish.gateway("gw-1").names(),
            Wish.gateway("gw-1").uses(),
            Wish.gateway("gw-1").keyUsage(),
            NOW.minusSeconds(60),
            NOW.plusSeconds(86_400),
            "SHA256withECDSA",
            java.util.Optional.empty(),
            false);
    bench.server.on("simpleenroll", bench.issuing(longer));
    bench.trusting().enrol(Map.of());
    bench.enrolment().renew();
    byte[] der = Base64.getMimeDecoder().decode(bench.server.asked().get(5).body());
    assertThat(new PKCS10CertificationRequest(der).getSubject())
        .isEqualTo(
            X500Name.getInstance(
                bench
                    .vault
                    .previous()
                    .orElseThrow()
                    .leaf()
                    .getSubjectX500Principal()
                    .getEncoded()));
  }

  @Test
  void whatEndedIsRenewedWithinItsGraceAndAfterwardsNeedsATechnician() throws Exception {
    bench.trusting().enrol(Map.of());
    itIs(ends().plus(Duration.ofDays(3)));
    var late = Refused.with(Refusal.RENEWAL_TOO_LATE, () -> bench.enrolment().renew());
    assertThat(late.getMessage())
        .contains("pump-bridge provision --est " + bench.server.url() + " --anchors present");
    Refused.with(
        Refusal.RENEWAL_TOO_LATE,
        () -> bench.enrolment(bench.vault, bench.settings(2, false)).renew());
    assertThat(bench.operations()).hasSize(3);
    Instant next = ends().plus(Duration.ofDays(365));
    bench.server.on("simplereenroll", bench.issuing(Wish.gateway("gw-1").valid(NOW, next)));
    bench.enrolment(bench.vault, bench.settings(7, false)).renew();
    assertThat(ends()).isEqualTo(next);
  }

  @Test
  void whatEndedLongAgoIsReplacedWithATechniciansCode() throws Exception {
    bench.trusting().enrol(Map.of());
    itIs(ends().plus(Duration.ofDays(300)));
    Instant next = ends().plus(Duration.ofDays(365));
    bench.server.on("simpleenroll", bench.issuing(Wish.gateway("gw-1").valid(NOW, next)));
    bench.enrol(Map.of());
    assertThat(ends()).isEqualTo(next);
  }

  @Test
  void withoutAServerOrACertificateThereIsNothingToRenew() {
    bench.trusting();
    Refused.with(Refusal.NO_IDENTITY, () -> bench.enrolment().renew());
    Refused.with(
        Refusal.EST_NOT_CONFIGURED,
        () -> bench.enrolment(bench.vault, RenewalSettings.OFF).renew());
  }

  @Test
  void whoeverHasToWaitKeepsTheKeyAndComesAgainWithTheSameRequest() throws Exception {
    bench.trusting();
    bench.server.on("simpleenroll", "HTTP/1.1 202 Accepted\r\nRetry-After: 300\r\n\r\n");
    assertThat(bench.enrol(Map.of()))
        .containsEntry("outcome", "pending")
        .containsEntry("retry_after_s", 300L);
    assertThat(bench.vault.find()).isEmpty();
    bench.server.on("simpleenroll", bench.issuing(Wish.gateway("gw-1")));
    bench.enrol(Map.of());
    List<EstStand.Asked> asked = bench.server.asked();
    assertThat(asked.get(5).keys().getPublic()).isEqualTo(asked.get(2).keys().getPublic());
  }
}
