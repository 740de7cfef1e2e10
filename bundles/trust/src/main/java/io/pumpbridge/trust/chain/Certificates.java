// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reading certificates, always with the same parser whatever the host has installed. */
public final class Certificates {
  /** The provider of the JDK that parses and validates certificates. */
  static final String PROVIDER = "SUN";

  /** A chain is three or four; a folder of anchors a few more. */
  private static final int MAX_CERTIFICATES_IN_PEM = 32;

  private static final byte SEQUENCE = 0x30;
  private static final int SHORT_FORM_MAX = 0x7f;

  /** 16 MiB, more than any file may have. */
  private static final int LENGTH_OCTETS_MAX = 3;

  private static final Pattern PEM_BLOCK =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\\s]*+)-----END ");

  private Certificates() {}

  /**
   * @throws CertificateException if it is no certificate, or not just one
   */
  public static X509Certificate fromDer(byte[] der) throws CertificateException {
    if (!isOneSequence(der)) {
      throw new CertificateException("not one certificate in DER");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509", PROVIDER);
      var certificate = factory.generateCertificate(new ByteArrayInputStream(der));
      if (certificate instanceof X509Certificate x509) {
        return x509;
      }
      throw new CertificateException("not an X.509 certificate");
    } catch (CertificateException e) {
      throw e;
    } catch (StackOverflowError nested) {
      throw new CertificateException("nested too deep", nested);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + PROVIDER + " provider", e);
    }
  }

  /**
   * The JDK's parser takes text, too, and lengths that are left open, calling itself for each; and
   * what stands behind the first certificate it leaves unread.
   */
  private static boolean isOneSequence(byte[] der) {
    ByteBuffer in = ByteBuffer.wrap(der);
    if (in.remaining() < 2 || in.get() != SEQUENCE) {
      return false;
    }
    int length = Byte.toUnsignedInt(in.get());
    if (length > SHORT_FORM_MAX) {
      int octets = length - SHORT_FORM_MAX - 1;
      if (octets < 1 || octets > LENGTH_OCTETS_MAX || octets > in.remaining()) {
        return false;
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << Byte.SIZE | Byte.toUnsignedInt(in.get());
      }
    }
    return length == in.remaining();
  }

  /**
   * @return at least one, in the order of the file; text around the blocks is ignored
   */
  public static List<X509Certificate> fromPem(String pem) throws CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    Matcher block = PEM_BLOCK.matcher(pem);
    while (block.find()) {
      if (found.size() == MAX_CERTIFICATES_IN_PEM) {
        throw new CertificateException("more than " + MAX_CERTIFICATES_IN_PEM + " certificates");
      }
      try {
        found.add(fromDer(Base64.getMimeDecoder().decode(block.group(1))));
      } catch (IllegalArgumentException e) {
        throw new CertificateException("bad base64", e);
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    return found;
  }

  public static String toPem(X509Certificate certificate) {
    try {
      byte[] newline = {'\n'};
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, newline).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateException e) {
      throw new IllegalArgumentException("a certificate that cannot be encoded", e);
    }
  }

  /** RFC 2253, as people see it in messages: one line that is not too long. */
  public static String subjectOf(X509Certificate certificate) {
    return Legible.of(certificate.getSubjectX500Principal().getName());
  }

  /** As {@link #subjectOf}, of whoever issued it. */
  public static String issuerOf(X509Certificate certificate) {
    return nameOf(certificate.getIssuerX500Principal());
  }

  /** As {@link #subjectOf}, of any name. */
  public static String nameOf(X500Principal name) {
    return Legible.of(name.getName());
  }

  /** Text from outside on one line that is not too long. */
  public static String legible(String text) {
    return Legible.of(text);
  }

  /** SHA-256 of its DER, in small hexadecimal digits. */
  public static String fingerprintOf(X509Certificate certificate) {
    try {
      return EventRecord.hashOf(Bytes.of(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate always has its DER", e);
    }
  }

  /** The values of one attribute of the subject. */
  public static List<String> subjectAttribute(
      X509Certificate certificate, ASN1ObjectIdentifier attribute) {
    List<String> values = new ArrayList<>();
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    for (RDN rdn : name.getRDNs(attribute)) {
      for (var pair : rdn.getTypesAndValues()) {
        if (pair.getType().equals(attribute)) {
          values.add(IETFUtils.valueToString(pair.getValue()));
        }
      }
    }
    return values;
  }
}
