// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Statuses;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GatewaySignatureTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Authority ISSUING =
      HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=issuing")));
  private static final byte[] CONTENT = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final FixedClock clock = new FixedClock();
  private IdentityStore store;
  private GatewaySignature signature;

  @BeforeEach
  void start() throws Exception {
    store = new IdentityStore(StateFolder.open(folder.resolve("trust")), new SecureRandom());
    HOSPITAL.anchorIn(folder.resolve("server"));
    signature =
        new GatewaySignature(
            new OwnIdentity(new GatewayName("gw-1"), "St. Example", store),
            new AnchorFolder(folder.resolve("server")),
            Statuses.unasked(),
            clock);
  }

  private Identity provision() throws Exception {
    var key = store.waiting();
    Identity issued =
        ISSUING.issue(Wish.gateway("gw-1").withKeys(new KeyPair(key.publicKey(), key.key())));
    store.install(issued.chain());
    return issued;
  }

  private void refused(Refusal reason, Identity signer) {
    byte[] signed = SignedFile.of("{}").by(signer).bytes().toArray();
    Refused.with(reason, () -> signature.verify(signed));
  }

  @Test
  void whatAGatewaySignsAnotherOfTheHospitalVerifies() throws Exception {
    provision();
    byte[] signed = signature.sign(CONTENT);
    assertThat(signature.verify(signed))
        .containsEntry("gateway", "gw-1")
        .containsEntry("content", CONTENT);
  }

  @Test
  void itSaysWhatAnAuthorityNeedsToRevokeIt() throws Exception {
    Identity issued = provision();
    assertThat(signature.who())
        .containsEntry("gateway", "gw-1")
        .containsEntry("hospital", "St. Example")
        .containsEntry("serial", issued.leaf().getSerialNumber().toString(16))
        .containsEntry("issuer", "CN=issuing")
        .containsEntry("at", NOW.toString())
        .containsEntry("clock", "synchronised");
    assertThat(signature.who().get("sha256").toString()).matches("[0-9a-f]{64}");
  }

  /** A certificate that nobody took back would still let a key speak that somebody has copied. */
  @Test
  void itNamesEveryCertificateThatIsToBeRevoked() throws Exception {
    Identity first = provision();
    assertThat(certificates()).containsExactly("in-use " + serial(first));
    Identity second = provision();
    assertThat(certificates())
        .containsExactly("in-use " + serial(second), "previous " + serial(first));
    var asked = store.waiting();
    String key =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(asked.publicKey().getEncoded()));
    assertThat(certificates())
        .containsExactly("in-use " + serial(second), "previous " + serial(first), "waiting " + key);
    store.settle(second);
    assertThat(certificates()).containsExactly("in-use " + serial(second), "waiting " + key);
  }

  private static String serial(Identity identity) {
    return identity.leaf().getSerialNumber().toString(16);
  }

  private List<String> certificates() throws Exception {
    List<String> named = new ArrayList<>();
    for (Object one : (List<?>) signature.who().get("certificates")) {
      Map<?, ?> fields = (Map<?, ?>) one;
      boolean waits = "waiting".equals(fields.get("use"));
      named.add(fields.get("use") + " " + fields.get(waits ? "key_sha256" : "serial"));
    }
    return named;
  }

  @Test
  void withoutAnIdentityNothingIsSigned() {
    Refused.with(Refusal.NO_IDENTITY, () -> signature.sign(CONTENT));
    Refused.with(Refusal.NO_IDENTITY, () -> signature.who());
  }

  @Test
  void everyFlippedBitIsRefused() throws Exception {
    provision();
    byte[] signed = signature.sign(CONTENT);
    int accepted = 0;
    for (int bit = 0; bit < signed.length * Byte.SIZE; bit += 7) { // a seventh is told apart enough
      byte[] flipped = signed.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      accepted += isAccepted(flipped) ? 1 : 0;
    }
    assertThat(accepted).isZero();
  }

  private boolean isAccepted(byte[] signed) {
    try {
      return !signature.verify(signed).isEmpty();
    } catch (io.pumpbridge.model.trust.TrustException refused) {
      return false;
    }
  }

  @Test
  void anybodyElseIsRefused() throws Exception {
    Authority stranger = Authority.root("hospital root");
    refused(Refusal.DEVICE_CHAIN_UNTRUSTED, stranger.issue(Wish.gateway("gw-2")));
    refused(Refusal.DEVICE_KEY_PURPOSE, ISSUING.issue(Wish.server("pumps.example.org")));
    refused(
        Refusal.DEVICE_KEY_PURPOSE,
        ISSUING.issue(SignedFile.person("A. Author", SignerRole.LIBRARY_AUTHOR)));
    refused(
        Refusal.CERTIFICATE_WRONG_GATEWAY,
        ISSUING.issue(Wish.named("CN=someone").withUses("1.3.6.1.5.5.7.3.2")));
    refused(
        Refusal.DEVICE_CERTIFICATE_EXPIRED,
        ISSUING.issue(
            Wish.gateway("gw-2")
                .valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(1)))));
  }

  @Test
  void aSecondSignatureOrAnIdleCertificateIsRefused() throws Exception {
    Identity one = ISSUING.issue(Wish.gateway("gw-1"));
    Identity two = ISSUING.issue(Wish.gateway("gw-2"));
    byte[] both = SignedFile.of("{}").by(one).by(two).bytes().toArray();
    Refused.with(Refusal.SIGNER_UNEXPECTED, () -> signature.verify(both));
    byte[] idle = SignedFile.of("{}").by(one).carrying(two.leaf()).bytes().toArray();
    Refused.with(Refusal.CERTIFICATE_UNEXPECTED, () -> signature.verify(idle));
  }

  @Test
  void whatIsTooLargeToBeVerifiedIsNotSigned() throws Exception {
    provision();
    Refused.with(Refusal.TOO_LARGE, () -> signature.sign(new byte[Envelope.MAX_BYTES]));
  }
}
