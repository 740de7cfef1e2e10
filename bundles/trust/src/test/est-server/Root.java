// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The root of the server's authority, what it issues, and what of it is written down. */
record Root(KeyPair keys, X509Certificate certificate) {
  private static final SecureRandom RANDOM = new SecureRandom();

  static Root make() throws Exception {
    KeyPair keys = ec();
    X500Name name = new X500Name("CN=EST test root");
    Extensions extensions =
        new Extensions(
            new Extension[] {
              extension(Extension.basicConstraints, true, new BasicConstraints(true)),
              extension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            });
    return new Root(
        keys, sign(keys.getPrivate(), name, name, info(keys), extensions, Duration.ofDays(3650)));
  }

  X509Certificate issue(X500Name subject, SubjectPublicKeyInfo key, Extensions some, Duration life)
      throws Exception {
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    return sign(keys.getPrivate(), issuer, subject, key, some, life);
  }

  static KeyPair ec() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static SubjectPublicKeyInfo info(KeyPair keys) {
    return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
  }

  private static Extension extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value)
      throws IOException {
    return new Extension(id, critical, value.toASN1Primitive().getEncoded());
  }

  private static X509Certificate sign(
      PrivateKey signer,
      X500Name issuer,
      X500Name subject,
      SubjectPublicKeyInfo key,
      Extensions extensions,
      Duration life)
      throws Exception {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            new BigInteger(64, RANDOM).add(BigInteger.ONE),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plus(life)),
            subject,
            key);
    for (var id : extensions.getExtensionOIDs()) {
      builder.addExtension(extensions.getExtension(id));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
  }

  X509Certificate issue(String name, KeyPair own, KeyPurposeId use) throws Exception {
    Extensions extensions =
        new Extensions(
            new Extension[] {
              extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
              extension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use)),
              extension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
            });
    return issue(new X500Name("CN=" + name), info(own), extensions, Duration.ofDays(3650));
  }

  private static void write(Path file, String label, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
  }

  /** Itself. */
  void write(Path file) throws Exception {
    write(file, "CERTIFICATE", certificate.getEncoded());
  }

  /** Certificate and key of somebody else who belongs to the hospital. */
  void writeIdentity(Path directory, String name, KeyPurposeId use) throws Exception {
    KeyPair other = ec();
    write(directory.resolve(name + ".pem"), "CERTIFICATE", issue(name, other, use).getEncoded());
    write(directory.resolve(name + ".key"), "PRIVATE KEY", other.getPrivate().getEncoded());
  }

  /** That nobody is revoked. */
  void writeList(Path file, int number) throws Exception {
    X500Name name = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    Instant issued = Instant.now().minusSeconds(60 - number);
    X509v2CRLBuilder list = new X509v2CRLBuilder(name, Date.from(issued));
    list.setNextUpdate(Date.from(issued.plus(Duration.ofDays(7))));
    list.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    write(file, "X509 CRL", list.build(signer).getEncoded());
  }
}
