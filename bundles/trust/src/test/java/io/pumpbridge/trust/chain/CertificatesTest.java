// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import java.security.cert.CertificateException;
import java.util.Arrays;
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
  void aFileHoldsThirtyTwoCertificates() throws Exception {
    String one = Authority.pem(Authority.selfSigned(Wish.named("CN=a")).leaf());
    assertThat(Certificates.fromPem(one.repeat(32))).hasSize(32);
    assertThatThrownBy(() -> Certificates.fromPem(one.repeat(33)))
        .isInstanceOf(CertificateException.class)
        .hasMessage("more than 32 certificates");
  }

  /** The JDK's parser calls itself for each length that is left open. */
  @Test
  void whatNestsWithoutEndIsNoCertificate() {
    byte[] open = new byte[200_000];
    for (int i = 0; i < open.length; i += 2) {
      open[i] = 0x30;
      open[i + 1] = (byte) 0x80;
    }
    assertThatThrownBy(() -> Certificates.fromDer(open)).isInstanceOf(CertificateException.class);
  }

  @Test
  void whatStandsBehindACertificateIsNotLeftUnread() throws Exception {
    byte[] one = Authority.selfSigned(Wish.named("CN=a")).leaf().getEncoded();
    assertThat(Certificates.fromDer(one).getEncoded()).isEqualTo(one);
    for (int length : new int[] {0, 1, 2, 3, one.length - 1, one.length + 1, 2 * one.length}) {
      assertThatThrownBy(() -> Certificates.fromDer(Arrays.copyOf(one, length)))
          .isInstanceOf(CertificateException.class);
    }
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
