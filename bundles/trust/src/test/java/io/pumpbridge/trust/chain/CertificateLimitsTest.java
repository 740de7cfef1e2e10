// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static io.pumpbridge.trust.chain.CertificateLimits.MAX_BYTES;
import static io.pumpbridge.trust.chain.CertificateLimits.MAX_CONSTRAINT_BYTES;
import static io.pumpbridge.trust.chain.CertificateLimits.MAX_NAMES;
import static io.pumpbridge.trust.chain.CertificateLimits.MAX_POLICY_BYTES;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Sized;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.path.PolicyRules;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateLimitsTest {
  private static final Authority ROOT = Authority.root("root");

  private static void allowed(X509Certificate certificate) {
    assertThat(CertificateLimits.excess(certificate)).isEmpty();
  }

  private static void tooMuch(X509Certificate certificate, String why) {
    assertThat(CertificateLimits.excess(certificate))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains(why));
  }

  @Test
  void sixteenKilobytesAreRead() {
    allowed(Sized.certificate(ROOT, Wish.server("a.example"), MAX_BYTES));
    tooMuch(
        Sized.certificate(ROOT, Wish.server("a.example"), MAX_BYTES + 1),
        "larger than 16384 bytes");
  }

  private static X509Certificate named(int count) {
    return ROOT.issue(
            Wish.server(
                IntStream.range(0, count).mapToObj(i -> i + ".example").toArray(String[]::new)))
        .leaf();
  }

  @Test
  void aHundredAndTwentyEightNamesAreCompared() {
    allowed(named(MAX_NAMES));
    tooMuch(named(MAX_NAMES + 1), "more than 128 names");
  }

  /** By their size; their names are not even counted. */
  @Test
  void tenThousandNamesAreNotLookedAt() {
    tooMuch(named(10_000), "larger than");
  }

  /** What an extension holds, made longer bit by bit until it has just so many bytes. */
  private static byte[] content(int bytes, IntFunction<ASN1Encodable> longer) {
    for (int length = 1; length <= bytes; length++) {
      try {
        byte[] content = longer.apply(length).toASN1Primitive().getEncoded("DER");
        if (content.length == bytes) {
          return content;
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("nothing has " + bytes + " bytes");
  }

  private static ASN1Encodable forbidding(int length) {
    GeneralName name = new GeneralName(GeneralName.dNSName, "a".repeat(length));
    return new NameConstraints(null, new GeneralSubtree[] {new GeneralSubtree(name)});
  }

  private static ASN1ObjectIdentifier policy(int arcs) {
    return new ASN1ObjectIdentifier("1.2" + ".3".repeat(arcs));
  }

  private static ASN1Encodable policies(int arcs) {
    return new CertificatePolicies(new PolicyInformation(policy(arcs)));
  }

  private static ASN1Encodable mappings(int arcs) {
    return new DERSequence(new DERSequence(new ASN1Encodable[] {policy(1), policy(arcs)}));
  }

  private static X509Certificate authority(ASN1ObjectIdentifier extension, byte[] content) {
    return Forged.by(ROOT, Authority.asAuthority(Wish.named("CN=site")))
        .authority()
        .with(extension, true, content)
        .certificate();
  }

  @Test
  void twoKilobytesOfNameConstraintsAreWalked() {
    allowed(
        authority(
            Extension.nameConstraints,
            content(MAX_CONSTRAINT_BYTES, CertificateLimitsTest::forbidding)));
    tooMuch(
        authority(
            Extension.nameConstraints,
            content(MAX_CONSTRAINT_BYTES + 1, CertificateLimitsTest::forbidding)),
        "name constraints are longer than 2048 bytes");
  }

  @Test
  void twoKilobytesOfPoliciesAndOfTheirMappingsAreWalked() {
    allowed(
        authority(
            Extension.certificatePolicies,
            content(MAX_POLICY_BYTES, CertificateLimitsTest::policies)));
    tooMuch(
        authority(
            Extension.certificatePolicies,
            content(MAX_POLICY_BYTES + 1, CertificateLimitsTest::policies)),
        "policies are longer than 2048 bytes");
    allowed(
        authority(
            Extension.policyMappings, content(MAX_POLICY_BYTES, CertificateLimitsTest::mappings)));
    tooMuch(
        authority(
            Extension.policyMappings,
            content(MAX_POLICY_BYTES + 1, CertificateLimitsTest::mappings)),
        "policies are longer than 2048 bytes");
  }

  private static List<X509Certificate> judge(X509Certificate leaf, List<X509Certificate> others)
      throws TrustException {
    return new ChainJudge(Purpose.SERVER)
        .judge(leaf, others, List.of(ROOT.certificate()), NOW, Purpose.SERVER_AUTH);
  }

  /** Also those that no path would need: reading them is what costs. */
  @Test
  void theLimitsHoldForWhateverComesWithALeaf() throws Exception {
    X509Certificate leaf = ROOT.issue(Wish.server("a.example")).leaf();
    Wish junk = Wish.named("CN=junk");
    assertThat(judge(leaf, List.of(Sized.certificate(ROOT, junk, MAX_BYTES)))).hasSize(2);
    Refused.with(
        Refusal.SERVER_CHAIN_UNTRUSTED,
        () -> judge(leaf, List.of(Sized.certificate(ROOT, junk, MAX_BYTES + 1))));
  }

  @Test
  void sixteenCertificatesMayComeWithALeaf() throws Exception {
    X509Certificate leaf = ROOT.issue(Wish.server("a.example")).leaf();
    X509Certificate junk = ROOT.issue(Wish.named("CN=junk")).leaf();
    assertThat(judge(leaf, Collections.nCopies(16, junk))).hasSize(2);
    Refused.with(Refusal.SERVER_CHAIN_UNTRUSTED, () -> judge(leaf, Collections.nCopies(17, junk)));
  }

  /** RFC 5280, 4.1.2.2: twenty octets, of which the sign takes a bit. */
  @ParameterizedTest
  @ValueSource(ints = {159, 160})
  void aSerialNumberHasTwentyOctets(int bits) throws Exception {
    X509Certificate leaf =
        Forged.by(ROOT, Wish.server("a.example"))
            .serial(BigInteger.ONE.shiftLeft(bits - 1))
            .certificate();
    assertThat(leaf.getSerialNumber().toByteArray()).hasSize(bits / 8 + 1);
    if (bits == 159) {
      assertThat(judge(leaf, List.of())).hasSize(2);
    } else {
      Refused.with(Refusal.SERVER_CHAIN_UNTRUSTED, () -> judge(leaf, List.of()));
    }
  }

  @Test
  void noRulesAllowMoreThanEightAuthoritiesBetween() {
    assertThat(rules(8).maxIntermediates()).isEqualTo(8);
    assertThat(catchThrowable(() -> rules(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max_depth must be 0 to 8, is 9");
  }

  private static ChainRules rules(int maxIntermediates) {
    return new ChainRules(
        Purpose.SERVER,
        ChainRules.Profile.HOSPITAL,
        maxIntermediates,
        PolicyRules.NONE,
        RevocationRules.OFF);
  }
}
