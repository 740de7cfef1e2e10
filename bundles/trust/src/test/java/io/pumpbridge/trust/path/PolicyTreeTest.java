// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Wish;
import java.math.BigInteger;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;

/** What it says of policies, PKITS shows; here is how much work it takes upon itself. */
final class PolicyTreeTest {
  private static final Authority ROOT = Authority.root("root");

  private static X509Certificate with(int policies) {
    return Forged.by(ROOT, Wish.server("a.example"))
        .with(
            Extension.certificatePolicies,
            false,
            new CertificatePolicies(
                IntStream.range(0, policies)
                    .mapToObj(i -> new PolicyInformation(new ASN1ObjectIdentifier("1.2.3." + i)))
                    .toArray(PolicyInformation[]::new)))
        .certificate();
  }

  private static void require(int policies) throws CertPathValidatorException {
    PolicyTree.requireValid(
        List.of(with(policies)), new PolicyRules(Set.of("1.2.3.0"), true, false, false));
  }

  /** RFC 5280 gives SkipCerts no upper end; nobody has such a path. */
  @Test
  void aNumberThatIsTooLargeCannotBeRead() {
    ASN1Integer huge = new ASN1Integer(BigInteger.ONE.shiftLeft(40));
    X509Certificate authority =
        Forged.by(ROOT, Wish.named("CN=site"))
            .with(Extension.inhibitAnyPolicy, false, huge)
            .certificate();
    assertThatThrownBy(
            () ->
                PolicyTree.requireValid(
                    List.of(with(1), authority), new PolicyRules(Set.of(), false, false, false)))
        .isInstanceOf(CertPathValidatorException.class)
        .hasMessageContaining("cannot be read");
  }

  /** The root of the tree is one. */
  @Test
  void aTreeHasAThousandNodes() {
    assertThatCode(() -> require(999)).doesNotThrowAnyException();
    assertThatThrownBy(() -> require(1_000))
        .isInstanceOf(CertPathValidatorException.class)
        .hasMessageContaining("grow without bound");
  }
}
