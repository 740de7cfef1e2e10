// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * A SignedData without a signature, that only carries certificates (RFC 5272, 4.1), in base64 with
 * or without line breaks (RFC 8951, 3.1). BER is allowed, as RFC 5652 does; lists of revocation are
 * passed over. Nothing in it is believed yet.
 */
final class CertsOnly {
  /** A chain is three or four; /cacerts has some more while a root changes (RFC 7030, 4.1.3). */
  static final int MAX_CERTIFICATES = 16;

  private CertsOnly() {}

  static List<X509Certificate> read(Bytes base64) throws TrustException {
    try {
      return parse(decode(base64));
    } catch (IOException | CertificateException | RuntimeException e) {
      // The parser throws many kinds of unchecked exceptions on hostile input; all mean one thing.
      throw malformed("it is no CMS with certificates only, in base64", e);
    }
  }

  /**
   * Line breaks and blanks go.
   *
   * @throws IllegalArgumentException if anything else is not base64
   */
  static byte[] decode(Bytes base64) {
    String text = new String(base64.toArray(), StandardCharsets.ISO_8859_1);
    return Base64.getDecoder().decode(text.replaceAll("[ \\t\\r\\n]", ""));
  }

  private static List<X509Certificate> parse(byte[] der)
      throws IOException, CertificateException, TrustException {
    // Bounds its own depth, and insists that nothing follows.
    ContentInfo info = ContentInfo.getInstance(ASN1Primitive.fromByteArray(der));
    if (!CMSObjectIdentifiers.signedData.equals(info.getContentType())) {
      throw malformed("it is not SignedData");
    }
    SignedData data = SignedData.getInstance(info.getContent());
    if (data.getSignerInfos().size() > 0) {
      throw malformed("it is signed, and should only carry certificates");
    }
    if (!CMSObjectIdentifiers.data.equals(data.getEncapContentInfo().getContentType())
        || data.getEncapContentInfo().getContent() != null) {
      throw malformed("it has a content, and should only carry certificates");
    }
    if (data.getCertificates() == null || data.getCertificates().size() == 0) {
      throw malformed("there is no certificate in it");
    }
    if (data.getCertificates().size() > MAX_CERTIFICATES) {
      throw malformed("there are more than " + MAX_CERTIFICATES + " certificates in it");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (ASN1Encodable element : data.getCertificates()) {
      // Attribute certificates and other kinds are tagged: they are no sequence.
      if (!(element.toASN1Primitive() instanceof ASN1Sequence)) {
        throw malformed("something in it is no X.509 certificate");
      }
      certificates.add(Certificates.fromDer(Certificate.getInstance(element).getEncoded()));
    }
    return certificates;
  }

  /** Whether it is the same certificate, byte by byte. */
  static boolean same(X509Certificate one, X509Certificate other) throws TrustException {
    try {
      return Arrays.equals(one.getEncoded(), other.getEncoded());
    } catch (CertificateException e) {
      throw malformed("a certificate in it cannot be read", e);
    }
  }

  private static TrustException malformed(String why) {
    return Refusal.EST_CERTIFICATES_MALFORMED.because(sentence(why));
  }

  private static TrustException malformed(String why, Exception cause) {
    return Refusal.EST_CERTIFICATES_MALFORMED.because(sentence(why), "", cause);
  }

  private static String sentence(String why) {
    return "The EST server's certificates cannot be read: " + why + ".";
  }
}
