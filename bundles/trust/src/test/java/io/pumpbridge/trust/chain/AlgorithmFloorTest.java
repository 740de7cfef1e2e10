// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.PublicKeys;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.revocation.RevocationLists;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlgorithmFloorTest {
  private static final Authority ROOT = Authority.root("root");

  private static X509Certificate with(int bits, BigInteger exponent) {
    return Forged.by(ROOT, Wish.server("a.example"))
        .keyInfo(PublicKeys.rsa(bits, exponent))
        .certificate();
  }

  /** Nothing, if nothing is wrong. */
  private static void said(String why, Optional<String> weakness) {
    assertThat(weakness.isPresent()).isEqualTo(!why.isEmpty());
    assertThat(weakness.orElse("")).contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "2047, 2048 are needed",
    "2048, ''",
    "8192, ''",
    "8193, more than 8192",
  })
  void anRsaKeyIsNeitherSmallNorALoad(int bits, String why) {
    said(why, AlgorithmFloor.keyWeakness(with(bits, BigInteger.valueOf(65_537))));
  }

  private static X509CRL listSignedWith(String algorithm) throws Exception {
    var signer =
        new JcaContentSignerBuilder(algorithm)
            .setProvider(Authority.BOUNCY_CASTLE)
            .build(Keys.rsa(2048).getPrivate());
    byte[] list =
        new X509v2CRLBuilder(new X500Name("CN=root"), Date.from(NOW)).build(signer).getEncoded();
    return RevocationLists.fromDer(list);
  }

  /** RSA-PSS is a frame: what it is worth its parameters say. */
  @ParameterizedTest
  @CsvSource({
    "SHA256withRSA, true",
    "SHA256withRSAandMGF1, true",
    "SHA512withRSAandMGF1, true",
    "SHA1withRSA, false",
    "SHA1withRSAandMGF1, false",
  })
  void aListIsSignedAsWellAsACertificate(String algorithm, boolean allowed) throws Exception {
    assertThat(AlgorithmFloor.allowsList(listSignedWith(algorithm))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"3071, 3072 are needed", "3072, ''"})
  void aSignersIsLarger(int bits, String why) {
    said(why, AlgorithmFloor.signerKeyWeakness(with(bits, BigInteger.valueOf(65_537))));
  }

  @ParameterizedTest
  @CsvSource({
    "65535, smaller than 65537",
    "65537, ''",
    "4294967295, ''",
    "4294967297, more than 32 bits",
  })
  void anRsaExponentIsNeitherSmallNorALoad(BigInteger exponent, String why) {
    said(why, AlgorithmFloor.keyWeakness(with(3072, exponent)));
  }
}
