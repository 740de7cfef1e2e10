// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathFinderTest {
  private static final Authority ROOT = Authority.root("root");
  private static final X509Certificate LEAF =
      ROOT.subordinate(authority("site")).issue(Wish.server("a.example")).leaf();

  private static Wish authority(String name) {
    return Authority.asAuthority(Wish.named("CN=" + name));
  }

  /** So many that all could have issued the leaf. */
  private static List<X509Certificate> namesakes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> ROOT.subordinate(authority("site")).certificate())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "8, 8", "9, 8", "16, 8"})
  void eightPathsAreTried(int ways, int found) {
    assertThat(PathFinder.paths(LEAF, namesakes(ways), List.of(ROOT.certificate()), 4))
        .hasSize(found);
  }

  /** Sixteen that all could have issued each other: some forty thousand ways, four deep. */
  @Test
  void aHeapOfCertificatesIsWorthTwoHundredAndFiftySixLooks() {
    AtomicInteger looks = new AtomicInteger();
    Authority self = Authority.root(authority("site"));
    List<X509Certificate> heap =
        IntStream.range(0, 16)
            .mapToObj(i -> self.subordinate(authority("site")).certificate())
            .toList();
    assertThat(
            PathFinder.paths(
                LEAF,
                heap,
                List.of(ROOT.certificate()),
                4,
                (issuer, issued) -> {
                  looks.incrementAndGet();
                  return true;
                }))
        .isEmpty();
    assertThat(looks).hasValue(256);
  }
}
