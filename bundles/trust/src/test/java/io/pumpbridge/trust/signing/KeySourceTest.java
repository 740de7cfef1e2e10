// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signing;

import static io.pumpbridge.model.trust.SignerRole.LIBRARY_APPROVER;
import static io.pumpbridge.model.trust.SignerRole.LIBRARY_AUTHOR;
import static io.pumpbridge.trust.signing.Pharmacy.LIBRARY;
import static io.pumpbridge.trust.signing.Pharmacy.bytes;
import static io.pumpbridge.trust.signing.Pharmacy.file;
import static io.pumpbridge.trust.signing.Pharmacy.sign;
import static io.pumpbridge.trust.signing.Pharmacy.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.SignedContent;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Withdrawals;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.Pkcs12File;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.signature.CmsVerifier;
import io.pumpbridge.trust.signature.SignerTrust;
import java.security.KeyPair;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people bring as a key. Tokens are checked with SoftHSM. */
final class KeySourceTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Authority PHARMACY =
      HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=pharmacy authority")));
  private static final Identity ANNA = PHARMACY.issue(SignedFile.person("Anna", LIBRARY_AUTHOR));
  private static final Identity BEN = HOSPITAL.issue(SignedFile.person("Ben", LIBRARY_APPROVER));

  private static byte[] fileOf(Map<String, Identity> people) throws Exception {
    KeyStore store = Pharmacy.empty();
    for (Map.Entry<String, Identity> each : people.entrySet()) {
      Pharmacy.add(store, each.getKey(), each.getValue(), each.getValue().chain());
    }
    return Pharmacy.written(store);
  }

  private static Map<String, Object> trusting(Map<String, Object> wish) {
    wish.put("anchors", List.of(Authority.pem(HOSPITAL.certificate())));
    return wish;
  }

  @Test
  void aWrongPasswordIsToldFromAFileThatIsNone() throws Exception {
    byte[] key = file(ANNA, HOSPITAL);
    Map<String, Object> wrong = wish(LIBRARY, key);
    wrong.put("secret", "wrong".toCharArray());
    Refused.with(Refusal.SIGNING_SECRET_WRONG, () -> sign(wrong));
    key[key.length / 2] ^= 1;
    assertThat(catchThrowable(() -> sign(wish(LIBRARY, key)))).isInstanceOf(TrustException.class);
    Refused.with(Refusal.SIGNING_KEY_UNREADABLE, () -> sign(wish(LIBRARY, new byte[] {1, 2})));
    byte[] huge = new byte[Pkcs12File.MAX_BYTES + 1];
    Refused.with(Refusal.SIGNING_KEY_UNREADABLE, () -> sign(wish(LIBRARY, huge)));
  }

  @Test
  void thePasswordIsGoneAfterwards() throws Exception {
    Map<String, Object> good = wish(LIBRARY, file(ANNA, HOSPITAL));
    sign(good);
    assertThat((char[]) good.get("secret")).containsOnly(' ');
    Map<String, Object> bad = wish(LIBRARY, new byte[] {1, 2});
    Refused.with(Refusal.SIGNING_KEY_UNREADABLE, () -> sign(bad));
    assertThat((char[]) bad.get("secret")).containsOnly(' ');
  }

  @Test
  void ofSeveralKeysTheOneIsTakenThatMaySign() throws Exception {
    Identity mail = HOSPITAL.issue(Wish.named("CN=Anna").withUses("1.3.6.1.5.5.7.3.4"));
    byte[] two = fileOf(Map.of("mail", mail, "library", ANNA));
    assertThat(sign(trusting(wish(LIBRARY, two)))).containsEntry("subject", "CN=Anna");
    byte[] both = fileOf(Map.of("author", ANNA, "approver", BEN));
    Refused.with(Refusal.SIGNING_KEY_AMBIGUOUS, () -> sign(trusting(wish(LIBRARY, both))));
    Map<String, Object> named = trusting(wish(LIBRARY, both));
    named.put("key", "approver");
    assertThat(sign(named)).containsEntry("subject", "CN=Ben");
    Map<String, Object> nobody = trusting(wish(LIBRARY, both));
    nobody.put("key", "nobody");
    Refused.with(Refusal.SIGNING_KEY_MISSING, () -> sign(nobody));
    Refused.with(
        Refusal.SIGNING_KEY_MISSING,
        () -> sign(trusting(wish(LIBRARY, Pharmacy.written(Pharmacy.empty())))));
  }

  @Test
  void withoutItsAuthorityAKeyNeedsAnchors() throws Exception {
    byte[] bare = fileOf(Map.of("ben", BEN));
    Refused.with(Refusal.SIGNING_ANCHORS_MISSING, () -> sign(wish(LIBRARY, bare)));
    assertThat(sign(trusting(wish(LIBRARY, bare)))).containsEntry("role", "library-approver");
  }

  @Test
  void issuersThatDoNotLieBesideTheKeyMayBeBrought() throws Exception {
    KeyStore store = Pharmacy.empty();
    Pharmacy.add(store, "anna", ANNA, List.of(ANNA.leaf()));
    byte[] bare = Pharmacy.written(store);
    Refused.with(Refusal.CHAIN_UNTRUSTED, () -> sign(trusting(wish(LIBRARY, bare))));
    Map<String, Object> brought = trusting(wish(LIBRARY, bare));
    brought.put("chain", Authority.pem(HOSPITAL.certificate(), PHARMACY.certificate()));
    SignedContent proven =
        CmsVerifier.verify(
            bytes(sign(brought)),
            Set.of(LIBRARY_AUTHOR),
            new SignerTrust(List.of(HOSPITAL.certificate()), Withdrawals.NONE),
            FixedClock.NOW);
    assertThat(proven.signers()).hasSize(1);
  }

  @Test
  void aKeyThatDoesNotFitItsCertificateSignsNothing() throws Exception {
    Wish other = SignedFile.person("Carla", LIBRARY_AUTHOR);
    Identity carla = HOSPITAL.issue(other);
    KeyPair stolen = SignedFile.person("x", LIBRARY_AUTHOR).keys();
    byte[] mixed = file(new Identity(stolen.getPrivate(), carla.chain()), HOSPITAL);
    Refused.with(Refusal.SIGNATURE_INVALID, () -> sign(wish(LIBRARY, mixed)));
  }

  @Test
  void aTokenThatIsNotThereIsSaid() {
    Map<String, Object> token = wish(LIBRARY, new byte[0]);
    token.remove("pkcs12");
    token.put("pkcs11_library", "/nowhere/none.so");
    Refused.with(Refusal.TOKEN_LIBRARY_UNUSABLE, () -> sign(token));
    token.put("pkcs11_slot", "second");
    Refused.with(Refusal.SIGNING_INPUT_INVALID, () -> sign(token));
  }

  @Test
  void aProgramThatAsksForNothingHasABug() {
    for (String field : List.of("content", "roles", "pkcs12")) {
      Map<String, Object> wish = wish(LIBRARY, new byte[] {1});
      wish.remove(field);
      assertThatThrownBy(() -> sign(wish)).as(field).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
