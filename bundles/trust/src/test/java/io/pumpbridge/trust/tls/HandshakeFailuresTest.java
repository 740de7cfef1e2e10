// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandshakeFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "certificate_required, server-refused-our-certificate",
    "unknown_ca, server-refused-our-certificate",
    "bad_certificate, server-refused-our-certificate",
    "certificate_expired, server-refused-our-certificate",
    "certificate_unknown, server-refused-our-certificate",
    "access_denied, server-refused-our-certificate",
    "protocol_version, no-common-tls-version",
    "insufficient_security, no-common-cipher-suite",
    "handshake_failure, handshake-refused",
    "unrecognized_name, server-does-not-know-name",
    "internal_error, server-alert"
  })
  void eachAlertHasItsCode(String alert, String code) {
    // Both texts occur: JDK 17.0.0 to 17.0.x, and newer ones.
    for (String text :
        new String[] {
          "Received fatal alert: " + alert, "(" + alert + ") Received fatal alert: " + alert
        }) {
      Throwable wrapped = new IOException("lost", new SSLException(text));
      assertThat(HandshakeFailures.explain(wrapped))
          .hasValueSatisfying(reason -> assertThat(reason.code()).isEqualTo(code))
          .hasValueSatisfying(reason -> assertThat(reason.getMessage()).endsWith("."));
    }
  }

  @Test
  void ourOwnReasonWinsOverWhatJsseMadeOfIt() {
    TrustException ours = Refusal.SERVER_NAME_MISMATCH.because("Another name.");
    SSLException jsse = new SSLHandshakeException("Received fatal alert: bad_certificate");
    jsse.initCause(new CertificateException(ours));
    assertThat(HandshakeFailures.explain(new IOException(jsse))).containsSame(ours);
  }

  @Test
  void whatIsNoMatterOfTrustStaysUnexplained() {
    assertThat(HandshakeFailures.explain(new IOException("connection refused"))).isEmpty();
    assertThat(HandshakeFailures.explain(new SSLException((String) null))).isEmpty();
  }

  @Test
  void aRingOfCausesEnds() {
    IOException one = new IOException("one");
    IOException two = new IOException("two", one);
    one.initCause(two);
    assertThat(HandshakeFailures.explain(one)).isEmpty();
  }
}
