// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.TlsServer;
import io.pumpbridge.trust.lab.TlsServer.ClientPolicy;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.tls.MutualTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generations of keys in a token; the token itself is only played here. */
final class TokenGenerationsTest extends KeyVaultContract {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Authority HOSPITAL = Authority.root("hospital root");

  private static final String HOST = "pumps.hospital.example";
  private static final byte[] TEXT = {1, 2, 3};

  @TempDir Path folder;
  private final ScheduledExecutorService watchdog = new ScheduledThreadPoolExecutor(1);
  private final Map<String, KeyPair> inToken = new TreeMap<>();
  private int places;

  private IdentityStore vault(Path home, FaultyDisk disk, String gateway) {
    TokenShelf shelf =
        new TokenShelf(
            new StateFolder(home, disk),
            new MemoryToken(inToken, disk),
            gateway,
            Curve.P384,
            RANDOM);
    return new IdentityStore(shelf);
  }

  private IdentityStore vault(String gateway) throws Exception {
    Path home = folder.resolve(gateway);
    StateFolder.open(home);
    return vault(home, new FaultyDisk(MemoryToken.FOREVER), gateway);
  }

  private static Identity renewed(KeyVault vault) throws TrustException {
    Wish wish = Wish.gateway("gw-1").withKeys(new KeyPair(vault.waiting().publicKey(), null));
    vault.install(HOSPITAL.issue(wish).chain());
    return vault.find().orElseThrow();
  }

  @Override
  Place place() throws Exception {
    String gateway = "gw-" + places++;
    Path home = folder.resolve(gateway);
    StateFolder.open(home);
    return new Place() {
      @Override
      public KeyVault open() {
        return vault(home, new FaultyDisk(MemoryToken.FOREVER), gateway);
      }

      @Override
      public Unsafe openFailingAt(int step) {
        FaultyDisk disk = new FaultyDisk(step);
        IdentityStore store = vault(home, disk, gateway);
        return new Unsafe() {
          @Override
          public KeyVault vault() {
            return store;
          }

          @Override
          public boolean survived() {
            return disk.survived();
          }
        };
      }
    };
  }

  @Test
  void aKeyThatNobodyNeedsAnyMoreIsDestroyed() throws Exception {
    KeyVault vault = vault("gw-1");
    renewed(vault);
    Identity second = renewed(vault);
    vault.settle(second);
    assertThat(inToken).containsOnlyKeys(((TokenKey) second.key()).name());
  }

  @Test
  void theKeysOfAnotherGatewayInTheSameTokenStay() throws Exception {
    KeyVault other = vault("gw-2");
    renewed(other);
    KeyVault vault = vault("gw-1");
    renewed(vault);
    vault.settle(renewed(vault));
    assertThat(inToken).hasSize(2);
    assertSigns(other);
  }

  private TokenShelf shelf(String gateway, FaultyDisk power) {
    return new TokenShelf(
        new StateFolder(folder.resolve(gateway), power),
        new MemoryToken(inToken, power),
        gateway,
        Curve.P256,
        RANDOM);
  }

  private static FaultyDisk steadyPower() {
    return new FaultyDisk(MemoryToken.FOREVER);
  }

  /** In use, previous, waiting, and one that no file names. */
  private void fill(String gateway) throws Exception {
    inToken.clear();
    renewed(vault("gw-2"));
    KeyVault vault = vault(gateway);
    renewed(vault);
    renewed(vault);
    assertThat(vault.waiting().publicKey()).isNotNull();
    assertThat(shelf(gateway, steadyPower()).make().certified()).isFalse();
    assertThat(inToken).hasSize(5);
  }

  @Test
  void atItsEndAGatewayDestroysAllItsKeysTheOneInUseLastAndNobodyElses() throws Exception {
    fill("gw-1");
    String inUse = ((TokenKey) vault("gw-1").find().orElseThrow().key()).name();
    TokenShelf shelf = shelf("gw-1", steadyPower());
    assertThat(shelf.own()).hasSize(4).last().isEqualTo(inUse);
    assertThat(shelf.destroyAll()).hasSize(4).last().isEqualTo(inUse);
    assertThat(inToken).hasSize(1);
    assertSigns(vault("gw-2"));
    Refused.with(Refusal.DECOMMISSIONING, shelf::make);
    assertThat(inToken).as("none is made any more").hasSize(1);
  }

  @Test
  void aPowerCutAtAnyStepOfThatIsCompletedByTheNextCall() throws Exception {
    boolean survived = false;
    for (int step = 0; !survived; step++) {
      String gateway = "gw-1." + step;
      fill(gateway);
      FaultyDisk power = new FaultyDisk(step);
      TokenShelf cut = shelf(gateway, power);
      try {
        assertThat(cut.destroyAll()).hasSize(4);
      } catch (TrustException powerCut) {
        assertThat(powerCut.code()).isEqualTo("token-failed");
      }
      survived = power.survived();
      assertThat(step).isLessThan(20);
      assertThat(shelf(gateway, steadyPower()).destroyAll().size()).isLessThanOrEqualTo(4);
      assertThat(inToken).as("step " + step).hasSize(1);
    }
  }

  /** A token that says that it has destroyed a key, and has not. */
  @Test
  void aKeyThatStaysIsNamed() throws Exception {
    fill("gw-1");
    Stubborn token = new Stubborn(new MemoryToken(inToken, steadyPower()));
    StateFolder home = new StateFolder(folder.resolve("gw-1"), steadyPower());
    TokenShelf shelf = new TokenShelf(home, token, "gw-1", Curve.P256, RANDOM);
    TrustException refused = Refused.with(Refusal.TOKEN_FAILED, shelf::destroyAll);
    assertThat(refused).hasMessageContaining(shelf.own().get(0));
  }

  /** Destroys nothing. */
  private record Stubborn(Token token) implements Token {
    @Override
    public X509Certificate make(String name, Curve curve) throws TrustException {
      return token.make(name, curve);
    }

    @Override
    public byte[] sign(String name, String algorithm, byte[] content) throws TrustException {
      return token.sign(name, algorithm, content);
    }

    @Override
    public Set<String> names() throws TrustException {
      return token.names();
    }

    @Override
    public void delete(String name) {}
  }

  @Test
  void aFileThatCannotBeReadDestroysNoKey() throws Exception {
    KeyVault vault = vault("gw-1");
    renewed(vault);
    renewed(vault);
    Path file = folder.resolve("gw-1/identity.token");
    String good = Files.readString(file);
    Files.writeString(file, "torn");
    Refused.with(Refusal.KEY_STORE_DAMAGED, vault::find);
    Refused.with(Refusal.KEY_STORE_DAMAGED, vault::waiting);
    Files.writeString(folder.resolve("gw-1/identity.token.previous"), "torn");
    Files.writeString(file, good);
    vault.settle(vault.find().orElseThrow());
    assertSigns(vault);
  }

  @Test
  void anotherTokenIsSaidSo() throws Exception {
    KeyVault vault = vault("gw-1");
    TokenKey key = (TokenKey) renewed(vault).key();
    inToken.clear();
    Refused.with(Refusal.TOKEN_KEY_MISSING, () -> key.sign("SHA384withECDSA", new byte[] {1}));
  }

  /** As the JDK's TLS looks for it, by the key alone. */
  @Test
  void theJdkFindsASignerOnlyAsLongAsItsUserRuns() throws Exception {
    Identity identity = renewed(vault("gw-1"));
    try (TokenSignatures signatures = TokenSignatures.register()) {
      assertThat(signatures.getServices()).hasSameSizeAs(Curve.values());
      Signature signer = Signature.getInstance("SHA384withECDSA");
      signer.initSign(identity.key());
      signer.update(TEXT);
      assertThat(verifies(identity, signer.sign())).isTrue();
      assertThat(signer.getProvider()).isSameAs(signatures);
      Signature ofAnother = Signature.getInstance("SHA256withECDSA");
      ofAnother.initSign(Keys.ec("secp256r1").getPrivate());
      assertThat(ofAnother.getProvider()).isNotSameAs(signatures);
    }
    Signature signer = Signature.getInstance("SHA384withECDSA");
    assertThatThrownBy(() -> signer.initSign(identity.key()))
        .isInstanceOf(InvalidKeyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aServerTakesAKeyThatIsInTheToken(String version) throws Exception {
    Identity identity = renewed(vault("gw-1"));
    try (TokenSignatures signatures = TokenSignatures.register()) {
      assertThat(signatures.getName()).isNotBlank();
      assertThat(shownTo(version)).isEqualTo(identity.leaf());
    }
  }

  @Test
  void aKeyThatIsGoneFailsTheHandshakeWithItsOwnCode() throws Exception {
    renewed(vault("gw-1"));
    inToken.clear();
    try (TokenSignatures signatures = TokenSignatures.register()) {
      assertThat(signatures.getName()).isNotBlank();
      assertThatThrownBy(() -> shownTo("TLSv1.3"))
          .satisfies(
              failure ->
                  assertThat(tls().explain(failure).orElseThrow().code())
                      .isEqualTo("token-key-missing"));
    }
  }

  private X509Certificate shownTo(String version) throws Exception {
    Identity ours = HOSPITAL.issue(Wish.server(HOST));
    try (TlsServer server = new TlsServer(ours, ClientPolicy.REQUIRE, List.of(version))) {
      try (Socket socket = tls().socketsTo(HOST).createSocket()) {
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 5_000);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(1);
        assertThat(socket.getInputStream().read()).isEqualTo(1);
      }
      return server.seen().client().get(0);
    }
  }

  private MutualTls tls() throws Exception {
    Path anchors = folder.resolve("anchors");
    HOSPITAL.anchorIn(anchors);
    return new MutualTls(
        new OwnIdentity(new GatewayName("gw-1"), "hospital", vault("gw-1")),
        new AnchorFolder(anchors),
        Statuses.unasked(),
        new FixedClock(),
        watchdog,
        Duration.ofSeconds(15));
  }

  @AfterEach
  void endTheWatchdog() {
    watchdog.shutdownNow();
  }

  private static void assertSigns(KeyVault vault) throws Exception {
    Identity identity = vault.find().orElseThrow();
    byte[] signature = ((TokenKey) identity.key()).sign("SHA384withECDSA", TEXT);
    assertThat(verifies(identity, signature)).isTrue();
  }

  private static boolean verifies(Identity identity, byte[] signature) throws Exception {
    Signature verifier = Signature.getInstance("SHA384withECDSA", "SunEC");
    verifier.initVerify(identity.leaf().getPublicKey());
    verifier.update(TEXT);
    return verifier.verify(signature);
  }
}
