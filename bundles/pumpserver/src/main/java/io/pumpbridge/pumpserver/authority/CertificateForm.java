// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What stands in one certificate.
 *
 * @param names of the subject alternative name; none for people and systems that only sign
 * @param keyPurpose the one extended key usage, dotted; empty for the root
 */
record CertificateForm(
    String commonName, List<GeneralName> names, Optional<String> keyPurpose, Duration life) {
  static final String SIGNATURE = "SHA256withECDSA";

  /** A gateway whose clock lags a little must not refuse what is new. */
  static final Duration BACKDATED = Duration.ofDays(1);

  private static final int SERIAL_BITS = 126; // well within RFC 5280's 20 octets, and unguessable
  private static final SecureRandom RANDOM = new SecureRandom();

  X500Name subject() {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  /** A root that certifies itself. */
  Identity selfSigned(KeyPair keys, Instant now) throws GeneralSecurityException, IOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject(), serial(), notBefore(now), notAfter(now), subject(), keys.getPublic());
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(keys.getPublic()));
    return new Identity(keys.getPrivate(), List.of(signed(builder, keys.getPrivate())));
  }

  X509Certificate issuedBy(Identity issuer, PublicKey key, Instant now)
      throws GeneralSecurityException, IOException {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new JcaX509CertificateHolder(issuer.certificate()).getSubject(),
            serial(),
            notBefore(now),
            earlier(notAfter(now), issuer.certificate().getNotAfter()),
            subject(),
            key);
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    if (keyPurpose.isPresent()) {
      KeyPurposeId purpose = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(keyPurpose.get()));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(new GeneralName[0])));
    }
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
    return signed(builder, issuer.key());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException("cannot sign with this key", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS);
  }

  private static Date notBefore(Instant now) {
    return Date.from(now.minus(BACKDATED));
  }

  private Date notAfter(Instant now) {
    return Date.from(now.plus(life));
  }

  private static Date earlier(Date one, Date other) {
    return one.toInstant().isBefore(other.toInstant()) ? one : other;
  }
}
