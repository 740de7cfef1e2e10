// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import static io.pumpbridge.trust.escrow.EscrowLab.RANDOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.keys.GcmSealer;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EscrowEnvelopeTest {
  private static final Authority ROOT = Authority.root("signing root");
  private final EscrowedKey key = EscrowLab.key("bed-12");

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("P-256", Keys.ec("secp256r1")),
        Arguments.of("P-384", Keys.ec("secp384r1")),
        Arguments.of("RSA", Keys.rsa(3072)));
  }

  private static Map<String, Object> unlock(
      EscrowDeskComponent desk, byte[] envelope, Identity with) throws Exception {
    return desk.unlock(envelope, EscrowLab.pkcs12(with), EscrowLab.PASSWORD);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void whoHoldsTheKeyOpensWhatTheGatewaySealed(String kind, KeyPair keys) throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish(keys));
    byte[] envelope = EscrowEnvelope.seal(key, hospital.leaf(), RANDOM);
    Bytes context = Bytes.of("bed-12|e|alarm|1", StandardCharsets.UTF_8);
    Bytes record = Bytes.of("a record", StandardCharsets.UTF_8);
    Bytes sealed = new GcmSealer(key.key(), RANDOM).seal(record, context);

    EscrowDeskComponent desk = new EscrowDeskComponent();
    assertThat(unlock(desk, envelope, hospital))
        .containsEntry("gateway", "bed-12")
        .containsEntry("key_id", HexFormat.of().formatHex(key.id()))
        .containsEntry("sha256", Certificates.fingerprintOf(hospital.leaf()));
    assertThat(desk.open(sealed, context)).isEqualTo(record);
  }

  /** Bouncy Castle's own reading of RFC 5652 and RFC 5753; the code above uses none of it. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void aForeignImplementationOpensItToo(String kind, KeyPair keys) throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish(keys));
    CMSEnvelopedData envelope =
        new CMSEnvelopedData(EscrowEnvelope.seal(key, hospital.leaf(), RANDOM));
    assertThat(envelope.getEncryptionAlgOID())
        .as("AES-256-CBC")
        .isEqualTo("2.16.840.1.101.3.4.1.42");
    RecipientInformation only = envelope.getRecipientInfos().iterator().next();
    byte[] content =
        only.getContent(
            kind.equals("RSA")
                ? new JceKeyTransEnvelopedRecipient(hospital.key())
                    .setProvider(Authority.BOUNCY_CASTLE)
                : new JceKeyAgreeEnvelopedRecipient(hospital.key())
                    .setProvider(Authority.BOUNCY_CASTLE));
    assertThat(new String(content, StandardCharsets.US_ASCII))
        .contains("\"format\":\"pump-bridge-escrow-1\"", "\"gateway\":\"bed-12\"")
        .contains("\"key\":\"" + HexFormat.of().formatHex(key.key().getEncoded()) + "\"");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void anEnvelopeInWhichOneBitHasChangedIsRefusedWithoutASecretInTheSentence(
      String kind, KeyPair keys) throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish(keys));
    byte[] envelope = EscrowEnvelope.seal(key, hospital.leaf(), RANDOM);
    String secret = HexFormat.of().formatHex(key.key().getEncoded());
    RescueKey with = new RescueKey(hospital.key(), hospital.leaf());
    for (int bit = 0; bit < envelope.length * 8; bit++) {
      byte[] changed = envelope.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      TrustException refused =
          Refused.with(
              Refusal.ESCROW_ENVELOPE_DAMAGED, () -> EscrowEnvelope.read(changed).open(with));
      assertThat(refused.getMessage()).doesNotContain(secret);
    }
    for (int length = 0; length < envelope.length; length++) {
      byte[] cut = Arrays.copyOf(envelope, length);
      Refused.with(Refusal.ESCROW_ENVELOPE_DAMAGED, () -> EscrowEnvelope.read(cut));
    }
    byte[] longer = Arrays.copyOf(envelope, envelope.length + 1);
    Refused.with(Refusal.ESCROW_ENVELOPE_DAMAGED, () -> EscrowEnvelope.read(longer));
    byte[] huge = Arrays.copyOf(envelope, EscrowEnvelope.MAX_BYTES + 1);
    Refused.with(Refusal.ESCROW_ENVELOPE_DAMAGED, () -> EscrowEnvelope.read(huge));
  }

  /** As an attacker may: the certificate is public, and so is the form. */
  @Test
  void aContentThatClaimsAnotherGatewayIsRefused() {
    byte[] content = key.content();
    String claim = new String(content, StandardCharsets.US_ASCII).replace("bed-12", "bed-13");
    Refused.with(
        Refusal.ESCROW_ENVELOPE_DAMAGED,
        () -> EscrowedKey.parse(claim.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void anotherKeyIsToldApartFromADamagedEnvelope() throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish());
    Identity other = ROOT.issue(EscrowLab.wish());
    byte[] envelope = EscrowEnvelope.seal(key, hospital.leaf(), RANDOM);
    TrustException refused =
        Refused.with(
            Refusal.ESCROW_KEY_WRONG, () -> unlock(new EscrowDeskComponent(), envelope, other));
    assertThat(refused.getMessage())
        .contains(hospital.leaf().getSerialNumber().toString(16))
        .contains(other.leaf().getSerialNumber().toString(16))
        .contains("bed-12");
    Identity mixed = new Identity(other.key(), hospital.chain());
    Refused.with(
        Refusal.ESCROW_ENVELOPE_DAMAGED,
        () -> EscrowEnvelope.read(envelope).open(new RescueKey(mixed.key(), mixed.leaf())));
  }

  @Test
  void aPasswordThatIsWrongIsSaidAndNotRepeated() throws Exception {
    Identity hospital = ROOT.issue(EscrowLab.wish());
    byte[] envelope = EscrowEnvelope.seal(key, hospital.leaf(), RANDOM);
    byte[] pkcs12 = EscrowLab.pkcs12(hospital);
    for (byte[] bad : new byte[][] {pkcs12, "no store".getBytes(StandardCharsets.US_ASCII), {}}) {
      TrustException refused =
          Refused.with(
              Refusal.ESCROW_KEY_UNREADABLE,
              () -> new EscrowDeskComponent().unlock(envelope, bad, "hunter two".toCharArray()));
      assertThat(refused.getMessage()).doesNotContain("hunter");
      assertThat(refused.getCause()).isNull();
    }
  }

  @Test
  void whatHoldsASecretDoesNotPrintIt() {
    String secret = HexFormat.of().formatHex(key.key().getEncoded());
    assertThat(key.toString()).contains("bed-12").doesNotContain(secret);
    Identity hospital = ROOT.issue(EscrowLab.wish());
    assertThat(new RescueKey(hospital.key(), hospital.leaf()).toString())
        .isEqualTo("RescueKey[O=st-example,CN=escrow]");
  }

  @Test
  void aDeskSealsNothingAndOpensNothingBeforeItsEnvelope() {
    EscrowDeskComponent desk = new EscrowDeskComponent();
    Bytes any = Bytes.of("x", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> desk.seal(any, any)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> desk.open(any, any)).isInstanceOf(IllegalStateException.class);
  }
}
