// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import org.junit.jupiter.api.Test;

final class CertificatesTest {

  private static String told(String subject) {
    return Certificates.subjectOf(Authority.selfSigned(Wish.named(subject)).leaf());
  }

  /** It goes into logs, and a line of its own there would be somebody else's. */
  @Test
  void aSubjectStaysOnItsLine() {
    assertThat(told("CN=a\nERROR forged\u202e")).isEqualTo("CN=a?ERROR forged?");
  }

  @Test
  void aSubjectIsNotToldWithoutEnd() {
    assertThat(told("CN=" + "a".repeat(10_000)))
        .hasSize(Legible.MAX_CHARACTERS + 3)
        .endsWith("...");
  }

  @Test
  void aSubjectWithAnUmlautStaysReadable() {
    assertThat(told("CN=M\u00fcller")).isEqualTo("CN=M\u00fcller");
  }
}
