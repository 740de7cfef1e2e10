// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Wish;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form verifies, and none is another certificate. */
final class OtherFormsTest {

  private static Authority authority(String curve, String algorithm) {
    return Authority.root(
        Authority.asAuthority(
            Wish.named("CN=root").withKeys(Keys.ec(curve)).signedWith(algorithm)));
  }

  private static X509Certificate with(X509Certificate certificate, byte[] signature)
      throws Exception {
    ASN1Sequence whole = ASN1Sequence.getInstance(certificate.getEncoded());
    ASN1EncodableVector form = new ASN1EncodableVector();
    form.add(whole.getObjectAt(0));
    form.add(whole.getObjectAt(1));
    form.add(new DERBitString(signature));
    return Certificates.fromDer(new DERSequence(form).getEncoded());
  }

  private static BigInteger number(X509Certificate certificate, int index) {
    ASN1Sequence both = ASN1Sequence.getInstance(certificate.getSignature());
    return ASN1Integer.getInstance(both.getObjectAt(index)).getValue();
  }

  /** The same certificate with (r, n - s) for (r, s). */
  static X509Certificate mirrored(X509Certificate certificate, String curve) throws Exception {
    BigInteger order = SECNamedCurves.getByName(curve).getN();
    ASN1Encodable[] both = {
      new ASN1Integer(number(certificate, 0)),
      new ASN1Integer(order.subtract(number(certificate, 1)))
    };
    return with(certificate, new DERSequence(both).getEncoded());
  }

  @ParameterizedTest
  @CsvSource({
    "secp256r1, SHA256withECDSA",
    "secp384r1, SHA384withECDSA",
    "secp521r1, SHA512withECDSA",
  })
  void aMirroredSignatureMakesNoOtherCertificate(String curve, String algorithm) throws Exception {
    Authority root = authority(curve, algorithm);
    X509Certificate one = root.issue(Wish.named("CN=Ben").signedWith(algorithm)).leaf();
    X509Certificate other = mirrored(one, curve);
    other.verify(root.certificate().getPublicKey());
    assertThat(other).isNotEqualTo(one);
    assertThat(OtherForms.fingerprintsOf(other))
        .contains(Certificates.fingerprintOf(one), Certificates.fingerprintOf(other));
    assertThat(OtherForms.fingerprintsOf(one))
        .contains(Certificates.fingerprintOf(one), Certificates.fingerprintOf(other));
  }

  /** The JDK takes a number for positive whose sign says otherwise. */
  @Test
  void aSignatureWithoutItsSignMakesNoOtherCertificate() throws Exception {
    Authority root = authority("secp256r1", "SHA256withECDSA");
    X509Certificate one = root.issue(Wish.named("CN=Ben")).leaf();
    while (number(one, 0).bitLength() < 256) {
      one = root.issue(Wish.named("CN=Ben")).leaf();
    }
    byte[] r = number(one, 0).toByteArray();
    byte[] bare = new byte[r.length - 1];
    System.arraycopy(r, 1, bare, 0, bare.length);
    byte[] first = new DEROctetString(bare).getEncoded();
    first[0] = 2;
    byte[] second = new ASN1Integer(number(one, 1)).getEncoded();
    byte[] signature = new byte[2 + first.length + second.length];
    signature[0] = 0x30;
    signature[1] = (byte) (first.length + second.length);
    System.arraycopy(first, 0, signature, 2, first.length);
    System.arraycopy(second, 0, signature, 2 + first.length, second.length);
    X509Certificate other = with(one, signature);
    assertThat(other).isNotEqualTo(one);
    assertThat(OtherForms.fingerprintsOf(other)).contains(Certificates.fingerprintOf(one));
  }

  @Test
  void anotherCertificateOfTheSameHolderIsAnother() {
    Authority root = authority("secp256r1", "SHA256withECDSA");
    Wish ben = Wish.named("CN=Ben");
    assertThat(OtherForms.fingerprintsOf(root.issue(ben).leaf()))
        .doesNotContain(Certificates.fingerprintOf(root.issue(ben).leaf()));
  }

  @Test
  void anRsaSignatureHasOneFormOnly() {
    Authority root =
        Authority.root(
            Authority.asAuthority(
                Wish.named("CN=root").withKeys(Keys.rsa(2048)).signedWith("SHA256withRSA")));
    X509Certificate one = root.issue(Wish.named("CN=Ben").signedWith("SHA256withRSA")).leaf();
    assertThat(OtherForms.fingerprintsOf(one)).containsExactly(Certificates.fingerprintOf(one));
  }
}
