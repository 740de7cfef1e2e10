// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.GatewaySignatures.Signed;
import io.pumpbridge.model.trust.GatewaySignatures.Verifier;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.SignedFile;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a gateway signed while its certificate was valid counts for good, and nothing else does. */
final class GatewaySignaturesComponentTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final Authority ISSUING =
      HOSPITAL.subordinate(Authority.asAuthority(Wish.named("CN=issuing")));
  private static final Identity GATEWAY = ISSUING.issue(Wish.gateway("gw-1"));

  private static Verifier at(Instant now) {
    try {
      return new GatewaySignaturesComponent(Clock.fixed(now, ZoneOffset.UTC))
          .below(List.of(Authority.pem(HOSPITAL.certificate())));
    } catch (io.pumpbridge.model.trust.TrustException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes signedAt(Instant at, Identity signer) {
    return SignedFile.of("{\"a\":1}").by(signer).at(at).bytes();
  }

  private static void refused(Refusal reason, Identity signer, Instant signedAt, Instant now) {
    Bytes signed = signedAt(signedAt, signer);
    Refused.with(reason, () -> at(now).verify(signed));
  }

  @Test
  void itSaysWhoSignedWhatAndWhenHeSaysThatHeDid() throws Exception {
    Signed signed = at(NOW).verify(signedAt(NOW.minusSeconds(60), GATEWAY));
    assertThat(signed.gateway()).isEqualTo("gw-1");
    assertThat(signed.content().toText(StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
    assertThat(signed.claimedAt()).isEqualTo(NOW.minusSeconds(60));
  }

  /** Its issuer's and the root's certificate have ended by then, too. */
  @Test
  void yearsLaterItStillCounts() throws Exception {
    Instant later = NOW.plus(YEAR.multipliedBy(40));
    assertThat(at(later).verify(signedAt(NOW, GATEWAY)).gateway()).isEqualTo("gw-1");
  }

  @Test
  void outsideOfItsDatesACertificateSignsNothing() {
    refused(Refusal.DEVICE_CERTIFICATE_EXPIRED, GATEWAY, NOW.plus(YEAR), NOW.plus(YEAR));
    refused(Refusal.DEVICE_CERTIFICATE_NOT_YET_VALID, GATEWAY, NOW.minus(YEAR), NOW);
    Instant future = NOW.plus(Duration.ofDays(30));
    refused(Refusal.SIGNING_TIME_IMPLAUSIBLE, GATEWAY, future, NOW);
    Bytes timeless = SignedFile.of("{}").by(GATEWAY).withoutSigningTime().bytes();
    Refused.with(Refusal.SIGNING_TIME_MISSING, () -> at(NOW).verify(timeless));
  }

  @Test
  void anybodyElseIsRefused() {
    Authority stranger = Authority.root("hospital root");
    refused(Refusal.DEVICE_CHAIN_UNTRUSTED, stranger.issue(Wish.gateway("gw-1")), NOW, NOW);
    refused(Refusal.DEVICE_KEY_PURPOSE, ISSUING.issue(Wish.server("pumps.example.org")), NOW, NOW);
    Identity nameless = ISSUING.issue(Wish.named("CN=gw-1").withUses("1.3.6.1.5.5.7.3.2"));
    refused(Refusal.CERTIFICATE_WRONG_GATEWAY, nameless, NOW, NOW);
    Refused.with(Refusal.MALFORMED, () -> at(NOW).verify(Bytes.of(new byte[] {1, 2, 3})));
  }

  @Test
  void whoIsNoAuthorityIsNoAnchor() {
    var desk = new GatewaySignaturesComponent();
    Refused.with(Refusal.NO_ANCHORS, () -> desk.below(List.of()));
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> desk.below(List.of("no certificate")));
    String leaf = Authority.pem(GATEWAY.leaf());
    Refused.with(Refusal.ANCHORS_UNREADABLE, () -> desk.below(List.of(leaf)));
  }
}
