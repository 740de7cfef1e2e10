// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.Curve;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.EstStand;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an EST server says, read without a server. */
final class EstReadingTest {
  private static final X509Certificate ROOT = Authority.root("hospital root").certificate();
  private static final X509Certificate LEAF =
      Authority.root("hospital root").issue(Wish.gateway("gw-1")).leaf();

  private static Bytes bytes(String text) {
    return Bytes.of(EstStand.latin(text));
  }

  private static HttpAnswer answer(byte[] answer) throws IOException, TrustException {
    return new HttpAnswerReader(new ByteArrayInputStream(answer)).read();
  }

  private static final String CHUNKED =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Transfer-Encoding: Chunked",
          "Content-Type: a/b; c=d",
          "",
          "3",
          "abc",
          "A;x=y",
          "0123456789",
          "0",
          "",
          "");

  @Test
  void chunksArePutTogether() throws Exception {
    HttpAnswer read = answer(EstStand.latin(CHUNKED));
    assertThat(read.body()).isEqualTo(bytes("abc0123456789"));
    assertThat(read.mediaType()).isEqualTo("a/b");
  }

  @Test
  void whereverAnAnswerIsCutOffItIsNoAnswer() {
    for (String whole : List.of(CHUNKED, EstStand.ok("a/b", "0123"))) {
      byte[] all = EstStand.latin(whole);
      // What follows the last chunk's size is nobody's business.
      int needed = whole.endsWith("0\r\n\r\n") ? all.length - 2 : all.length;
      for (int length = 0; length < needed; length++) {
        byte[] part = Arrays.copyOf(all, length);
        assertThatThrownBy(() -> answer(part))
            .isInstanceOfAny(IOException.class, TrustException.class);
      }
    }
  }

  @Test
  void base64MayHaveLineBreaksOrNone() throws Exception {
    byte[] der = EstStand.certsOnly(LEAF, ROOT);
    String plain = Base64.getEncoder().encodeToString(der);
    for (String text :
        List.of(plain, EstStand.base64(der), EstStand.base64(der).replace("\r", "") + "\n")) {
      assertThat(CertsOnly.read(bytes(text))).containsExactlyInAnyOrder(LEAF, ROOT);
    }
  }

  /** Any bytes give certificates or the one refusal; nothing else is thrown. */
  @Test
  void changedCertificatesAreReadOrRefused() throws Exception {
    byte[] der = EstStand.certsOnly(LEAF, ROOT);
    Random random = new Random(20_261_127);
    for (int i = 0; i < 3000; i++) {
      byte[] changed = der.clone();
      for (int k = 0; k <= i % 4; k++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(CertsOnly.read(bytes(EstStand.base64(changed)))).isNotEmpty();
      } catch (TrustException refused) {
        assertThat(refused.code()).isEqualTo("est-certificates-malformed");
      }
    }
  }

  @Test
  void deepNestingCostsNoStack() {
    byte[] deep = new byte[100_000];
    for (int i = 0; i < deep.length; i += 2) {
      deep[i] = 0x30;
      deep[i + 1] = (byte) 0x80;
    }
    Refused.with(
        Refusal.EST_CERTIFICATES_MALFORMED, () -> CertsOnly.read(bytes(EstStand.base64(deep))));
  }

  private static CsrAttributes attributes(ASN1Encodable... elements) throws Exception {
    return CsrAttributes.read(bytes(EstStand.base64(new DERSequence(elements).getEncoded())));
  }

  private static ASN1ObjectIdentifier oid(String text) {
    return new ASN1ObjectIdentifier(text);
  }

  private static DERSequence attribute(String type, ASN1Encodable... values) {
    return new DERSequence(new ASN1Encodable[] {oid(type), new DERSet(values)});
  }

  private static final String EC = "1.2.840.10045.2.1";
  private static final String P256 = "1.2.840.10045.3.1.7";
  private static final String P384 = "1.3.132.0.34";
  private static final String SHA256 = "1.2.840.10045.4.3.2";
  private static final String SHA384 = "1.2.840.10045.4.3.3";

  @Test
  void wishesThatEveryRequestMeetsAreMet() throws Exception {
    attributes().requireMetBy(Curve.P256);
    attributes(attribute(EC, oid(P256)), oid(SHA256), oid("2.5.4.3")).requireMetBy(Curve.P256);
    attributes(attribute(EC, oid(P256), oid(P384)), oid(SHA256), oid(SHA384))
        .requireMetBy(Curve.P384);
    attributes(attribute("1.2.840.113549.1.9.14", oid("2.5.29.17"), oid("2.5.29.37")))
        .requireMetBy(Curve.P256);
  }

  @Test
  void wishesThatNoRequestMeetsAreNamedInTheRefusal() throws Exception {
    for (ASN1Encodable wish :
        List.of(
            oid("1.3.6.1.1.1.1.22"),
            oid(SHA384),
            attribute(EC, oid(P384)),
            attribute("1.2.840.113549.1.1.1", new ASN1Integer(4096)),
            attribute(EC, new ASN1Integer(256)),
            attribute("1.2.840.113549.1.9.14", oid("2.5.29.32")))) {
      CsrAttributes read = attributes(wish);
      Refused.with(Refusal.EST_ATTRIBUTES_UNSUPPORTED, () -> read.requireMetBy(Curve.P256));
    }
  }

  @Test
  void aDemandForChannelBindingIsRefusedInWords() throws Exception {
    CsrAttributes read = attributes(oid("1.2.840.113549.1.9.7"));
    assertThat(
            Refused.with(Refusal.EST_PROOF_UNSUPPORTED, () -> read.requireMetBy(Curve.P256))
                .getMessage())
        .contains("tls-unique");
  }

  @Test
  void aListThatIsNoneIsRefused() {
    for (String text : List.of("AAAA", "<html>", EstStand.base64(new byte[] {0x30, 3, 2, 1, 1}))) {
      Refused.with(Refusal.EST_ANSWER_MALFORMED, () -> CsrAttributes.read(bytes(text)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "300 | 300",
        "0 | 60",
        "999999999999 | 86400",
        "Mon, 01 Jun 2026 12:10:00 GMT | 600",
        "Mon, 01 Jun 2020 12:10:00 GMT | 60",
        "Mon, 01 Jun 2099 12:10:00 GMT | 86400",
      })
  void aPauseIsSecondsOrADateAndBounded(String value, long seconds) {
    assertThat(RetryAfter.from(value, NOW)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "soon", "1.5", "99999999999999999999", "Mon, 99 Jun 2026"})
  void aPauseInAnotherFormIsNone(String value) {
    assertThat(RetryAfter.from(value, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://est.example.org, est.example.org, 443, /.well-known/est",
    "https://est.example.org:8443/, est.example.org, 8443, /.well-known/est",
    "https://10.1.2.3/.well-known/est, 10.1.2.3, 443, /.well-known/est",
    "'https://[::1]:9/.well-known/est/gateways', ::1, 9, /.well-known/est/gateways",
  })
  void aUrlNamesHostPortAndLabel(String url, String host, int port, String path) throws Exception {
    EstServer server = EstServer.from(url);
    assertThat(server).isEqualTo(new EstServer(host, port, path));
    assertThat(EstServer.from(server.toString())).isEqualTo(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "est.example.org",
        "http://est.example.org",
        "https://",
        "https://user:pw@est.example.org",
        "https://est.example.org/?a=b",
        "https://est.example.org/other",
        "https://est.example.org/.well-known/est/a/b",
        "https://est.example.org/.well-known/est/%0d%0aX:y",
        "https://est.example.org:0",
        "https://est.example.org:70000",
        "https://bad host/"
      })
  void whatIsNoUrlOfAnEstServerIsRefused(String url) {
    assertThatThrownBy(() -> EstServer.from(url)).isInstanceOf(TrustException.class);
    assertThatThrownBy(() -> EstServer.from(url)).hasMessageContaining(url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "zz", "https://x"})
  void aFingerprintIsASha256(String typed) {
    Refused.with(Refusal.FINGERPRINT_INVALID, () -> Fingerprint.from(typed));
  }
}
