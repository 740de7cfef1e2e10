// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.PublicKeys;
import io.pumpbridge.trust.lab.Wish;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;
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
