// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.KeyVault.WaitingKey;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;

/** What every vault does, wherever its keys are; also when the power fails in between. */
abstract class KeyVaultContract {
  private static final Authority HOSPITAL = Authority.root("hospital root");

  /** Where a vault keeps its keys; survives the vault. */
  interface Place {
    KeyVault open() throws Exception;

    /** One on which the power fails at the n-th step that changes something, from 0. */
    Unsafe openFailingAt(int step) throws Exception;
  }

  /** A vault, and whether its power has not failed so far. */
  interface Unsafe {
    KeyVault vault();

    boolean survived();
  }

  @FunctionalInterface
  private interface Change {
    void on(KeyVault vault) throws TrustException;
  }

  /** An empty one, another one each time. */
  abstract Place place() throws Exception;

  private static List<X509Certificate> certificate(PublicKey key) {
    Wish wish = Wish.gateway("gw-1").withKeys(new KeyPair(key, null));
    return HOSPITAL.issue(wish).chain();
  }

  private static Identity renewed(KeyVault vault) throws TrustException {
    vault.install(certificate(vault.waiting().publicKey()));
    return vault.find().orElseThrow();
  }

  @Test
  void aWaitingKeyIsMadeOnceAndSurvivesARestart() throws Exception {
    Place place = place();
    assertThat(place.open().find()).isEmpty();
    assertThat(place.open().previous()).isEmpty();
    PublicKey made = place.open().waiting().publicKey();
    assertThat(place.open().waiting().publicKey()).isEqualTo(made);
    assertThat(place.open().find()).isEmpty();
  }

  @Test
  void anInstalledChainIsFoundAgainAndTheNextRequestIsForANewKey() throws Exception {
    Place place = place();
    KeyVault vault = place.open();
    List<X509Certificate> chain = certificate(vault.waiting().publicKey());
    vault.install(chain);
    assertThat(place.open().find().orElseThrow().chain()).isEqualTo(chain);
    assertThat(place.open().previous()).isEmpty();
    PublicKey next = place.open().waiting().publicKey();
    assertThat(next).isNotEqualTo(chain.get(0).getPublicKey());
    assertThat(place.open().waiting().publicKey()).isEqualTo(next);
    assertThat(place.open().find().orElseThrow().chain()).isEqualTo(chain);
  }

  @Test
  void theGenerationBeforeIsKeptUntilTheNewOneHasWorked() throws Exception {
    Place place = place();
    KeyVault vault = place.open();
    Identity first = renewed(vault);
    Identity second = renewed(vault);
    assertThat(place.open().find().orElseThrow().leaf()).isEqualTo(second.leaf());
    assertThat(place.open().previous().orElseThrow().leaf()).isEqualTo(first.leaf());
    place.open().settle(first);
    assertThat(place.open().previous().orElseThrow().leaf()).isEqualTo(first.leaf());
    place.open().settle(second);
    assertThat(place.open().previous()).isEmpty();
    assertThat(place.open().find().orElseThrow().leaf()).isEqualTo(second.leaf());
    assertUsable(place.open());
  }

  @Test
  void aWaitingKeySurvivesThatTheGenerationInUseWorks() throws Exception {
    KeyVault vault = place().open();
    Identity first = renewed(vault);
    PublicKey waits = vault.waiting().publicKey();
    vault.settle(first);
    assertThat(vault.waiting().publicKey()).isEqualTo(waits);
  }

  /** Two renewals without a connection between them: only the first one has ever worked. */
  @Test
  void aGenerationThatNeverWorkedDoesNotPushOutTheOneThatDid() throws Exception {
    KeyVault vault = place().open();
    Identity first = renewed(vault);
    vault.settle(first);
    renewed(vault);
    Identity third = renewed(vault);
    assertThat(vault.find().orElseThrow().leaf()).isEqualTo(third.leaf());
    assertThat(vault.previous().orElseThrow().leaf()).isEqualTo(first.leaf());
  }

  @Test
  void theKeyInUseMayGetANewCertificate() throws Exception {
    KeyVault vault = place().open();
    Identity first = renewed(vault);
    PublicKey waits = vault.waiting().publicKey();
    List<X509Certificate> again = certificate(first.leaf().getPublicKey());
    vault.install(again);
    assertThat(vault.find().orElseThrow().chain()).isEqualTo(again);
    assertThat(vault.previous().orElseThrow().leaf()).isEqualTo(first.leaf());
    assertThat(vault.waiting().publicKey()).isEqualTo(waits);
    assertUsable(vault);
  }

  @Test
  void aChainForAnotherKeyIsRefusedAndChangesNothing() throws Exception {
    KeyVault vault = place().open();
    Identity first = renewed(vault);
    PublicKey stranger = Wish.gateway("gw-1").keys().getPublic();
    assertThat(vault.awaits(stranger)).isFalse();
    assertThat(vault.awaits(first.leaf().getPublicKey())).isTrue();
    Refused.with(Refusal.CERTIFICATE_NOT_OURS, () -> vault.install(certificate(stranger)));
    assertThat(vault.find().orElseThrow().leaf()).isEqualTo(first.leaf());
  }

  @Test
  void aPowerCutWhileTheFirstKeyIsMade() throws Exception {
    sweep(vault -> {}, KeyVault::waiting);
  }

  @Test
  void aPowerCutWhileTheFirstCertificateIsInstalled() throws Exception {
    sweep(KeyVault::waiting, KeyVaultContract::renewed);
  }

  @Test
  void aPowerCutWhileAKeyIsMadeBesideTheOneInUse() throws Exception {
    sweep(KeyVaultContract::renewed, KeyVault::waiting);
  }

  @Test
  void aPowerCutDuringARenewal() throws Exception {
    Change before =
        vault -> {
          renewed(vault);
          vault.waiting();
        };
    sweep(before, KeyVaultContract::renewed);
  }

  @Test
  void aPowerCutDuringARenewalOfWhatNeverWorked() throws Exception {
    Change before =
        vault -> {
          renewed(vault);
          renewed(vault);
          vault.waiting();
        };
    sweep(before, KeyVaultContract::renewed);
  }

  @Test
  void aPowerCutWhileTheKeyInUseGetsANewCertificate() throws Exception {
    Change again =
        vault -> vault.install(certificate(vault.find().orElseThrow().leaf().getPublicKey()));
    sweep(KeyVaultContract::renewed, again);
  }

  @Test
  void aPowerCutWhileThePreviousGenerationGoes() throws Exception {
    Change before =
        vault -> {
          renewed(vault);
          renewed(vault);
        };
    sweep(before, vault -> vault.settle(vault.find().orElseThrow()));
  }

  /**
   * The power fails at each single step of a change. After it there is what was there before or
   * what should come, each key beside its own certificate, and the change can be made again.
   */
  private void sweep(Change before, Change change) throws Exception {
    boolean survived = false;
    int step = 0;
    for (; !survived; step++) {
      Place place = place();
      before.on(place.open());
      List<X509Certificate> known = generations(place.open());
      Unsafe unsafe = place.openFailingAt(step);
      try {
        change.on(unsafe.vault());
      } catch (TrustException powerFailed) {
        assertThat(unsafe.survived()).as("step %d: %s", step, powerFailed).isFalse();
      }
      survived = unsafe.survived();
      KeyVault after = place.open();
      assertUsable(after);
      if (!known.isEmpty()) {
        assertThat(after.find()).as("step %d", step).isPresent();
        assertThat(generations(after)).as("step %d", step).containsAnyElementsOf(known);
      }
      change.on(place.open());
      assertUsable(place.open());
    }
    assertThat(step).as("steps tried").isGreaterThan(1);
  }

  private static List<X509Certificate> generations(KeyVault vault) throws TrustException {
    List<X509Certificate> leaves = new ArrayList<>();
    vault.find().map(Identity::leaf).ifPresent(leaves::add);
    vault.previous().map(Identity::leaf).ifPresent(leaves::add);
    return leaves;
  }

  /** Each key there is signs what its own certificate verifies, and the waiting one is another. */
  private static void assertUsable(KeyVault vault) throws Exception {
    Optional<Identity> inUse = vault.find();
    Optional<Identity> previous = vault.previous();
    WaitingKey waiting = vault.waiting();
    assertPair(waiting);
    for (Identity one : List.of(inUse, previous).stream().flatMap(Optional::stream).toList()) {
      assertPair(new WaitingKey(one.key(), one.leaf().getPublicKey()));
      assertThat(one.leaf().getPublicKey()).isNotEqualTo(waiting.publicKey());
    }
    assertThat(vault.find().map(Identity::leaf)).isEqualTo(inUse.map(Identity::leaf));
  }

  private static void assertPair(WaitingKey pair) throws Exception {
    JdkContentSigner signer = new JdkContentSigner(pair.key(), pair.publicKey());
    byte[] text = {1, 2, 3};
    signer.getOutputStream().write(text);
    var verifier =
        new JcaContentVerifierProviderBuilder()
            .setProvider(Authority.BOUNCY_CASTLE)
            .build(pair.publicKey())
            .get(signer.getAlgorithmIdentifier());
    verifier.getOutputStream().write(text);
    assertThat(verifier.verify(signer.getSignature())).isTrue();
  }
}
