// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;
import static io.pumpbridge.model.trust.SignerRole.PUMP_SERVER;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Statuses;
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
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CmsVerifierTest {
  private static final String LIBRARY = "{\"format\":\"pump-bridge-library-1\"}";
  private static final Set<SignerRole> BOTH = Set.of(LIBRARY_AUTHOR, LIBRARY_APPROVER);
  private static final Set<SignerRole> AUTHOR_ONLY = Set.of(LIBRARY_AUTHOR);
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Identity ANNA = HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
  private static final Identity BEN = HOSPITAL.issue(SignedFile.person("Ben", LIBRARY_APPROVER));

  @TempDir Path anchors;
  private final FixedClock clock = new FixedClock();
  private CmsVerifier verifier;

  @BeforeEach
  void trustTheHospital() {
    HOSPITAL.anchorIn(anchors);
    verifier = new CmsVerifier(new AnchorFolder(anchors), Statuses.unasked(), clock);
  }

  private void refused(Refusal reason, SignedFile file, Set<SignerRole> required) {
    Refused.with(reason, () -> verifier.verify(file.bytes(), required));
  }

  @Test
  void whatBothRolesSignedIsReadBackWithItsSigners() throws Exception {
    SignedContent read = verifier.verify(SignedFile.of(LIBRARY).by(BEN).by(ANNA).bytes(), BOTH);
    assertThat(read.content().toText(StandardCharsets.UTF_8)).isEqualTo(LIBRARY);
    assertThat(read.signers())
        .containsExactly(
            new Signer(LIBRARY_AUTHOR, "CN=Anna"), new Signer(LIBRARY_APPROVER, "CN=Ben"));
  }

  @Test
  void aRevokedSignerIsRefusedAndSoIsOneOfWhomNobodySpeaks(@TempDir Path lists) throws Exception {
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA).by(BEN);
    verifier =
        new CmsVerifier(
            new AnchorFolder(anchors),
            new StatusKnowledge(
                RevocationRules.REQUIRED,
                new ListFolder(lists),
                StateFolder.open(lists.resolve("received"))),
            clock);
    refused(Refusal.REVOCATION_UNKNOWN, file, BOTH);
    Revocation now = new Revocation(NOW.minusSeconds(3600), NOW.plusSeconds(3600));
    Files.write(lists.resolve("a.crl"), Base64.getDecoder().decode(now.list(HOSPITAL)));
    assertThat(verifier.verify(file.bytes(), BOTH).signers()).hasSize(2);
    String revoked = now.list(HOSPITAL, BEN.leaf());
    Files.write(lists.resolve("b.crl"), Base64.getDecoder().decode(revoked));
    Files.delete(lists.resolve("a.crl"));
    refused(Refusal.CERTIFICATE_REVOKED, file, BOTH);
  }

  /** A full library was once refused here that everybody else would have taken. */
  @Test
  void whatFitsIntoACommandIsNotTooLarge() throws Exception {
    String large = "x".repeat(Command.MAX_BODY - 8 * 1024);
    SignedFile file = SignedFile.of(large).by(ANNA).by(BEN);
    assertThat(file.bytes().length()).isLessThanOrEqualTo(Command.MAX_BODY);
    assertThat(verifier.verify(file.bytes(), BOTH).content().length()).isEqualTo(large.length());
  }

  @Test
  void intermediatesAndTheRootMayTravelWithIt() throws Exception {
    Authority pharmacy =
        HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=pharmacy authority")));
    Identity carla = pharmacy.issue(SignedFile.person("Carla", LIBRARY_AUTHOR));
    SignedFile file = SignedFile.of(LIBRARY).by(carla).carrying(HOSPITAL.certificate());
    assertThat(verifier.verify(file.bytes(), AUTHOR_ONLY).signers()).hasSize(1);
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
    assertThat(verifier.verify(file, AUTHOR_ONLY).signers()).hasSize(1);
    byte[] changed = file.toArray();
    int inContent = indexOf(changed, "library-1".getBytes(StandardCharsets.US_ASCII));
    changed[inContent] ^= 1;
    Refused.with(Refusal.SIGNATURE_INVALID, () -> verifier.verify(Bytes.of(changed), AUTHOR_ONLY));
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
    refused(Refusal.ALGORITHM_WEAK, file, AUTHOR_ONLY);
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
  void oneSignerWhereTwoAreNeededIsRefused() {
    TrustException refused =
        Refused.with(
            Refusal.ROLE_MISSING,
            () -> verifier.verify(SignedFile.of(LIBRARY).by(ANNA).bytes(), BOTH));
    assertThat(refused).hasMessageContaining("library-approver");
  }

  @Test
  void nobodyCountsTwice() {
    refused(Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(ANNA), BOTH);
  }

  @Test
  void onePersonWithTwoCertificatesCountsOnce() {
    Identity annaAsApprover = HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_APPROVER));
    refused(Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(annaAsApprover), BOTH);
  }

  @ParameterizedTest
  @CsvSource({"'CN=ANNA,OU=approvers'", "'CN=Anna  ,O=other'", "'CN=\uFF21nna,O=wide'"})
  void anotherDepartmentOrSpellingDoesNotMakeAnotherPerson(String subject) {
    Wish again = Wish.named(subject).withUses(LIBRARY_APPROVER.keyPurpose());
    refused(Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(HOSPITAL.issue(again)), BOTH);
  }

  @Test
  void oneKeyUnderTwoNamesCountsOnce() {
    Wish author = SignedFile.person("Carla", LIBRARY_AUTHOR);
    Wish approver = SignedFile.person("Dora", LIBRARY_APPROVER).withKeys(author.keys());
    SignedFile file =
        SignedFile.of(LIBRARY).by(HOSPITAL.issue(author)).by(HOSPITAL.issue(approver));
    refused(Refusal.SAME_SIGNER, file, BOTH);
  }

  @Test
  void oneMailAddressUnderTwoNamesCountsOnce() {
    GeneralName mail = new GeneralName(GeneralName.rfc822Name, "carla@hospital.example");
    SignedFile file =
        SignedFile.of(LIBRARY)
            .by(HOSPITAL.issue(SignedFile.person("Carla", LIBRARY_AUTHOR).withNames(mail)))
            .by(HOSPITAL.issue(SignedFile.person("C. Ray", LIBRARY_APPROVER).withNames(mail)));
    refused(Refusal.SAME_SIGNER, file, BOTH);
  }

  @Test
  void aSignerNobodyAskedForIsRefused() {
    refused(Refusal.SIGNER_UNEXPECTED, SignedFile.of(LIBRARY).by(ANNA).by(BEN), AUTHOR_ONLY);
    Identity second = HOSPITAL.issue(SignedFile.person("Carla", LIBRARY_AUTHOR));
    refused(Refusal.SIGNER_UNEXPECTED, SignedFile.of(LIBRARY).by(ANNA).by(second).by(BEN), BOTH);
  }

  @Test
  void aRoleThatIsNotTheOneAskedForIsRefused() {
    refused(Refusal.ROLE_MISSING, SignedFile.of(LIBRARY).by(ANNA), Set.of(PUMP_SERVER));
  }

  @Test
  void aCertificateWithoutARoleIsRefused() {
    Identity visitor = HOSPITAL.issue(Wish.named("CN=visitor").withUses("1.3.6.1.5.5.7.3.3"));
    refused(Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(visitor), AUTHOR_ONLY);
    Identity anything = HOSPITAL.issue(Wish.named("CN=any").withUses("2.5.29.37.0"));
    refused(Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(anything), AUTHOR_ONLY);
  }

  @Test
  void aCertificateWithTwoRolesIsRefused() {
    Wish both =
        Wish.named("CN=Eve").withUses(LIBRARY_AUTHOR.keyPurpose(), LIBRARY_APPROVER.keyPurpose());
    refused(Refusal.ROLE_AMBIGUOUS, SignedFile.of(LIBRARY).by(HOSPITAL.issue(both)), AUTHOR_ONLY);
  }

  @Test
  void aKeyThatMayNotSignIsRefused() {
    Wish wish = SignedFile.person("Anna", LIBRARY_AUTHOR).withKeyUsage(KeyUsage.keyEncipherment);
    refused(Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(HOSPITAL.issue(wish)), AUTHOR_ONLY);
  }

  @Test
  void aSignerWithoutANameIsRefused() {
    Wish nobody =
        Wish.named("")
            .withNames(new GeneralName(GeneralName.dNSName, "desk.hospital.example"))
            .withUses(LIBRARY_AUTHOR.keyPurpose());
    refused(Refusal.SIGNER_UNNAMED, SignedFile.of(LIBRARY).by(HOSPITAL.issue(nobody)), AUTHOR_ONLY);
  }

  @Test
  void anotherAuthorityIsRefused() {
    Identity forger =
        Authority.root("hospital root").issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
    refused(Refusal.CHAIN_UNTRUSTED, SignedFile.of(LIBRARY).by(forger), AUTHOR_ONLY);
    Identity self = Authority.selfSigned(SignedFile.person("Anna", LIBRARY_AUTHOR));
    refused(Refusal.CHAIN_UNTRUSTED, SignedFile.of(LIBRARY).by(self), AUTHOR_ONLY);
  }

  @Test
  void anEndEntityIssuesNobody() {
    // Anna signs a certificate for her friend with her own key.
    Identity friend =
        Authority.root(
                Wish.named("CN=Anna").withKeys(new KeyPair(ANNA.leaf().getPublicKey(), ANNA.key())))
            .issue(SignedFile.person("Friend", LIBRARY_APPROVER));
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA).by(friend);
    refused(Refusal.CHAIN_UNTRUSTED, file, BOTH);
  }

  @Test
  void certificatesOutsideTheirDatesAreRefusedByTheTrustedClock() {
    SignedFile file = SignedFile.of(LIBRARY).by(ANNA);
    clock.set(ANNA.leaf().getNotAfter().toInstant().plusSeconds(1), clock.read().quality());
    refused(Refusal.CERTIFICATE_EXPIRED, file, AUTHOR_ONLY);
    clock.set(ANNA.leaf().getNotBefore().toInstant().minusSeconds(1), clock.read().quality());
    refused(Refusal.CERTIFICATE_NOT_YET_VALID, file, AUTHOR_ONLY);
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
            () -> verifier.verify(SignedFile.of(LIBRARY).by(carla).bytes(), AUTHOR_ONLY));
    assertThat(refused.subject()).isEqualTo("CN=old authority");
  }

  @Test
  void theSigningTimeMustBePlausible() throws Exception {
    SignedFile tomorrow = SignedFile.of(LIBRARY).by(ANNA).at(NOW.plus(Duration.ofHours(23)));
    assertThat(verifier.verify(tomorrow.bytes(), AUTHOR_ONLY).signers()).hasSize(1);
    Refusal implausible = Refusal.SIGNING_TIME_IMPLAUSIBLE;
    SignedFile later = SignedFile.of(LIBRARY).by(ANNA).at(NOW.plus(Duration.ofHours(25)));
    refused(implausible, later, AUTHOR_ONLY);
    SignedFile before = SignedFile.of(LIBRARY).by(ANNA).at(NOW.minus(Duration.ofDays(31)));
    refused(implausible, before, AUTHOR_ONLY);
    SignedFile never = SignedFile.of(LIBRARY).by(ANNA).withoutSigningTime();
    refused(Refusal.SIGNING_TIME_MISSING, never, AUTHOR_ONLY);
  }

  @Test
  void theFormIsStrict() {
    refused(Refusal.SIGNER_MISSING, SignedFile.of(LIBRARY).carrying(ANNA.leaf()), AUTHOR_ONLY);
    refused(Refusal.CONTENT_MISSING, SignedFile.of(LIBRARY).by(ANNA).detached(), AUTHOR_ONLY);
    refused(Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).asBer(), AUTHOR_ONLY);
    refused(
        Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).withUnsignedAttribute(), AUTHOR_ONLY);
    refused(
        Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).withoutSignedAttributes(), AUTHOR_ONLY);
    refused(Refusal.MALFORMED, SignedFile.of(LIBRARY).by(ANNA).without(ANNA.leaf()), AUTHOR_ONLY);
    SignedFile withGuest = SignedFile.of(LIBRARY).by(ANNA).carrying(BEN.leaf());
    refused(Refusal.CERTIFICATE_UNEXPECTED, withGuest, AUTHOR_ONLY);
  }

  @Test
  void tooManySignersAreRefusedBeforeAnyIsJudged() {
    SignedFile file = SignedFile.of(LIBRARY);
    for (int i = 0; i <= Envelope.MAX_SIGNERS; i++) {
      file.by(ANNA);
    }
    refused(Refusal.SIGNER_UNEXPECTED, file, AUTHOR_ONLY);
  }

  @Test
  void tooLargeIsRefusedUnread() {
    Bytes huge = Bytes.of(new byte[Envelope.MAX_BYTES + 1]);
    Refused.with(Refusal.TOO_LARGE, () -> verifier.verify(huge, AUTHOR_ONLY));
  }

  @Test
  void withoutAnchorsNothingIsTrusted() throws Exception {
    try (var files = Files.list(anchors)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    refused(Refusal.NO_ANCHORS, SignedFile.of(LIBRARY).by(ANNA), AUTHOR_ONLY);
  }

  @Test
  void askingForNoRoleIsABug() {
    assertThatThrownBy(() -> verifier.verify(Bytes.EMPTY, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * Whatever byte is changed, the file is refused, and never by an unchecked exception. Bit 0
   * changes tags and unused bits, bit 5 the case of letters: what a forgiving parser overlooks.
   */
  @Test
  void noChangedByteIsAccepted() {
    byte[] good = SignedFile.of("{}").by(ANNA).bytes().toArray();
    for (int position = 0; position < good.length; position++) {
      for (int bit : new int[] {0, 5, position % 8}) {
        byte[] changed = good.clone();
        changed[position] ^= (byte) (1 << bit);
        assertRefused(changed, position);
      }
    }
  }

  @Test
  void noTruncationAndNoAdditionIsAccepted() {
    byte[] good = SignedFile.of("{}").by(ANNA).bytes().toArray();
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), length);
    }
    assertRefused(Arrays.copyOf(good, good.length + 1), good.length + 1);
  }

  @Test
  void randomDamageIsRefused() {
    byte[] good = SignedFile.of("{}").by(ANNA).by(BEN).bytes().toArray();
    long seed = 20260601;
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] changed = good.clone();
      int start = random.nextInt(changed.length - 8);
      for (int i = 0; i < 8; i++) {
        changed[start + i] = (byte) random.nextInt(256);
      }
      assertRefused(changed, start);
    }
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() {
    byte[] nested = new byte[200_000];
    for (int i = 0; i + 1 < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    assertRefused(nested, 0);
  }

  private void assertRefused(byte[] file, int where) {
    Throwable thrown = catchThrowable(() -> verifier.verify(Bytes.of(file), AUTHOR_ONLY));
    assertThat(thrown).as("changed at %d", where).isInstanceOf(TrustException.class);
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
