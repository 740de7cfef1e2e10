// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;
import static io.pumpbridge.model.trust.SignerRole.ORDER_SYSTEM;
import static io.pumpbridge.trust.signing.Pharmacy.LIBRARY;
import static io.pumpbridge.trust.signing.Pharmacy.bytes;
import static io.pumpbridge.trust.signing.Pharmacy.file;
import static io.pumpbridge.trust.signing.Pharmacy.sign;
import static io.pumpbridge.trust.signing.Pharmacy.signed;
import static io.pumpbridge.trust.signing.Pharmacy.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.Signer;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.SignerTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two people, one after the other; what they make, the gateway's own verifier takes. */
final class SigningDeskTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Authority PHARMACY =
      HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=pharmacy authority")));
  private static final Identity ANNA = PHARMACY.issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
  private static final Identity BEN = HOSPITAL.issue(SignedFile.person("Ben", LIBRARY_APPROVER));
  private static final SignerTrust TRUST =
      new SignerTrust(List.of(HOSPITAL.certificate()), Withdrawals.NONE);
  private static final Set<SignerRole> BOTH = Set.of(LIBRARY_AUTHOR, LIBRARY_APPROVER);

  private static byte[] keyOf(Identity who) throws Exception {
    return file(who, HOSPITAL);
  }

  private static byte[] half() throws Exception {
    return signed(sign(wish(LIBRARY, keyOf(ANNA))));
  }

  private static SignedContent verified(Map<String, Object> answer) throws Exception {
    return CmsVerifier.verify(bytes(answer), BOTH, TRUST, FixedClock.NOW);
  }

  @Test
  void twoPeopleSignOneAfterTheOther() throws Exception {
    Map<String, Object> first = sign(wish(LIBRARY, keyOf(ANNA)));
    assertThat(first)
        .containsEntry("role", "library-author")
        .containsEntry("subject", "CN=Anna")
        .containsEntry("at", "2026-06-01T12:00:00Z")
        .containsEntry("algorithm", "ECDSA P-256 with SHA-256")
        .containsEntry("missing", List.of("library-approver"));
    Map<String, Object> second = sign(wish(signed(first), keyOf(BEN)));
    assertThat(second)
        .containsEntry("missing", List.of())
        .containsEntry("role", "library-approver");
    SignedContent proven = verified(second);
    assertThat(proven.content()).isEqualTo(Bytes.of(LIBRARY));
    assertThat(proven.signers())
        .containsExactly(
            new Signer(LIBRARY_AUTHOR, "CN=Anna"), new Signer(LIBRARY_APPROVER, "CN=Ben"));
  }

  @Test
  void theOrderIsFree() throws Exception {
    byte[] approved = signed(sign(wish(LIBRARY, keyOf(BEN))));
    assertThat(verified(sign(wish(approved, keyOf(ANNA)))).signers()).hasSize(2);
  }

  @Test
  void whoSignsSecondLeavesTheFirstSignatureAsItIs() throws Exception {
    byte[] half = half();
    byte[] whole = signed(sign(wish(half, keyOf(BEN))));
    byte[] first = onlySigner(half);
    assertThat(new CMSSignedData(whole).getSignerInfos().getSigners())
        .anyMatch(signer -> Arrays.equals(first, encoded(signer.toASN1Structure())));
  }

  private static byte[] onlySigner(byte[] half) throws Exception {
    var signers = new CMSSignedData(half).getSignerInfos().getSigners();
    return encoded(signers.iterator().next().toASN1Structure());
  }

  private static byte[] encoded(SignerInfo info) {
    try {
      return info.getEncoded();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P-256", "P-384", "Ed25519", "RSA"})
  void eachKindOfKeySigns(String kind) throws Exception {
    KeyPair keys =
        switch (kind) {
          case "P-256" -> Keys.ec("secp256r1");
          case "P-384" -> Keys.ec("secp384r1");
          case "Ed25519" -> Keys.ed25519();
          default -> Keys.rsa(3072);
        };
    Identity carla = HOSPITAL.issue(SignedFile.person("Carla", LIBRARY_APPROVER).withKeys(keys));
    assertThat(verified(sign(wish(half(), keyOf(carla)))).signers()).hasSize(2);
  }

  @Test
  void keysThatEveryGatewayWouldRefuseDoNotSign() throws Exception {
    for (KeyPair weak : List.of(Keys.rsa(2048), Keys.ec("secp521r1"))) {
      Identity dora = HOSPITAL.issue(SignedFile.person("Dora", LIBRARY_AUTHOR).withKeys(weak));
      Refused.with(Refusal.ALGORITHM_WEAK, () -> sign(wish(LIBRARY, keyOf(dora))));
    }
  }

  @Test
  void nobodySignsTwiceAndNoRoleIsTakenTwice() throws Exception {
    byte[] half = half();
    Refused.with(Refusal.SAME_SIGNER, () -> sign(wish(half, keyOf(ANNA))));
    Identity again = HOSPITAL.issue(SignedFile.person("Anna", LIBRARY_APPROVER));
    Refused.with(Refusal.SAME_SIGNER, () -> sign(wish(half, keyOf(again))));
    Identity otherSpelling =
        HOSPITAL.issue(Wish.named("CN=ANNA,O=approvers").withUses(LIBRARY_APPROVER.keyPurpose()));
    Refused.with(Refusal.SAME_SIGNER, () -> sign(wish(half, keyOf(otherSpelling))));
    Identity colleague = HOSPITAL.issue(SignedFile.person("Emil", LIBRARY_AUTHOR));
    Refused.with(Refusal.ROLE_TAKEN, () -> sign(wish(half, keyOf(colleague))));
    byte[] whole = signed(sign(wish(half, keyOf(BEN))));
    Identity late = HOSPITAL.issue(SignedFile.person("Finn", LIBRARY_APPROVER));
    Refused.with(Refusal.ROLE_TAKEN, () -> sign(wish(whole, keyOf(late))));
  }

  @Test
  void aCertificateWithoutTheRightRoleDoesNotSign() throws Exception {
    Identity visitor = HOSPITAL.issue(Wish.named("CN=visitor").withUses("1.3.6.1.5.5.7.3.4"));
    Refused.with(Refusal.KEY_PURPOSE, () -> sign(wish(LIBRARY, keyOf(visitor))));
    Identity both =
        HOSPITAL.issue(
            Wish.named("CN=Eve")
                .withUses(LIBRARY_AUTHOR.keyPurpose(), LIBRARY_APPROVER.keyPurpose()));
    Refused.with(Refusal.ROLE_AMBIGUOUS, () -> sign(wish(LIBRARY, keyOf(both))));
    Identity orders = HOSPITAL.issue(SignedFile.person("orders", ORDER_SYSTEM));
    Refused.with(Refusal.SIGNER_UNEXPECTED, () -> sign(wish(LIBRARY, keyOf(orders))));
  }

  @Test
  void whatOthersSignedIsVerifiedBefore() throws Exception {
    byte[] changed = half();
    changed[indexOf(changed, LIBRARY) + 3] ^= 1;
    Refused.with(Refusal.SIGNATURE_INVALID, () -> sign(wish(changed, keyOf(BEN))));
    Identity stranger =
        Authority.root("hospital root").issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
    byte[] strange = SignedFile.of("{}").by(stranger).bytes().toArray();
    Refused.with(Refusal.CHAIN_UNTRUSTED, () -> sign(wish(strange, keyOf(BEN))));
    Identity orders = HOSPITAL.issue(SignedFile.person("orders", ORDER_SYSTEM));
    byte[] ordered = SignedFile.of("{}").by(orders).bytes().toArray();
    Refused.with(Refusal.SIGNER_UNEXPECTED, () -> sign(wish(ordered, keyOf(BEN))));
    Refused.with(Refusal.MALFORMED, () -> sign(wish(new byte[] {1, 2, 3}, keyOf(BEN))));
  }

  private static int indexOf(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void anchorsThatAreGivenCountInPlaceOfTheKeysOwn() throws Exception {
    Map<String, Object> trusting = wish(half(), keyOf(BEN));
    trusting.put("anchors", List.of(Authority.pem(HOSPITAL.certificate())));
    assertThat(verified(sign(trusting)).signers()).hasSize(2);
    Map<String, Object> elsewhere = wish(half(), keyOf(BEN));
    elsewhere.put("anchors", List.of(Authority.pem(Authority.root("other").certificate())));
    Refused.with(Refusal.CHAIN_UNTRUSTED, () -> sign(elsewhere));
  }

  /** As authorities hand them out: one file for the whole chain, or a PKCS#7. */
  @Test
  void aRevokedAuthorIsRefusedByAnyListInAFile() throws Exception {
    Revocation week = new Revocation(FixedClock.NOW, FixedClock.NOW.plus(Duration.ofDays(7)));
    String pem = block(week.list(HOSPITAL)) + block(week.list(PHARMACY, ANNA.leaf()));
    Map<String, Object> wish = wish(half(), keyOf(BEN));
    wish.put("lists", List.of(pem.getBytes(StandardCharsets.US_ASCII)));
    Refused.with(Refusal.CERTIFICATE_REVOKED, () -> sign(wish));
  }

  private static String block(String list) {
    return "-----BEGIN X509 CRL-----\n" + list + "\n-----END X509 CRL-----\n";
  }

  @Test
  void whatIsReadIsNotProven() throws Exception {
    Map<String, Object> read = Pharmacy.read(half());
    assertThat(read).containsEntry("content", LIBRARY);
    assertThat(read.get("signers"))
        .isEqualTo(List.of(Map.of("role", "library-author", "subject", "CN=Anna")));
  }

  /** One key, one number, but the other role: by the signature alone nobody could tell. */
  @Test
  void noOtherCertificateCanBePutInThePlaceOfTheOneThatSigned() throws Exception {
    Wish gil = SignedFile.person("Gil", LIBRARY_AUTHOR);
    Identity author = HOSPITAL.issue(gil);
    byte[] file = signed(sign(wish(LIBRARY, keyOf(author))));
    X509Certificate approver =
        Forged.by(HOSPITAL, gil.withUses(LIBRARY_APPROVER.keyPurpose()))
            .serial(author.leaf().getSerialNumber())
            .certificate();
    CMSSignedData swapped =
        CMSSignedData.replaceCertificatesAndCRLs(
            new CMSSignedData(file), new JcaCertStore(List.of(approver)), null, null);
    Bytes der = Bytes.of(swapped.getEncoded(ASN1Encoding.DER));
    Refused.with(
        Refusal.CERTIFICATE_SWAPPED,
        () -> CmsVerifier.verify(der, Set.of(LIBRARY_APPROVER), TRUST, FixedClock.NOW));
  }
}
