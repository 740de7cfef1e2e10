// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.util.BigIntegers;

/**
 * The forms in which one certificate can be shown. Its holder cannot change what its issuer signed,
 * but how the signature is written down: with ECDSA (r, n - s) holds wherever (r, s) does, n being
 * the order of the issuer's curve, and the JDK reads more encodings than the one of DER. Each form
 * has a fingerprint of its own, so whoever keeps a certificate out by fingerprint must know all.
 */
final class OtherForms {
  private static final String ECDSA = "1.2.840.10045.4.";
  private static final int SHORT_FORM_MAX = 0x7f;

  /** Of the curves that an issuer's key may be on. */
  private static final List<BigInteger> ORDERS =
      Stream.of("secp256r1", "secp384r1", "secp521r1")
          .map(curve -> SECNamedCurves.getByName(curve).getN())
          .toList();

  private OtherForms() {}

  /** SHA-256, in small hexadecimal digits: of the certificate as it is shown, and otherwise. */
  static Set<String> fingerprintsOf(X509Certificate certificate) {
    Set<String> fingerprints = new HashSet<>();
    fingerprints.add(Certificates.fingerprintOf(certificate));
    try {
      for (byte[] signature : signatures(certificate)) {
        fingerprints.add(fingerprint(certificate, signature));
      }
    } catch (IOException | CertificateEncodingException | RuntimeException unreadable) {
      // Its signature cannot hold either.
      return fingerprints;
    }
    return fingerprints;
  }

  private static List<byte[]> signatures(X509Certificate certificate) throws IOException {
    byte[] shown = certificate.getSignature();
    if (!certificate.getSigAlgOID().startsWith(ECDSA)) {
      return List.of(shown);
    }
    ASN1Sequence both = ASN1Sequence.getInstance(shown);
    BigInteger r = ASN1Integer.getInstance(both.getObjectAt(0)).getPositiveValue();
    BigInteger s = ASN1Integer.getInstance(both.getObjectAt(1)).getPositiveValue();
    List<byte[]> signatures = new ArrayList<>(List.of(pair(r, s)));
    for (BigInteger order : ORDERS) {
      signatures.add(pair(r, order.subtract(s)));
    }
    return signatures;
  }

  private static byte[] pair(BigInteger r, BigInteger s) throws IOException {
    ASN1Encodable[] both = {new ASN1Integer(r), new ASN1Integer(s)};
    return new DERSequence(both).getEncoded();
  }

  /** With the algorithm as it stands in what is signed, which the outer one repeats. */
  private static String fingerprint(X509Certificate certificate, byte[] signature)
      throws IOException, CertificateEncodingException {
    byte[] signed = certificate.getTBSCertificate();
    byte[] algorithm =
        TBSCertificate.getInstance(signed).getSignature().getEncoded(ASN1Encoding.DER);
    byte[] bits = new DERBitString(signature).getEncoded();
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.write(BERTags.SEQUENCE | BERTags.CONSTRUCTED);
    writeLength(form, signed.length + algorithm.length + bits.length);
    for (byte[] part : List.of(signed, algorithm, bits)) {
      form.writeBytes(part);
    }
    return EventRecord.hashOf(Bytes.of(form.toByteArray()));
  }

  /** X.690, 8.1.3. */
  private static void writeLength(ByteArrayOutputStream out, int length) {
    if (length > SHORT_FORM_MAX) {
      byte[] octets = BigIntegers.asUnsignedByteArray(BigInteger.valueOf(length));
      out.write(SHORT_FORM_MAX + 1 + octets.length);
      out.writeBytes(octets);
    } else {
      out.write(length);
    }
  }
}
