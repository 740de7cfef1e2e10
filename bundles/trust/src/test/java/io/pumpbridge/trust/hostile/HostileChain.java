// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.hostile;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.ChainJudge;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.chain.Purpose;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.PublicKeys;
import io.pumpbridge.trust.lab.Wish;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** A chain made to cost whoever judges it; readable, since what is not costs no judging. */
record HostileChain(
    String name,
    X509Certificate leaf,
    List<X509Certificate> others,
    List<X509Certificate> anchors) {

  private static final String HOST = "pumps.hospital.example";
  private static final ASN1ObjectIdentifier RIDDLE = new ASN1ObjectIdentifier("1.2.3.4.5");
  private static final ASN1ObjectIdentifier POLICY = new ASN1ObjectIdentifier("2.25.7");
  private static final int MOST_OTHERS = 16;

  /** As the agent does. */
  void judge() throws TrustException {
    new ChainJudge(Purpose.SERVER)
        .judge(leaf, others, anchors, FixedClock.NOW, Purpose.SERVER_AUTH);
    HostName.from(HOST).requireIn(leaf);
  }

  @Override
  public String toString() {
    return name;
  }

  static List<HostileChain> all() {
    return List.of(
        sameNames("16 authorities of one name on P-256", "secp256r1"),
        sameNames("16 authorities of one name on P-521", "secp521r1"),
        crossSigned("16 cross-signed certificates of one key on P-521", "secp521r1"),
        constrained("128 names against constraints of 2 kB, four times", 128, 60),
        constrained("10,000 names against 10,000 constraints", 10_000, 10_000),
        policies("120 policies mapped to each other, four times", 120),
        policies("2,000 policies mapped to each other, four times", 2_000),
        keyed("RSA with 16384 bits", 16_384, BigInteger.valueOf(65_537)),
        keyed("RSA with 8192 bits, again and again", 8_192, BigInteger.valueOf(65_537)),
        keyed("RSA with an exponent of 3000 bits", 3_072, BigInteger.ONE.shiftLeft(3_000)),
        leaf("serial number of 100 kB", it -> it.serial(BigInteger.ONE.shiftLeft(800_000))),
        leaf(
            "extension nested 400 deep",
            it -> it.with(Extension.certificatePolicies, false, nested())),
        leaf("extension of 1 MB", it -> it.with(RIDDLE, false, new byte[1 << 20])));
  }

  private static Wish authority(String name, KeyPair keys) {
    return Authority.asAuthority(Wish.named("CN=" + name).withKeys(keys));
  }

  private static Authority root(KeyPair keys) {
    return Authority.root(authority("same", keys));
  }

  /** All could have issued each other and the leaf; who signed whom only signatures tell. */
  private static HostileChain sameNames(String name, String curve) {
    Authority anchor = root(Keys.ec(curve));
    List<X509Certificate> others = new ArrayList<>();
    Authority last = anchor;
    for (int i = 0; i < MOST_OTHERS; i++) {
      last = root(Keys.ec(curve));
      others.add(last.certificate());
    }
    return new HostileChain(
        name, last.issue(Wish.server(HOST)).leaf(), others, List.of(anchor.certificate()));
  }

  /** Every one of them really leads to every other, as only an authority gone bad could make it. */
  private static HostileChain crossSigned(String name, String curve) {
    KeyPair keys = Keys.ec(curve);
    Authority anchor = root(keys);
    List<X509Certificate> others = new ArrayList<>();
    Authority last = anchor;
    for (int i = 0; i < MOST_OTHERS; i++) {
      last = last.subordinate(authority("same", keys));
      others.add(last.certificate());
    }
    Wish leaf = Wish.server("elsewhere.example");
    return new HostileChain(name, last.issue(leaf).leaf(), others, List.of(anchor.certificate()));
  }

  private static HostileChain constrained(String name, int names, int constraints) {
    NameConstraints limits =
        new NameConstraints(
            null,
            many(constraints, i -> new GeneralSubtree(dns("no" + i + ".example")))
                .toArray(new GeneralSubtree[0]));
    GeneralName[] offered =
        many(names, i -> dns("ward-" + i + ".hospital.example")).toArray(new GeneralName[0]);
    Authority anchor = root(Keys.ec("secp256r1"));
    List<X509Certificate> others = new ArrayList<>();
    Authority last = anchor;
    for (int i = 0; i < 4; i++) {
      last = last.subordinate(authority("level " + i, Keys.ec("secp256r1")).constrained(limits));
      others.add(last.certificate());
    }
    X509Certificate leaf = last.issue(Wish.server().withNames(offered)).leaf();
    return new HostileChain(name, leaf, others, List.of(anchor.certificate()));
  }

  private static HostileChain policies(String name, int count) {
    Authority anchor = root(Keys.ec("secp256r1"));
    List<X509Certificate> others = new ArrayList<>();
    Authority last = anchor;
    for (int i = 0; i < 4; i++) {
      last = mapping(last, "level " + i, count);
      others.add(last.certificate());
    }
    X509Certificate leaf =
        Forged.by(last, Wish.server(HOST))
            .with(Extension.certificatePolicies, false, policySequence(count))
            .certificate();
    return new HostileChain(name, leaf, others, List.of(anchor.certificate()));
  }

  private static Authority mapping(Authority issuer, String name, int count) {
    List<ASN1Encodable> pairs = new ArrayList<>();
    int side = (int) Math.sqrt(count);
    for (int from = 0; from < side; from++) {
      for (int to = 0; to < side; to++) {
        pairs.add(new DERSequence(new ASN1Encodable[] {policy(from), policy(to)}));
      }
    }
    return Forged.by(issuer, authority(name, Keys.ec("secp256r1")))
        .authority()
        .with(Extension.certificatePolicies, false, policySequence(count))
        .with(Extension.policyMappings, false, new DERSequence(pairs.toArray(new ASN1Encodable[0])))
        .issuing();
  }

  private static DERSequence policySequence(int count) {
    return new DERSequence(
        many(count, i -> (ASN1Encodable) new DERSequence(policy(i))).toArray(new ASN1Encodable[0]));
  }

  private static ASN1ObjectIdentifier policy(int number) {
    return POLICY.branch(Integer.toString(number));
  }

  private static HostileChain keyed(String name, int bits, BigInteger exponent) {
    Authority anchor = root(Keys.ec("secp256r1"));
    List<X509Certificate> others = new ArrayList<>();
    for (int i = 0; i < MOST_OTHERS; i++) {
      others.add(
          Forged.by(anchor, authority("same", Keys.ec("secp256r1")))
              .authority()
              .keyInfo(PublicKeys.rsa(bits, exponent))
              .certificate());
    }
    Wish wish = Wish.server(HOST).signedWith("SHA256withRSA");
    X509Certificate leaf =
        Authority.root(authority("same", Keys.rsa(2048)).signedWith("SHA256withRSA"))
            .issue(wish)
            .leaf();
    return new HostileChain(name, leaf, others, List.of(anchor.certificate()));
  }

  private static HostileChain leaf(String name, java.util.function.UnaryOperator<Forged> how) {
    Authority anchor = root(Keys.ec("secp256r1"));
    X509Certificate leaf = how.apply(Forged.by(anchor, Wish.server(HOST))).certificate();
    return new HostileChain(name, leaf, List.of(), List.of(anchor.certificate()));
  }

  private static ASN1Encodable nested() {
    ASN1Encodable inner = DERNull.INSTANCE;
    for (int depth = 0; depth < 400; depth++) {
      inner = new DERSequence(inner);
    }
    return inner;
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static <T> List<T> many(int count, IntFunction<T> make) {
    return IntStream.range(0, count).mapToObj(make).toList();
  }
}
