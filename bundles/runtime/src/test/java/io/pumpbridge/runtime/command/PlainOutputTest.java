// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PlainOutputTest {

  @Test
  void anArrowStaysAnArrow() {
    assertThat(PlainOutput.sentence("1 \u2192 2", StandardCharsets.US_ASCII)).isEqualTo("1 -> 2");
    assertThat(PlainOutput.sentence("1 \u2192 2", StandardCharsets.UTF_8)).isEqualTo("1 \u2192 2");
  }
}
