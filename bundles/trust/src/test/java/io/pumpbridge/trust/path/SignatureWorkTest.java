// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Wish;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignatureWorkTest {
  private final SignatureWork work = new SignatureWork(issuer -> true);

  private static Authority named(String curve) {
    return Authority.root(Authority.asAuthority(Wish.named("CN=same").withKeys(Keys.ec(curve))));
  }

  @Test
  void whoeverSignedIsFoundAmongNamesakes() {
    Authority real = named("secp256r1");
    X509Certificate leaf = real.issue(Wish.server("a.example")).leaf();
    assertThat(work.test(named("secp256r1").certificate(), leaf)).isFalse();
    assertThat(work.test(real.certificate(), leaf)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, 1", "secp384r1, 2", "secp521r1, 6"})
  void eachPairIsPaidForOnce(String curve, int cost) {
    Authority real = named(curve);
    X509Certificate leaf = real.issue(Wish.server("a.example")).leaf();
    for (int i = 0; i < 3; i++) {
      assertThat(work.test(real.certificate(), leaf)).isTrue();
    }
    assertThat(work.cost()).isEqualTo(cost);
  }

  @Test
  void aHeapOfNamesakesCostsNoMoreThanItMay() {
    Authority real = named("secp256r1");
    X509Certificate leaf = real.issue(Wish.server("a.example")).leaf();
    List<X509Certificate> heap = new ArrayList<>();
    for (int i = 0; i <= SignatureWork.MAX_COST; i++) {
      heap.add(named("secp256r1").certificate());
    }
    assertThat(heap).noneMatch(each -> work.test(each, leaf));
    assertThat(work.isExhausted()).isTrue();
    assertThat(work.cost()).isEqualTo(SignatureWork.MAX_COST);
    // Who comes too late is not believed, whoever it is.
    assertThat(work.test(real.certificate(), leaf)).isFalse();
  }

  @Test
  void aKeyThatMustNotBeUsedIsNot() {
    SignatureWork careful = new SignatureWork(issuer -> false);
    X509Certificate leaf = named("secp256r1").issue(Wish.server("a.example")).leaf();
    assertThat(careful.test(named("secp256r1").certificate(), leaf)).isTrue();
    assertThat(careful.cost()).isZero();
  }
}
