// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.attack;

import io.pumpbridge.model.trust.SignerRole;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A hospital's people, and others, by name; keys and certificates are made at run time. */
final class People {
  static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final Duration MONTH = Duration.ofDays(30);
  private static final String ECDSA = "SHA256withECDSA";

  /** Somebody with a certificate; what travels with it beside. */
  record Person(
      PrivateKey key, X509CertificateHolder certificate, List<X509CertificateHolder> with) {}

  /** What shall stand in a certificate. */
  private record Wish(String subject, KeyPair keys, String algorithm, Instant from, Instant to) {
    static Wish of(String subject) {
      return of(subject, ec("secp256r1"));
    }

    static Wish of(String subject, KeyPair keys) {
      return new Wish(subject, keys, ECDSA, NOW.minus(MONTH), NOW.plus(MONTH));
    }

    Wish from(Instant from, Instant to) {
      return new Wish(subject, keys, algorithm, from, to);
    }

    Wish by(String algorithm) {
      return new Wish(subject, keys, algorithm, from, to);
    }
  }

  private final Map<String, Person> people = new LinkedHashMap<>();
  private final List<BigInteger> revoked = new ArrayList<>();
  private final Person root = authority("root", null, "CN=hospital root");
  private final Person pharmacy = authority("pharmacy", root, "CN=pharmacy authority");
  private long serial = 100;

  People() {
    theHospital();
    thoseWhoMayNot();
    weakOnes();
    strangers();
  }

  Person named(String name) {
    Person person = people.get(name);
    if (person == null) {
      throw new IllegalArgumentException("nobody is called " + name);
    }
    return person;
  }

  private void theHospital() {
    Wish author = Wish.of("CN=Anna");
    add("author", author, pharmacy, SignerRole.LIBRARY_AUTHOR);
    add("author-too", Wish.of("CN=Emil"), root, SignerRole.LIBRARY_AUTHOR);
    add("approver", Wish.of("CN=Ben"), root, SignerRole.LIBRARY_APPROVER);
    add("approver-too", Wish.of("CN=Carla"), root, SignerRole.LIBRARY_APPROVER);
    add("author-as-approver", Wish.of("CN=Anna,O=approvers"), root, SignerRole.LIBRARY_APPROVER);
    add("authors-key", Wish.of("CN=Dora", author.keys()), root, SignerRole.LIBRARY_APPROVER);
    GeneralNames mail = new GeneralNames(new GeneralName(GeneralName.rfc822Name, "f@example.org"));
    add("finn", Wish.of("CN=Finn"), root, use(SignerRole.LIBRARY_AUTHOR), mail);
    add("f-too", Wish.of("CN=F. Ray"), root, use(SignerRole.LIBRARY_APPROVER), mail);
    for (SignerRole role : SignerRole.values()) {
      add(role.wireName(), Wish.of("CN=some " + role.wireName()), root, role);
    }
  }

  private void thoseWhoMayNot() {
    String author = use(SignerRole.LIBRARY_AUTHOR);
    String approver = use(SignerRole.LIBRARY_APPROVER);
    add("both", Wish.of("CN=Eve"), root, author + " " + approver, null);
    add("visitor", Wish.of("CN=visitor"), root, "1.3.6.1.5.5.7.3.4", null);
    add("anything", Wish.of("CN=anything"), root, "2.5.29.37.0", null);
    GeneralNames name = new GeneralNames(new GeneralName(GeneralName.dNSName, "x.example.org"));
    add("nameless", Wish.of(""), root, author, name);
    add("expired", old("CN=Gil"), root, SignerRole.LIBRARY_AUTHOR);
    Instant soon = NOW.plus(Duration.ofDays(1));
    add("early", Wish.of("CN=Hana").from(soon, soon.plus(MONTH)), root, SignerRole.LIBRARY_AUTHOR);
    Person ended = authority("ended", root, old("CN=ended authority"));
    add("of-ended", Wish.of("CN=Ida"), ended, SignerRole.LIBRARY_AUTHOR);
    Person fired = add("revoked", Wish.of("CN=Jon"), root, SignerRole.LIBRARY_APPROVER);
    Person closed = authority("closed", root, "CN=closed authority");
    add("of-revoked", Wish.of("CN=Kim"), closed, SignerRole.LIBRARY_AUTHOR);
    revoked.add(fired.certificate().getSerialNumber());
    revoked.add(closed.certificate().getSerialNumber());
    Person silent = authority("silent", root, "CN=silent authority");
    add("of-silent", Wish.of("CN=Lou"), silent, SignerRole.LIBRARY_AUTHOR);
  }

  private void weakOnes() {
    Map<String, KeyPair> keys = new LinkedHashMap<>();
    for (String curve : List.of("secp192r1", "secp224r1", "secp256k1", "secp521r1")) {
      keys.put(curve, ec(curve));
    }
    keys.put("rsa1024", rsa(1024));
    keys.put("rsa2048", rsa(2048));
    keys.put("rsa3072", rsa(3072));
    keys.forEach((name, pair) -> add(name, Wish.of("CN=" + name, pair), root, author()));
    add("sha1-certified", Wish.of("CN=Mia").by("SHA1withECDSA"), root, author());
  }

  private static SignerRole author() {
    return SignerRole.LIBRARY_AUTHOR;
  }

  private void strangers() {
    Person other = authority("other-root", null, "CN=hospital root");
    add("stranger", Wish.of("CN=Anna"), other, author());
    Wish alone = Wish.of("CN=Anna");
    add("self-signed", alone, new Person(alone.keys().getPrivate(), null, List.of()), author());
    Person anna = named("author");
    Person asAuthority = new Person(anna.key(), anna.certificate(), List.of(anna.certificate()));
    add("certified-by-author", Wish.of("CN=Nils"), asAuthority, SignerRole.LIBRARY_APPROVER);
  }

  private static Wish old(String subject) {
    return Wish.of(subject).from(NOW.minus(MONTH), NOW.minusSeconds(1));
  }

  private static String use(SignerRole role) {
    return role.keyPurpose();
  }

  private Person add(String name, Wish wish, Person issuer, SignerRole role) {
    return add(name, wish, issuer, use(role), null);
  }

  private Person add(String name, Wish wish, Person issuer, String uses, GeneralNames names) {
    try {
      X509v3CertificateBuilder builder = builder(wish, issuer.certificate());
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              Arrays.stream(uses.split(" "))
                  .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                  .toArray(KeyPurposeId[]::new)));
      if (names != null) {
        builder.addExtension(Extension.subjectAlternativeName, wish.subject().isEmpty(), names);
      }
      Person person =
          new Person(
              wish.keys().getPrivate(),
              builder.build(signer(issuer.key(), wish.algorithm())),
              issuer.with());
      people.put(name, person);
      return person;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Person authority(String name, Person issuer, String subject) {
    return authority(name, issuer, Wish.of(subject));
  }

  private Person authority(String name, Person issuer, Wish wish) {
    try {
      X509v3CertificateBuilder builder =
          builder(wish, issuer == null ? null : issuer.certificate());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      PrivateKey by = issuer == null ? wish.keys().getPrivate() : issuer.key();
      X509CertificateHolder made = builder.build(signer(by, ECDSA));
      Person person =
          new Person(wish.keys().getPrivate(), made, issuer == null ? List.of() : List.of(made));
      people.put(name, person);
      return person;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private X509v3CertificateBuilder builder(Wish wish, X509CertificateHolder issuer) {
    X500Name subject = new X500Name(wish.subject());
    return new X509v3CertificateBuilder(
        issuer == null ? subject : issuer.getSubject(),
        BigInteger.valueOf(++serial),
        Date.from(wish.from()),
        Date.from(wish.to()),
        subject,
        SubjectPublicKeyInfo.getInstance(wish.keys().getPublic().getEncoded()));
  }

  static ContentSigner signer(PrivateKey key, String algorithm) {
    try {
      return new JcaContentSignerBuilder(algorithm).setProvider(BOUNCY_CASTLE).build(key);
    } catch (OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Whom a gateway of this hospital trusts, and what its authorities say of revocation. */
  void writeAnchors(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("signers"));
    Files.createDirectories(folder.resolve("revocation"));
    Files.writeString(folder.resolve("signers/root.pem"), pem(root.certificate().getEncoded()));
    for (String issuer : List.of("root", "pharmacy", "ended", "closed")) {
      Person authority = named(issuer);
      X509v2CRLBuilder list =
          new X509v2CRLBuilder(
              authority.certificate().getSubject(), Date.from(NOW.minusSeconds(3600)));
      list.setNextUpdate(Date.from(NOW.plus(MONTH)));
      for (BigInteger number : issuer.equals("root") ? revoked : List.<BigInteger>of()) {
        list.addCRLEntry(number, Date.from(NOW.minusSeconds(7200)), CRLReason.keyCompromise);
      }
      Files.write(
          folder.resolve("revocation/" + issuer + ".crl"),
          list.build(signer(authority.key(), ECDSA)).getEncoded());
    }
  }

  private static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }
}
