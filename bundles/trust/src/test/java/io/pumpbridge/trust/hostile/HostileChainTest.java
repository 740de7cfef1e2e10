// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pumpbridge.model.trust.TrustException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Refused for a reason, and never by an accident of a parser. What it costs the benchmark tells.
 */
final class HostileChainTest {

  static List<HostileChain> everyHostileChain() {
    return HostileChain.all();
  }

  @ParameterizedTest
  @MethodSource("everyHostileChain")
  void aHostileChainIsRefused(HostileChain chain) {
    Throwable refused = catchThrowable(chain::judge);
    assertThat(refused).isInstanceOf(TrustException.class);
    assertThat(refused.getMessage()).hasSizeLessThan(1_000).endsWith(".");
  }
}
