// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.signature;

import io.pumpbridge.trust.chain.Certificates;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * By what a signer is told from another: certificate holders who share any mark count as one
 * person. An authority often gives one person two certificates that differ only in the department;
 * two people who share a common name are rarer, and a number in the name tells them apart.
 *
 * @param marks key, whole subject, common name, user id, serial number, mail addresses
 */
record Person(Set<String> marks) {
  private static final int SAN_MAIL = 1;

  Person {
    marks = Set.copyOf(marks);
  }

  static Person from(X509Certificate certificate) {
    Set<String> marks = new HashSet<>();
    marks.add("key " + HexFormat.of().formatHex(certificate.getPublicKey().getEncoded()));
    marks.add("subject " + certificate.getSubjectX500Principal().getName(X500Principal.CANONICAL));
    addAttribute(marks, "name ", certificate, BCStyle.CN);
    addAttribute(marks, "id ", certificate, BCStyle.UID);
    addAttribute(marks, "number ", certificate, BCStyle.SERIALNUMBER);
    addAttribute(marks, "mail ", certificate, BCStyle.EmailAddress);
    addMailAlternativeNames(marks, certificate);
    return new Person(marks);
  }

  boolean isSameAs(Person other) {
    return other.marks.stream().anyMatch(marks::contains);
  }

  private static void addAttribute(
      Set<String> marks, String kind, X509Certificate certificate, ASN1ObjectIdentifier attribute) {
    for (String value : Certificates.subjectAttribute(certificate, attribute)) {
      marks.add(kind + folded(value));
    }
  }

  private static void addMailAlternativeNames(Set<String> marks, X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      for (List<?> name : names == null ? List.<List<?>>of() : names) {
        if (name.get(0).equals(SAN_MAIL) && name.get(1) instanceof String mail) {
          marks.add("mail " + folded(mail));
        }
      }
    } catch (CertificateParsingException e) {
      // Names that cannot be read tell nobody apart; the other marks remain.
      marks.add("unreadable alternative names");
    }
  }

  /** As people read it: case, width and spacing do not make another person. */
  private static String folded(String value) {
    return Normalizer.normalize(value, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }
}
