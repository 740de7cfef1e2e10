// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;
import static io.pumpbridge.model.trust.SignerRole.PUMP_SERVER;
import static io.pumpbridge.trust.signature.SignatureBench.ANNA;
import static io.pumpbridge.trust.signature.SignatureBench.AUTHOR_ONLY;
import static io.pumpbridge.trust.signature.SignatureBench.BEN;
import static io.pumpbridge.trust.signature.SignatureBench.BOTH;
import static io.pumpbridge.trust.signature.SignatureBench.HOSPITAL;
import static io.pumpbridge.trust.signature.SignatureBench.LIBRARY;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Path;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who counts as signer, in which role, and who counts once only. */
final class SignersTest {
  @TempDir Path anchors;
  private SignatureBench bench;

  @BeforeEach
  void trustTheHospital() {
    bench = new SignatureBench(anchors);
  }

  @Test
  void oneSignerWhereTwoAreNeededIsRefused() {
    TrustException refused =
        Refused.with(
            Refusal.ROLE_MISSING,
            () -> bench.verifier.verify(SignedFile.of(LIBRARY).by(ANNA).bytes(), BOTH));
    assertThat(refused).hasMessageContaining("library-approver");
  }

  @Test
  void nobodyCountsTwice() {
    bench.refused(Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(ANNA), BOTH);
  }

  @Test
  void onePersonWithTwoCertificatesCountsOnce() {
    Identity annaAsApprover = HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_APPROVER));
    bench.refused(Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(annaAsApprover), BOTH);
  }

  @ParameterizedTest
  @CsvSource({"'CN=ANNA,OU=approvers'", "'CN=Anna  ,O=other'", "'CN=\uFF21nna,O=wide'"})
  void anotherDepartmentOrSpellingDoesNotMakeAnotherPerson(String subject) {
    Wish again = Wish.named(subject).withUses(LIBRARY_APPROVER.keyPurpose());
    bench.refused(
        Refusal.SAME_SIGNER, SignedFile.of(LIBRARY).by(ANNA).by(HOSPITAL.issue(again)), BOTH);
  }

  @Test
  void oneKeyUnderTwoNamesCountsOnce() {
    Wish author = SignedFile.person("Carla", LIBRARY_AUTHOR);
    Wish approver = SignedFile.person("Dora", LIBRARY_APPROVER).withKeys(author.keys());
    SignedFile file =
        SignedFile.of(LIBRARY).by(HOSPITAL.issue(author)).by(HOSPITAL.issue(approver));
    bench.refused(Refusal.SAME_SIGNER, file, BOTH);
  }

  @Test
  void oneMailAddressUnderTwoNamesCountsOnce() {
    GeneralName mail = new GeneralName(GeneralName.rfc822Name, "carla@hospital.example");
    SignedFile file =
        SignedFile.of(LIBRARY)
            .by(HOSPITAL.issue(SignedFile.person("Carla", LIBRARY_AUTHOR).withNames(mail)))
            .by(HOSPITAL.issue(SignedFile.person("C. Ray", LIBRARY_APPROVER).withNames(mail)));
    bench.refused(Refusal.SAME_SIGNER, file, BOTH);
  }

  @Test
  void aSignerNobodyAskedForIsRefused() {
    bench.refused(Refusal.SIGNER_UNEXPECTED, SignedFile.of(LIBRARY).by(ANNA).by(BEN), AUTHOR_ONLY);
    Identity second = HOSPITAL.issue(SignedFile.person("Carla", LIBRARY_AUTHOR));
    bench.refused(
        Refusal.SIGNER_UNEXPECTED, SignedFile.of(LIBRARY).by(ANNA).by(second).by(BEN), BOTH);
  }

  @Test
  void aRoleThatIsNotTheOneAskedForIsRefused() {
    bench.refused(Refusal.ROLE_MISSING, SignedFile.of(LIBRARY).by(ANNA), Set.of(PUMP_SERVER));
  }

  @Test
  void aCertificateWithoutARoleIsRefused() {
    Identity visitor = HOSPITAL.issue(Wish.named("CN=visitor").withUses("1.3.6.1.5.5.7.3.3"));
    bench.refused(Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(visitor), AUTHOR_ONLY);
    Identity anything = HOSPITAL.issue(Wish.named("CN=any").withUses("2.5.29.37.0"));
    bench.refused(Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(anything), AUTHOR_ONLY);
  }

  @Test
  void aCertificateWithTwoRolesIsRefused() {
    Wish both =
        Wish.named("CN=Eve").withUses(LIBRARY_AUTHOR.keyPurpose(), LIBRARY_APPROVER.keyPurpose());
    bench.refused(
        Refusal.ROLE_AMBIGUOUS, SignedFile.of(LIBRARY).by(HOSPITAL.issue(both)), AUTHOR_ONLY);
  }

  @Test
  void aKeyThatMayNotSignIsRefused() {
    Wish wish = SignedFile.person("Anna", LIBRARY_AUTHOR).withKeyUsage(KeyUsage.keyEncipherment);
    bench.refused(
        Refusal.KEY_PURPOSE, SignedFile.of(LIBRARY).by(HOSPITAL.issue(wish)), AUTHOR_ONLY);
  }

  @Test
  void aSignerWithoutANameIsRefused() {
    Wish nobody =
        Wish.named("")
            .withNames(new GeneralName(GeneralName.dNSName, "desk.hospital.example"))
            .withUses(LIBRARY_AUTHOR.keyPurpose());
    bench.refused(
        Refusal.SIGNER_UNNAMED, SignedFile.of(LIBRARY).by(HOSPITAL.issue(nobody)), AUTHOR_ONLY);
  }
}
