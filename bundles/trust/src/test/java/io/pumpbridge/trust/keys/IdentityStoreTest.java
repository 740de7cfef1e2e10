// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityStoreTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Authority HOSPITAL = Authority.root("hospital root");

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("trust");
  }

  private IdentityStore open() throws IOException {
    return new IdentityStore(StateFolder.open(home()), RANDOM);
  }

  private static List<X509Certificate> chainFor(IdentityStore store) throws TrustException {
    var waiting = store.waiting();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    return HOSPITAL.issue(Wish.gateway("gw-1").withKeys(keys)).chain();
  }

  @Test
  void whatAnotherProcessInstalledIsSeenAtOnce() throws Exception {
    IdentityStore agent = open();
    assertThat(agent.find()).isEmpty();
    IdentityStore commandLine = open();
    commandLine.install(chainFor(commandLine));
    assertThat(agent.find()).isPresent();
  }

  @Test
  void onlyTheOwnerReads() throws Exception {
    IdentityStore store = open();
    store.install(chainFor(store));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
        .isEqualTo("rwx------");
    try (var files = Files.list(home())) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void noTwoGatewaysShareASecret() throws Exception {
    open().waiting();
    IdentityStore other = new IdentityStore(StateFolder.open(folder.resolve("other")), RANDOM);
    other.waiting();
    assertThat(Files.readAllBytes(home().resolve("identity.secret")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("other/identity.secret")));
  }

  /** A few bytes of PKCS#12 mean nothing (tags that readers forgive); the key is then the same. */
  @Test
  void aDamagedStoreIsSaidSoAndNeverReplacedNorMisread() throws Exception {
    IdentityStore store = open();
    List<X509Certificate> chain = chainFor(store);
    store.install(chain);
    PublicKey key = chain.get(0).getPublicKey();
    Path file = home().resolve("identity.p12");
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bad);
      try {
        assertThat(open().find().orElseThrow().chain()).isEqualTo(chain);
        assertThat(open().find().orElseThrow().leaf().getPublicKey()).isEqualTo(key);
      } catch (TrustException damaged) {
        assertThat(damaged.code()).isEqualTo("key-store-damaged");
        Refused.with(Refusal.KEY_STORE_DAMAGED, () -> open().waiting());
        refused++;
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void aLostSecretIsSaidSoAndNotMadeAnew() throws Exception {
    open().waiting();
    Files.delete(home().resolve("identity.secret"));
    Refused.with(Refusal.KEY_STORE_DAMAGED, () -> open().waiting());
    assertThat(home().resolve("identity.secret")).doesNotExist();
  }

  @Test
  void aDamagedKeyThatWaitsDoesNotStopTheOneInUse() throws Exception {
    IdentityStore store = open();
    store.install(chainFor(store));
    store.waiting();
    Files.writeString(home().resolve("identity.p12.waiting"), "torn");
    assertThat(open().find()).isPresent();
    TrustException refused = Refused.with(Refusal.KEY_STORE_DAMAGED, () -> open().waiting());
    assertThat(refused).hasMessageContaining("delete it");
  }

  @Test
  void aDamagedPreviousGenerationStopsNoRenewal() throws Exception {
    IdentityStore store = open();
    store.install(chainFor(store));
    X509Certificate first = store.find().orElseThrow().leaf();
    Files.writeString(home().resolve("identity.p12.previous"), "torn");
    store.install(chainFor(store));
    assertThat(store.previous().orElseThrow().leaf()).isEqualTo(first);
  }

  /** As it wrote them: the first key waits in the file of the identity itself. */
  @Test
  void aKeyThatWaitedInTheVersionBeforeGetsItsCertificate() throws Exception {
    KeyPair keys = Keys.ec("secp256r1");
    writeAsBefore("identity.p12", "waiting", keys, List.of(DeviceKeys.placeholder(keys)));
    IdentityStore store = open();
    assertThat(store.find()).isEmpty();
    assertThat(store.waiting().publicKey()).isEqualTo(keys.getPublic());
    List<X509Certificate> chain = chainFor(store);
    store.install(chain);
    assertThat(open().find().orElseThrow().chain()).isEqualTo(chain);
    assertThat(open().previous()).isEmpty();
    assertThat(open().waiting().publicKey()).isNotEqualTo(keys.getPublic());
  }

  @Test
  void anIdentityOfTheVersionBeforeWorksOn() throws Exception {
    KeyPair keys = Keys.ec("secp256r1");
    List<X509Certificate> chain = HOSPITAL.issue(Wish.gateway("gw-1").withKeys(keys)).chain();
    writeAsBefore("identity.p12", "gateway", keys, chain);
    // There the previous file of a first installation held the same key without its certificate.
    writeAsBefore("identity.p12.previous", "waiting", keys, List.of(DeviceKeys.placeholder(keys)));
    IdentityStore store = open();
    assertThat(store.find().orElseThrow().chain()).isEqualTo(chain);
    assertThat(store.previous()).isEmpty();
    store.install(chainFor(store));
    assertThat(open().previous().orElseThrow().chain()).isEqualTo(chain);
  }

  private void writeAsBefore(String file, String alias, KeyPair keys, List<X509Certificate> chain)
      throws Exception {
    StateFolder state = StateFolder.open(home());
    byte[] secret = "a secret of the version before".getBytes(StandardCharsets.US_ASCII);
    state.replace("identity.secret", secret);
    char[] password = "a secret of the version before".toCharArray();
    KeyStore keyStore = KeyStore.getInstance("PKCS12", "SUN");
    keyStore.load(null, null);
    keyStore.setKeyEntry(alias, keys.getPrivate(), password, chain.toArray(new X509Certificate[0]));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    keyStore.store(content, password);
    state.replace(file, content.toByteArray());
  }
}
