// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.GatewayName;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;

/** Makes this gateway's key and what asks for a certificate for it. */
public final class DeviceKeys {
  static final String PROVIDER = "SunEC";

  private DeviceKeys() {}

  static KeyPair make(Curve curve, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
      generator.initialize(new ECGenParameterSpec(curve.jdkName()), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make keys on " + curve, e);
    }
  }

  /** PKCS#10 in PEM, with the names and the use that the certificate should have. */
  public static String request(GatewayName gateway, PrivateKey key, PublicKey publicKey) {
    try {
      ExtensionsGenerator wanted = new ExtensionsGenerator();
      GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, gateway.uri());
      wanted.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(uri));
      wanted.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      wanted.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      byte[] der =
          new PKCS10CertificationRequestBuilder(
                  name(gateway.id()), SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()))
              .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
              .build(new JdkContentSigner(key, publicKey))
              .getEncoded();
      byte[] newline = {'\n'};
      return "-----BEGIN CERTIFICATE REQUEST-----\n"
          + Base64.getMimeEncoder(64, newline).encodeToString(der)
          + "\n-----END CERTIFICATE REQUEST-----\n";
    } catch (IOException e) {
      throw new IllegalStateException("cannot encode a certificate request", e);
    }
  }

  /**
   * A key store keeps no key without a certificate. This one says nothing, is over before it
   * begins, and is never shown to anybody.
   */
  static X509Certificate placeholder(KeyPair pair) {
    X500Name name = name("waiting for a certificate");
    Time epoch = new Time(new ASN1UTCTime("700101000000Z"));
    try {
      return Certificates.fromDer(
          new X509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  epoch,
                  epoch,
                  name,
                  SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
              .build(new JdkContentSigner(pair.getPrivate(), pair.getPublic()))
              .getEncoded());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException("cannot encode a certificate", e);
    }
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  static byte[] secret(SecureRandom random) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secret)
        .getBytes(StandardCharsets.US_ASCII);
  }
}
