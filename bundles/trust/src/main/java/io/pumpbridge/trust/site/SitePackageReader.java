// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.Certificates;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * Reads what stands in a site package; its JSON Schema is printed by {@code site make --schema}.
 * Strict, because people wrote it: what is misspelt, doubled or missing is refused with its place.
 */
final class SitePackageReader {
  static final String FORMAT = "pump-bridge-site-1";
  static final String PURPOSE = "site";

  /** A hospital has one root, and two while it changes. */
  static final int MAX_ANCHORS = 16;

  /** People and systems that sign, over decades. */
  static final int MAX_WITHDRAWN = 500;

  static final int MAX_HOSPITAL = 64;
  static final int MAX_REASON = 200;

  /** A root with an RSA key of 8192 bits has some 4,000 characters. */
  private static final int MAX_PEM = 8_192;

  private static final int MAX_NAME = 500;

  private static final Pattern ONE_PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\r\\n]++-----END CERTIFICATE-----\\s*");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  /** RFC 5280, 4.1.2.2: at most 20 bytes. */
  private static final Pattern SERIAL = Pattern.compile("[0-9A-Fa-f]{1,40}");

  private static final Set<String> PACKAGE =
      Set.of(
          "format",
          "purpose",
          "hospital",
          "number",
          "issued_at",
          "reason",
          "anchors",
          "withdrawn",
          "reissue");
  private static final Set<String> ANCHORS = Set.of("server", "signers");
  private static final Set<String> ANCHOR = Set.of("certificate", "until");
  private static final Set<String> WITHDRAWN = Set.of("sha256", "issuer", "serial");

  private SitePackageReader() {}

  /**
   * Reads it; the size has been looked at before.
   *
   * @throws DocumentException with the place and what is wrong there
   */
  static SitePackage read(Bytes content) throws DocumentException {
    return read(SiteJson.parse(content));
  }

  static SitePackage read(Fields fields) throws DocumentException {
    requireWord(fields, "format", FORMAT);
    requireWord(fields, "purpose", PURPOSE);
    fields.refuseOthersThan(PACKAGE);
    long number = fields.whole("number");
    if (number < 1) {
      throw new DocumentException("$.number", "must be 1 or more");
    }
    Fields anchors = fields.fields("anchors");
    anchors.refuseOthersThan(ANCHORS);
    return new SitePackage(
        line(fields, "hospital", MAX_HOSPITAL),
        number,
        fields.time("issued_at"),
        line(fields, "reason", MAX_REASON),
        anchors(anchors, "server"),
        anchors(anchors, "signers"),
        withdrawn(fields),
        fields.findFlag("reissue").orElse(false));
  }

  private static void requireWord(Fields fields, String name, String word)
      throws DocumentException {
    if (!fields.text(name).equals(word)) {
      throw new DocumentException(place(fields, name), "must be " + word);
    }
  }

  private static String line(Fields fields, String name, int most) throws DocumentException {
    String text = fields.text(name);
    if (text.isBlank() || text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
      throw new DocumentException(
          place(fields, name), "must be 1 to " + most + " printable characters");
    }
    return text;
  }

  private static List<SiteAnchor> anchors(Fields fields, String name) throws DocumentException {
    List<Fields> list = fields.list(name);
    if (list.isEmpty() || list.size() > MAX_ANCHORS) {
      throw new DocumentException(
          place(fields, name), "must hold 1 to " + MAX_ANCHORS + " certificates");
    }
    List<SiteAnchor> anchors = new ArrayList<>();
    Set<X509Certificate> seen = new LinkedHashSet<>();
    for (Fields one : list) {
      one.refuseOthersThan(ANCHOR);
      SiteAnchor anchor = new SiteAnchor(certificate(one), until(one));
      if (!seen.add(anchor.certificate())) {
        throw new DocumentException(one.path(), "stands there twice");
      }
      anchors.add(anchor);
    }
    return anchors;
  }

  private static Optional<Instant> until(Fields fields) throws DocumentException {
    return fields.has("until") ? Optional.of(fields.time("until")) : Optional.empty();
  }

  private static X509Certificate certificate(Fields fields) throws DocumentException {
    String pem = fields.text("certificate");
    if (pem.length() > MAX_PEM || !ONE_PEM.matcher(pem).matches()) {
      throw new DocumentException(
          place(fields, "certificate"),
          "must be one certificate in PEM without text around, " + MAX_PEM + " characters at most");
    }
    try {
      return Certificates.fromPem(pem).get(0);
    } catch (CertificateException e) {
      throw new DocumentException(place(fields, "certificate"), "is no certificate");
    }
  }

  private static Set<Withdrawal> withdrawn(Fields fields) throws DocumentException {
    List<Fields> list = fields.list("withdrawn");
    if (list.size() > MAX_WITHDRAWN) {
      throw new DocumentException("$.withdrawn", "must hold at most " + MAX_WITHDRAWN);
    }
    Set<Withdrawal> withdrawn = new LinkedHashSet<>();
    for (Fields one : list) {
      one.refuseOthersThan(WITHDRAWN);
      if (!withdrawn.add(one.has("sha256") ? byFingerprint(one) : bySerial(one))) {
        throw new DocumentException(one.path(), "stands there twice");
      }
    }
    return withdrawn;
  }

  private static Withdrawal byFingerprint(Fields fields) throws DocumentException {
    if (fields.names().size() > 1) {
      throw new DocumentException(fields.path(), "must name it by sha256 or by issuer and serial");
    }
    String sha256 = fields.text("sha256");
    if (!FINGERPRINT.matcher(sha256).matches()) {
      throw new DocumentException(place(fields, "sha256"), "must be 64 of 0-9 a-f");
    }
    return new Withdrawal.ByFingerprint(sha256);
  }

  private static Withdrawal bySerial(Fields fields) throws DocumentException {
    String issuer = fields.text("issuer");
    String serial = fields.text("serial");
    if (!SERIAL.matcher(serial).matches()) {
      throw new DocumentException(place(fields, "serial"), "must be 1 to 40 hexadecimal digits");
    }
    if (issuer.isBlank() || issuer.length() > MAX_NAME) {
      throw new DocumentException(place(fields, "issuer"), "must be 1 to " + MAX_NAME + " long");
    }
    try {
      return new Withdrawal.BySerial(new X500Principal(issuer), new BigInteger(serial, 16));
    } catch (IllegalArgumentException e) {
      throw new DocumentException(place(fields, "issuer"), "must be a name after RFC 2253");
    }
  }

  private static String place(Fields fields, String name) {
    return fields.path() + "." + name;
  }
}
