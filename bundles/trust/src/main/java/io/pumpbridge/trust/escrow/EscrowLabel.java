// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.escrow;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.Certificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * What stands on an envelope for everybody to read: whose key is in it and who can open it. So the
 * gateway, which cannot look inside, knows whether it is still the right one. Nobody vouches for
 * it.
 *
 * @param keyId {@link EscrowedKey#id()}
 * @param certificate SHA-256
 */
record EscrowLabel(String gateway, Bytes keyId, Bytes certificate) {

  static EscrowLabel of(EscrowedKey key, X509Certificate to) {
    return new EscrowLabel(
        key.gateway(), Bytes.of(key.id()), Bytes.fromHex(Certificates.fingerprintOf(to)));
  }

  /**
   * The value of the envelope's attribute.
   *
   * @param digest of all that is sealed: a disk's mistake is noticed without a key
   */
  DERSequence toAsn1(byte[] digest) {
    return new DERSequence(
        new ASN1Encodable[] {
          new DERUTF8String(gateway),
          new DEROctetString(keyId.toArray()),
          new DEROctetString(certificate.toArray()),
          new DEROctetString(digest)
        });
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static EscrowLabel from(ASN1Sequence value) {
    if (value.size() != 4) {
      throw new IllegalArgumentException("a label has four fields");
    }
    return new EscrowLabel(
        ASN1UTF8String.getInstance(value.getObjectAt(0)).getString(),
        octets(value, 1),
        octets(value, 2));
  }

  private static Bytes octets(ASN1Sequence value, int index) {
    return Bytes.of(ASN1OctetString.getInstance(value.getObjectAt(index)).getOctets());
  }

  /** For the digest. */
  byte[] toBytes() {
    return (gateway + "|" + keyId.toHex() + "|" + certificate.toHex())
        .getBytes(StandardCharsets.UTF_8);
  }
}
