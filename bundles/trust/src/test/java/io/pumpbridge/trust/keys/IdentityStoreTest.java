// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
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
    var waiting = store.keyOrMake();
    KeyPair keys = new KeyPair(waiting.publicKey(), waiting.key());
    return HOSPITAL.issue(Wish.gateway("gw-1").withKeys(keys)).chain();
  }

  @Test
  void theKeyIsMadeOnceAndSurvivesARestart() throws Exception {
    PublicKey made = open().keyOrMake().publicKey();
    assertThat(open().keyOrMake().publicKey()).isEqualTo(made);
    assertThat(open().find()).isEmpty();
  }

  @Test
  void anInstalledChainIsFoundAgain() throws Exception {
    IdentityStore store = open();
    List<X509Certificate> chain = chainFor(store);
    store.install(chain);
    assertThat(open().find().orElseThrow().chain()).isEqualTo(chain);
    assertThat(open().keyOrMake().publicKey()).isEqualTo(chain.get(0).getPublicKey());
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
    open().keyOrMake();
    IdentityStore other = new IdentityStore(StateFolder.open(folder.resolve("other")), RANDOM);
    other.keyOrMake();
    assertThat(Files.readAllBytes(home().resolve("identity.secret")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("other/identity.secret")));
  }

  @Test
  void thePreviousGenerationIsKept() throws Exception {
    IdentityStore store = open();
    store.install(chainFor(store));
    byte[] before = Files.readAllBytes(home().resolve("identity.p12"));
    store.install(chainFor(store));
    assertThat(Files.readAllBytes(home().resolve("identity.p12.previous"))).isEqualTo(before);
  }

  /** The power fails at each single step of an installation; either identity is whole after it. */
  @Test
  void aPowerCutAtAnyStepLeavesTheOldOrTheNewIdentity() throws Exception {
    IdentityStore store = open();
    List<X509Certificate> old = chainFor(store);
    store.install(old);
    List<X509Certificate> renewed = chainFor(store);
    FaultyDisk disk = new FaultyDisk(0);
    int step = 0;
    do {
      disk = new FaultyDisk(step);
      try {
        new IdentityStore(new StateFolder(home(), disk), RANDOM).install(renewed);
      } catch (TrustException powerFailed) {
        assertThat(powerFailed.code()).isEqualTo("key-store-unwritable");
      }
      assertThat(open().find().orElseThrow().chain()).as("step %d", step).isIn(old, renewed);
      step++;
    } while (!disk.survived());
    assertThat(step).as("steps tried").isGreaterThan(5);
    assertThat(open().find().orElseThrow().chain()).isEqualTo(renewed);
  }

  @Test
  void aPowerCutWhileTheFirstKeyIsMadeLeavesNothingThatStopsTheNextTry() throws Exception {
    FaultyDisk disk;
    int step = 0;
    do {
      Path home = folder.resolve("try-" + step);
      StateFolder.open(home);
      disk = new FaultyDisk(step);
      try {
        new IdentityStore(new StateFolder(home, disk), RANDOM).keyOrMake();
      } catch (TrustException powerFailed) {
        assertThat(powerFailed.code()).isEqualTo("key-store-unwritable");
      }
      var again = new IdentityStore(new StateFolder(home, new LocalDisk()), RANDOM);
      assertThat(again.keyOrMake().publicKey()).isNotNull();
      step++;
    } while (!disk.survived());
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
        assertThat(open().keyOrMake().publicKey()).isEqualTo(key);
      } catch (TrustException damaged) {
        assertThat(damaged.code()).isEqualTo("key-store-damaged");
        Refused.with(Refusal.KEY_STORE_DAMAGED, () -> open().keyOrMake());
        refused++;
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void aLostSecretIsSaidSoAndNotMadeAnew() throws Exception {
    open().keyOrMake();
    Files.delete(home().resolve("identity.secret"));
    Refused.with(Refusal.KEY_STORE_DAMAGED, () -> open().keyOrMake());
    assertThat(home().resolve("identity.secret")).doesNotExist();
  }
}
