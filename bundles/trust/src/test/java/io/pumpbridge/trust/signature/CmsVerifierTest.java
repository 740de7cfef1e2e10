// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.signature.SignatureBench.ANNA;
import static io.pumpbridge.trust.signature.SignatureBench.AUTHOR_ONLY;
import static io.pumpbridge.trust.signature.SignatureBench.BEN;
import static io.pumpbridge.trust.signature.SignatureBench.BOTH;
import static io.pumpbridge.trust.signature.SignatureBench.HOSPITAL;
import static io.pumpbridge.trust.signature.SignatureBench.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder;
import io.pumpbridge.trust.status.StatusKnowledge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CmsVerifierTest {
  @TempDir Path anchors;
  private SignatureBench bench;

  @BeforeEach
  void trustTheHospital() {
    bench = new SignatureBench(anchors);
  }

  @Test
  void whatBothRolesSignedIsReadBackWithItsSigners() throws Exception {
    SignedContent read =
        bench.verifier.verify(SignedFile.of(LIBRARY).by(BEN).by(ANNA).bytes(), BOTH);
    assertThat(read.content().toText(StandardCharsets.UTF_8)).isEqualTo(LIBRARY);
    assertThat(read.signers())
        .containsExactly(
            new Signer(LIBRARY_AUTHOR, "CN=Anna"), new Signer(LIBRARY_APPROVER, "CN=Ben"));
  }

  @Test
  void aRevokedSignerIsRefusedAndSoIsOneOfWhomNobodySpeaks(@TempDir Path lists) throws Exception {
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA).by(BEN);
    bench.verifier =
        new CmsVerifier(
            new AnchorFolder(anchors),
            new StatusKnowledge(
                RevocationRules.REQUIRED,
                new ListFolder(lists),
                StateFolder.open(lists.resolve("received"))),
            bench.clock);
    bench.refused(Refusal.REVOCATION_UNKNOWN, file, BOTH);
    Revocation now = new Revocation(NOW.minusSeconds(3600), NOW.plusSeconds(3600));
    Files.write(lists.resolve("a.crl"), Base64.getDecoder().decode(now.list(HOSPITAL)));
    assertThat(bench.verifier.verify(file.bytes(), BOTH).signers()).hasSize(2);
    String revoked = now.list(HOSPITAL, BEN.leaf());
    Files.write(lists.resolve("b.crl"), Base64.getDecoder().decode(revoked));
    Files.delete(lists.resolve("a.crl"));
    bench.refused(Refusal.CERTIFICATE_REVOKED, file, BOTH);
  }

  /** A full library was once refused here that everybody else would have taken. */
  @Test
  void whatFitsIntoACommandIsNotTooLarge() throws Exception {
    String large = "x".repeat(Command.MAX_BODY - 8 * 1024);
    SignedFile file = SignedFile.of(large).by(ANNA).by(BEN);
    assertThat(file.bytes().length()).isLessThanOrEqualTo(Command.MAX_BODY);
    assertThat(bench.verifier.verify(file.bytes(), BOTH).content().length())
        .isEqualTo(large.length());
  }

  @Test
  void intermediatesAndTheRootMayTravelWithIt() throws Exception {
    Authority pharmacy =
        HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=pharmacy authority")));
    Identity carla = pharmacy.issue(SignedFile.person("Carla", LIBRARY_AUTHOR));
    SignedFile file = SignedFile.of(LIBRARY).by(carla).carrying(HOSPITAL.certificate());
    assertThat(bench.verifier.verify(file.bytes(), AUTHOR_ONLY).signers()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA, secp256r1",
    "SHA384withECDSA, secp384r1",
    "SHA512withECDSA, secp384r1",
    "Ed25519, Ed25519",
    "SHA256withRSAandMGF1, RSA3072",
    "SHA512withRSAandMGF1, RSA3072"
  })
  void eachAllowedAlgorithmIsAccepted(String algorithm, String key) throws Exception {
    Bytes file = SignedFile.of(LIBRARY).by(holder(key), algorithm).bytes();
    assertThat(bench.verifier.verify(file, AUTHOR_ONLY).signers()).hasSize(1);
    byte[] changed = file.toArray();
    int inContent = indexOf(changed, "library-1".getBytes(StandardCharsets.US_ASCII));
    changed[inContent] ^= 1;
    Refused.with(
        Refusal.SIGNATURE_INVALID, () -> bench.verifier.verify(Bytes.of(changed), AUTHOR_ONLY));
  }

  @ParameterizedTest
  @CsvSource({
    "SHA1withECDSA, secp256r1",
    "SHA224withECDSA, secp256r1",
    "SHA512withECDSA, secp521r1",
    "SHA256withECDSA, secp256k1",
    "SHA256withRSA, RSA3072",
    "SHA256withRSAandMGF1, RSA2048",
    "SHA1withRSAandMGF1, RSA3072"
  })
  void eachWeakAlgorithmIsRefused(String algorithm, String key) {
    SignedFile file = SignedFile.of(LIBRARY).by(holder(key), algorithm);
    bench.refused(Refusal.ALGORITHM_WEAK, file, AUTHOR_ONLY);
  }

  private static Identity holder(String key) {
    KeyPair keys =
        switch (key) {
          case "Ed25519" -> Keys.ed25519();
          case "RSA2048" -> Keys.rsa(2048);
          case "RSA3072" -> Keys.rsa(3072);
          case "secp256k1" -> secp256k1();
          default -> Keys.ec(key);
        };
    return HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_AUTHOR).withKeys(keys));
  }

  /** A curve that the JDK no longer makes. */
  private static KeyPair secp256k1() {
    try {
      var generator = java.security.KeyPairGenerator.getInstance("EC", Authority.BOUNCY_CASTLE);
      generator.initialize(new java.security.spec.ECGenParameterSpec("secp256k1"));
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anotherAuthorityIsRefused() {
    Identity forger =
        Authority.root("hospital root").issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
    bench.refused(Refusal.CHAIN_UNTRUSTED, SignedFile.of(LIBRARY).by(forger), AUTHOR_ONLY);
    Identity self = Authority.selfSigned(SignedFile.person("Anna", LIBRARY_AUTHOR));
    bench.refused(Refusal.CHAIN_UNTRUSTED, SignedFile.of(LIBRARY).by(self), AUTHOR_ONLY);
  }

  @Test
  void anEndEntityIssuesNobody() {
    // Anna signs a certificate for her friend with her own key.
    Identity friend =
        Authority.root(
                Wish.named("CN=Anna").withKeys(new KeyPair(ANNA.leaf().getPublicKey(), ANNA.key())))
            .issue(SignedFile.person("Friend", LIBRARY_APPROVER));
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA).by(friend);
    bench.refused(Refusal.CHAIN_UNTRUSTED, file, BOTH);
  }

  @Test
  void certificatesOutsideTheirDatesAreRefusedByTheTrustedClock() {
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA);
    bench.clock.set(
        ANNA.leaf().getNotAfter().toInstant().plusSeconds(1), bench.clock.read().quality());
    bench.refused(Refusal.CERTIFICATE_EXPIRED, file, AUTHOR_ONLY);
    bench.clock.set(
        ANNA.leaf().getNotBefore().toInstant().minusSeconds(1), bench.clock.read().quality());
    bench.refused(Refusal.CERTIFICATE_NOT_YET_VALID, file, AUTHOR_ONLY);
  }

  @Test
  void anEndedIntermediateIsNamedAsSuch() {
    Wish ended =
        Authority.asAuthority(Wish.named("CN=old authority"))
            .valid(NOW.minus(Duration.ofDays(60)), NOW.minus(Duration.ofDays(1)));
    Identity carla = HOSPITAL.subordinate(ended).issue(SignedFile.person("Carla", LIBRARY_AUTHOR));
    TrustException refused =
        Refused.with(
            Refusal.CERTIFICATE_EXPIRED,
            () -> bench.verifier.verify(SignedFile.of(LIBRARY).by(carla).bytes(), AUTHOR_ONLY));
    assertThat(refused.subject()).isEqualTo("CN=old authority");
  }

  @Test
  void theSigningTimeMustBePlausible() throws Exception {
    SignedFile tomorrow = SignedFile.of(LIBRARY).by(ANNA).at(NOW.plus(Duration.ofHours(23)));
    assertThat(bench.verifier.verify(tomorrow.bytes(), AUTHOR_ONLY).signers()).hasSize(1);
    Refusal implausible = Refusal.SIGNING_TIME_IMPLAUSIBLE;
    SignedFile later = SignedFile.of(LIBRARY).by(ANNA).at(NOW.plus(Duration.ofHours(25)));
    bench.refused(implausible, later, AUTHOR_ONLY);
    SignedFile before = SignedFile.of(LIBRARY).by(ANNA).at(NOW.minus(Duration.ofDays(31)));
    bench.refused(implausible, before, AUTHOR_ONLY);
    SignedFile never = SignedFile.of(LIBRARY).by(ANNA).withoutSigningTime();
    bench.refused(Refusal.SIGNING_TIME_MISSING, never, AUTHOR_ONLY);
  }

  @Test
  void withoutAnchorsNothingIsTrusted() throws Exception {
    try (var files = Files.list(anchors)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    bench.refused(Refusal.NO_ANCHORS, SignedFile.of(LIBRARY).by(ANNA), AUTHOR_ONLY);
  }

  @Test
  void askingForNoRoleIsABug() {
    assertThatThrownBy(() -> bench.verifier.verify(Bytes.EMPTY, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int indexOf(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
