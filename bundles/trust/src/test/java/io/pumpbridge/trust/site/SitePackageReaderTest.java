// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.SiteStatement;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SitePackageReaderTest {
  private static final Authority ROOT = Authority.root("hospital root");
  private static final Authority OLD = Authority.root("old root");
  private static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");

  private static SiteStatement statement() {
    return SiteStatement.number(7).server(ROOT).serverUntil(OLD, UNTIL).signers(ROOT);
  }

  private static SitePackage read(String text) throws DocumentException {
    return SitePackageReader.read(Bytes.of(text, StandardCharsets.UTF_8));
  }

  private static void wrongAt(String place, String text) {
    assertThatThrownBy(() -> read(text))
        .as(text)
        .isInstanceOfSatisfying(
            DocumentException.class, e -> assertThat(e.path()).isEqualTo(place));
  }

  @Test
  void everythingThatStandsInItIsRead() throws Exception {
    Fields serial = Fields.builder().put("issuer", "CN=old root").put("serial", "0A3f").build();
    SitePackage site = read(statement().withdrawing(serial).with("reissue", true).text());
    assertThat(site.number()).isEqualTo(7);
    assertThat(site.hospital()).isEqualTo(SiteStatement.HOSPITAL);
    assertThat(site.reason()).isEqualTo("for the test");
    assertThat(site.issuedAt()).isEqualTo(FixedClock.NOW.minusSeconds(7200));
    assertThat(site.server())
        .extracting(anchor -> anchor.certificate().getSubjectX500Principal().getName())
        .containsExactly("CN=hospital root", "CN=old root");
    assertThat(site.server().get(1).until()).contains(UNTIL);
    assertThat(site.signers()).hasSize(1);
    assertThat(site.withdrawn()).hasSize(1);
    assertThat(site.reissue()).isTrue();
    assertThat(read(statement().text()).reissue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"purpose\":\"site\"|\"purpose\":\"library\"|$.purpose",
        "pump-bridge-site-1|pump-bridge-site-2|$.format",
        "\"reason\"|\"raeson\"|$.raeson",
        "for the test|a\\nb|$.reason",
        "for the test|'  '|$.reason",
        "\"number\":7|\"number\":0|$.number",
        "\"number\":7|\"number\":\"7\"|$.number",
        "\"number\":7|\"number\":9007199254740993|$.number",
        "\"number\":7|\"number\":7.5|$.number",
        "\"number\":7|\"number\":null|$.number",
        "2026-12-31T00:00:00Z|2026-12-31|$.anchors.server[1].until",
        "2026-12-31T00:00:00Z|2026-13-31T00:00:00Z|$.anchors.server[1].until",
        "\"until\"|\"untill\"|$.anchors.server[1].untill",
        "\"signers\":|\"singers\":|$.anchors.singers",
        "BEGIN CERTIFICATE|BEGIN X509 CERTIFICATE|$.anchors.server[0].certificate",
      })
  void whatIsMisspeltOrOfAnotherKindIsRefusedWithItsPlace(
      String right, String wrong, String place) {
    String text = statement().text();
    assertThat(text).contains(right);
    wrongAt(place, text.replace(right, wrong));
  }

  @Test
  void whatIsMissingIsSaid() {
    for (String name : List.of("format", "purpose", "hospital", "number", "reason", "anchors")) {
      wrongAt("$." + name, withoutField(name));
    }
    wrongAt("$.issued_at", withoutField("issued_at"));
  }

  private static String withoutField(String name) {
    try {
      var tree = new TreeMap<>(SiteJson.parse(utf8(statement().text())).toTree());
      tree.remove(name);
      return Fields.from(tree).toString();
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  private static Bytes utf8(String text) {
    return Bytes.of(text, StandardCharsets.UTF_8);
  }

  @Test
  void listsHaveTheirBounds() {
    wrongAt("$.anchors.server", SiteStatement.number(1).signers(ROOT).text());
    wrongAt("$.anchors.signers", SiteStatement.number(1).server(ROOT).text());
    SiteStatement many = SiteStatement.number(1).signers(ROOT);
    for (int i = 0; i < 17; i++) {
      many.server(ROOT);
    }
    wrongAt("$.anchors.server", many.text());
    wrongAt(
        "$.anchors.server[1]",
        SiteStatement.number(1).signers(ROOT).server(ROOT).server(ROOT).text());
    SiteStatement crowd = statement();
    for (int i = 0; i < 501; i++) {
      crowd.withdrawing(Fields.builder().put("sha256", "%064x".formatted(i)).build());
    }
    wrongAt("$.withdrawn", crowd.text());
  }

  @Test
  void aWithdrawnCertificateIsNamedInOneWay() {
    String hash = "ab".repeat(32);
    wrongAt("$.withdrawn[0]", withdrawing("sha256", hash, "serial", "1"));
    wrongAt("$.withdrawn[0].sha256", withdrawing("sha256", hash.toUpperCase(Locale.ROOT)));
    wrongAt("$.withdrawn[0].issuer", withdrawing("serial", "1"));
    wrongAt("$.withdrawn[0].issuer", withdrawing("serial", "1", "issuer", "no name"));
    wrongAt("$.withdrawn[0].serial", withdrawing("issuer", "CN=x", "serial", "-1"));
    wrongAt("$.withdrawn[0].serial", withdrawing("issuer", "CN=x", "serial", "1".repeat(41)));
    wrongAt("$.withdrawn[0].name", withdrawing("name", "x"));
    wrongAt(
        "$.withdrawn[1]",
        statement()
            .withdrawing(Fields.builder().put("sha256", hash).build())
            .withdrawing(Fields.builder().put("sha256", hash).build())
            .text());
  }

  private static String withdrawing(String... pairs) {
    Fields.Builder one = Fields.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      one.put(pairs[i], pairs[i + 1]);
    }
    return statement().withdrawing(one.build()).text();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "7", "{", "{}{}", "{} x", "{\"a\":1,\"a\":1}"})
  void whatIsNoSingleObjectWithEachKeyOnceIsRefused(String text) {
    wrongAt("$", text);
  }

  @Test
  void onlyUtf8IsReadAndNothingDeep() {
    for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-32")) {
      Bytes other = Bytes.of(statement().text(), Charset.forName(charset));
      assertThatThrownBy(() -> SitePackageReader.read(other)).isInstanceOf(DocumentException.class);
    }
    wrongAt("$", "{\"a\":".repeat(9) + "1" + "}".repeat(9));
  }
}
