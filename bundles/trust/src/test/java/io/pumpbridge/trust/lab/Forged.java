// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate as no sane authority would issue it: each field can be set before it is signed, and
 * the result need not even be readable.
 */
public final class Forged {
  private static final AtomicLong SERIAL = new AtomicLong(1_000_000);
  private static final ASN1ObjectIdentifier BASIC_CONSTRAINTS = Extension.basicConstraints;

  private final Wish wish;
  private final Optional<Authority> issuer;
  private final List<Extension> extensions = new ArrayList<>();
  private ASN1Encodable serial = new ASN1Integer(SERIAL.incrementAndGet());
  private ASN1Encodable subject;
  private ASN1Encodable issuerName;
  private Optional<ASN1Encodable> keyInfo = Optional.empty();
  private int version = 3;
  private boolean damaged;

  private Forged(Wish wish, Optional<Authority> issuer) {
    this.wish = wish;
    this.issuer = issuer;
    this.subject = new X500Name(wish.subject());
    this.issuerName = issuer.map(Authority::issuerName).orElse(new X500Name(wish.subject()));
    extensionsAsWished();
  }

  public static Forged by(Authority issuer, Wish wish) {
    return new Forged(wish, Optional.of(issuer));
  }

  public static Forged byItself(Wish wish) {
    return new Forged(wish, Optional.empty());
  }

  private void extensionsAsWished() {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=any"),
              BigInteger.ONE,
              Date.from(wish.notBefore()),
              Date.from(wish.notAfter()),
              new X500Name(wish.subject()),
              wish.keys().getPublic());
      Authority.addExtensions(builder, wish, false);
      var holder = builder.build(signer(Keys.ec("secp256r1").getPrivate(), "SHA256withECDSA"));
      for (Object oid : holder.getExtensionOIDs()) {
        extensions.add(holder.getExtension((ASN1ObjectIdentifier) oid));
      }
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  public Forged serial(BigInteger number) {
    serial = new ASN1Integer(number);
    return this;
  }

  /** Of that version, the first without extensions. */
  public Forged version(int number) {
    version = number;
    if (number < 3) {
      extensions.clear();
    }
    return this;
  }

  public Forged authority(int pathLength) {
    return with(BASIC_CONSTRAINTS, true, new BasicConstraints(pathLength));
  }

  public Forged authority() {
    return with(BASIC_CONSTRAINTS, true, new BasicConstraints(true));
  }

  public Forged issuedUnder(X500Name name) {
    issuerName = name;
    return this;
  }

  public Forged named(ASN1Encodable anything) {
    subject = anything;
    return this;
  }

  /** With another key than the one it was made for, whatever its form. */
  public Forged keyInfo(ASN1Encodable anything) {
    keyInfo = Optional.of(anything);
    return this;
  }

  public Forged with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable content) {
    try {
      return with(oid, critical, content.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public Forged with(ASN1ObjectIdentifier oid, boolean critical, byte[] content) {
    extensions.removeIf(there -> there.getExtnId().equals(oid));
    return twice(oid, critical, content);
  }

  /** Beside one of the same kind. */
  public Forged twice(ASN1ObjectIdentifier oid, boolean critical, byte[] content) {
    extensions.add(new Extension(oid, critical, new DEROctetString(content)));
    return this;
  }

  /** Its signature is of something else. */
  public Forged damaged() {
    damaged = true;
    return this;
  }

  public byte[] der() {
    try {
      ContentSigner signer =
          signer(issuer.map(Authority::key).orElse(wish.keys().getPrivate()), wish.algorithm());
      DERSequence toBeSigned = toBeSigned(signer.getAlgorithmIdentifier());
      try (OutputStream out = signer.getOutputStream()) {
        out.write(toBeSigned.getEncoded(ASN1Encoding.DER));
        if (damaged) {
          out.write(0);
        }
      }
      return new DERSequence(
              new ASN1Encodable[] {
                toBeSigned, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature())
              })
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private DERSequence toBeSigned(AlgorithmIdentifier algorithm) {
    ASN1EncodableVector fields = new ASN1EncodableVector();
    if (version > 1) {
      fields.add(new DERTaggedObject(true, 0, new ASN1Integer(version - 1)));
    }
    fields.add(serial);
    fields.add(algorithm);
    fields.add(issuerName);
    fields.add(
        new DERSequence(
            new ASN1Encodable[] {
              new Time(Date.from(wish.notBefore())), new Time(Date.from(wish.notAfter()))
            }));
    fields.add(subject);
    fields.add(
        keyInfo.orElse(SubjectPublicKeyInfo.getInstance(wish.keys().getPublic().getEncoded())));
    if (!extensions.isEmpty()) {
      fields.add(
          new DERTaggedObject(true, 3, new DERSequence(extensions.toArray(new ASN1Encodable[0]))));
    }
    return new DERSequence(fields);
  }

  private static ContentSigner signer(PrivateKey key, String algorithm)
      throws OperatorCreationException {
    return new JcaContentSignerBuilder(algorithm).setProvider(Authority.BOUNCY_CASTLE).build(key);
  }

  public X509Certificate certificate() {
    try {
      return Certificates.fromDer(der());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** As an issuer of others, with what leads to its root. */
  public Authority issuing() {
    X509Certificate made = certificate();
    List<X509Certificate> chain = new ArrayList<>();
    if (issuer.isPresent()) {
      chain.add(made);
      chain.addAll(issuer.get().chainToRoot());
    }
    return new Authority(made, wish.keys().getPrivate(), chain);
  }

  /** As somebody who shows it, with the intermediates. */
  public Shown shown() {
    List<byte[]> chain = new ArrayList<>(List.of(der()));
    chain.addAll(
        Shown.of(
                new Identity(
                    wish.keys().getPrivate(), issuer.map(Authority::chainToRoot).orElse(List.of())))
            .chain());
    return new Shown(wish.keys().getPrivate(), chain);
  }
}
