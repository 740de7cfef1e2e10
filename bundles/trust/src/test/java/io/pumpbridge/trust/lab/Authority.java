// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for tests; issues what is asked, however wrong. */
public final class Authority {
  public static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final AtomicLong SERIAL = new AtomicLong(1000);

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final List<X509Certificate> chainToRoot;

  Authority(X509Certificate certificate, PrivateKey key, List<X509Certificate> chainToRoot) {
    this.certificate = certificate;
    this.key = key;
    this.chainToRoot = chainToRoot;
  }

  public static Authority root(String name) {
    return root(asAuthority(Wish.named("CN=" + name)));
  }

  public static Authority root(Wish wish) {
    PrivateKey key = wish.keys().getPrivate();
    X509Certificate self = build(wish, new X500Name(wish.subject()), key, true);
    return new Authority(self, key, List.of());
  }

  public static Wish asAuthority(Wish wish) {
    return wish.withKeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  public Authority subordinate(Wish wish) {
    X509Certificate issued = build(wish, issuerName(), key, true);
    List<X509Certificate> chain = new ArrayList<>(List.of(issued));
    chain.addAll(chainToRoot);
    return new Authority(issued, wish.keys().getPrivate(), chain);
  }

  /** With the intermediates, without the root. */
  public Identity issue(Wish wish) {
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(build(wish, issuerName(), key, false));
    chain.addAll(chainToRoot);
    return new Identity(wish.keys().getPrivate(), chain);
  }

  public static Identity selfSigned(Wish wish) {
    PrivateKey own = wish.keys().getPrivate();
    X509Certificate made = build(wish, new X500Name(wish.subject()), own, false);
    return new Identity(own, List.of(made));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public String name() {
    return String.join(" ", Certificates.subjectAttribute(certificate, BCStyle.CN));
  }

  /** Makes {@code folder} a folder of anchors with this one. */
  public Path anchorIn(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(
          folder.resolve("anchor-" + SERIAL.incrementAndGet() + ".pem"), pem(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String pem(X509Certificate... certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate one : certificates) {
        String body =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(one.getEncoded());
        text.append("-----BEGIN CERTIFICATE-----\n").append(body);
        text.append("\n-----END CERTIFICATE-----\n");
      }
      return text.toString();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Signs as this authority does; for what it says besides certificates. */
  ContentSigner signer() throws OperatorCreationException {
    return signer(key);
  }

  /** By the usual algorithm for a key of its kind. */
  static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EdDSA" -> "Ed25519";
          default -> "SHA256withECDSA";
        };
    return new JcaContentSignerBuilder(algorithm).setProvider(BOUNCY_CASTLE).build(key);
  }

  PrivateKey key() {
    return key;
  }

  List<X509Certificate> chainToRoot() {
    return chainToRoot;
  }

  X500Name issuerName() {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static X509Certificate build(
      Wish wish, X500Name issuer, PrivateKey signer, boolean authority) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(wish.notBefore()),
              Date.from(wish.notAfter()),
              new X500Name(wish.subject()),
              wish.keys().getPublic());
      addExtensions(builder, wish, authority);
      var contentSigner =
          new JcaContentSignerBuilder(wish.algorithm()).setProvider(BOUNCY_CASTLE).build(signer);
      return Certificates.fromDer(builder.build(contentSigner).getEncoded());
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  static void addExtensions(X509v3CertificateBuilder builder, Wish wish, boolean authority)
      throws IOException {
    if (authority) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    }
    if (wish.keyUsage().isPresent()) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.keyUsage().get()));
    }
    if (!wish.uses().isEmpty()) {
      KeyPurposeId[] uses =
          wish.uses().stream()
              .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
              .toArray(KeyPurposeId[]::new);
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(uses));
    }
    if (!wish.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          wish.subject().isEmpty(),
          new GeneralNames(wish.names().toArray(new GeneralName[0])));
    }
    if (wish.constraints().isPresent()) {
      builder.addExtension(Extension.nameConstraints, true, wish.constraints().get());
    }
    if (wish.unchecked()) {
      builder.addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE);
    }
  }
}
