// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.Site.DEVICES;
import static io.pumpbridge.trust.badservers.Site.NARROW_ROOT;
import static io.pumpbridge.trust.badservers.Site.ROOT;
import static io.pumpbridge.trust.badservers.Site.SHORT_ROOT;
import static io.pumpbridge.trust.badservers.Site.authority;
import static io.pumpbridge.trust.badservers.Site.server;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CERTIFICATE_EXPIRED;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CERTIFICATE_NOT_YET_VALID;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CHAIN_UNTRUSTED;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_KEY_PURPOSE;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_KEY_WEAK;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;

/** Good leaves whose way to an anchor is wrong. */
final class ChainCases {
  private static final ASN1ObjectIdentifier RIDDLE = new ASN1ObjectIdentifier("1.2.3.4.5");
  private static final int JUNK = 100;

  private ChainCases() {}

  static List<BadServer> all() {
    return List.of(
        showing(
            "self-signed", SERVER_CHAIN_UNTRUSTED, () -> Shown.of(Authority.selfSigned(server()))),
        untrustedRoot("untrusted root", "Somebody's Root"),
        untrustedRoot("impostor of the root's name", "Hospital Root"),
        showing("impostor who shows the real root", SERVER_CHAIN_UNTRUSTED, ChainCases::impostor),
        showing("incomplete chain", SERVER_CHAIN_UNTRUSTED, () -> deep(2).only(2)),
        showing("leaf alone below an intermediate", SERVER_CHAIN_UNTRUSTED, () -> deep(1).only(1)),
        showing("leaf not first", SERVER_KEY_PURPOSE, () -> deep(2).reversed()),
        showing("root as a server", SERVER_KEY_PURPOSE, ChainCases::rootItself),
        showing("five intermediates", SERVER_CHAIN_UNTRUSTED, () -> deep(5)),
        showing("a hundred junk certificates", SERVER_CHAIN_UNTRUSTED, ChainCases::padded),
        showing(
            "twenty times the same intermediate",
            SERVER_CHAIN_UNTRUSTED,
            () -> deep(1).and(20, deep(1).chain().get(1))),
        showing("authorities that sign each other", SERVER_CHAIN_UNTRUSTED, ChainCases::ring),
        below("intermediate expired", SERVER_CERTIFICATE_EXPIRED, ended()),
        below("intermediate not yet valid", SERVER_CERTIFICATE_NOT_YET_VALID, future()),
        below("intermediate with RSA 1024", SERVER_KEY_WEAK, site().withKeys(Keys.rsa(1024))),
        below(
            "intermediate signed with SHA-1", SERVER_KEY_WEAK, site().signedWith("SHA1withECDSA")),
        below(
            "intermediate for clients only",
            SERVER_KEY_PURPOSE,
            site().withUses("1.3.6.1.5.5.7.3.2")),
        below(
            "intermediate for other names",
            SERVER_CHAIN_UNTRUSTED,
            site().constrained(Site.onlyBelow("elsewhere.example"))),
        below("intermediate that excludes the name", SERVER_CHAIN_UNTRUSTED, excluding()),
        forged(
            "intermediate without the CA bit",
            it -> it.with(Extension.basicConstraints, true, new BasicConstraints(false))),
        forged(
            "intermediate that may not sign certificates",
            it -> it.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.cRLSign))),
        forged("intermediate of version 1", it -> it.version(1)),
        forged(
            "intermediate with an unknown critical extension",
            it -> it.with(RIDDLE, true, DERNull.INSTANCE)),
        forged("intermediate whose signature is wrong", Forged::damaged),
        forged(
            "intermediate that asks for a policy",
            it ->
                it.with(
                    Extension.policyConstraints,
                    true,
                    new PolicyConstraints(java.math.BigInteger.ZERO, null))),
        showing(
            "intermediate below one of length 0", SERVER_CHAIN_UNTRUSTED, ChainCases::belowShort),
        showing(
            "root that allows no intermediate",
            SERVER_CHAIN_UNTRUSTED,
            () -> Shown.of(SHORT_ROOT.subordinate(site()).issue(server()))),
        showing(
            "root for other names",
            SERVER_CHAIN_UNTRUSTED,
            () -> Shown.of(NARROW_ROOT.issue(server()))),
        showing("issued by a server", SERVER_CHAIN_UNTRUSTED, ChainCases::issuedByServer),
        showing(
            "somebody else's key",
            Refusal.SERVER_KEY_NOT_PROVEN,
            () -> new Shown(Keys.ec("secp256r1").getPrivate(), deep(1).chain())));
  }

  private static BadServer showing(String name, Refusal reason, Supplier<Shown> what) {
    return BadServer.showing(name, reason, what);
  }

  private static BadServer untrustedRoot(String name, String rootName) {
    return showing(
        name,
        SERVER_CHAIN_UNTRUSTED,
        () -> {
          Authority root = Authority.root(rootName);
          return Shown.of(root.issue(server())).and(root.certificate());
        });
  }

  private static Shown impostor() {
    return Shown.of(Authority.root("Hospital Root").issue(server())).and(ROOT.certificate());
  }

  private static Shown rootItself() {
    return Shown.of(new Identity(Keys.ec("secp256r1").getPrivate(), List.of(ROOT.certificate())));
  }

  /** With so many intermediates. */
  static Shown deep(int intermediates) {
    Authority last = ROOT;
    for (int level = 0; level < intermediates; level++) {
      last = last.subordinate(authority("Level " + level));
    }
    return Shown.of(last.issue(server()));
  }

  private static Shown padded() {
    // Small, so that it is their number that is refused and not their length.
    byte[] junk = Forged.byItself(Wish.named("CN=j")).version(1).der();
    return deep(1).and(JUNK, junk);
  }

  private static Shown ring() {
    Authority one = Authority.root("One");
    Authority other = Authority.root("Other");
    return Shown.of(one.issue(server()))
        .and(
            crossed(one, other).certificate(),
            crossed(other, one).certificate(),
            one.certificate(),
            other.certificate());
  }

  private static Authority crossed(Authority about, Authority by) {
    X500Name name =
        X500Name.getInstance(about.certificate().getSubjectX500Principal().getEncoded());
    return by.subordinate(authority("x").about(name.toString()));
  }

  private static Wish site() {
    return authority("Site");
  }

  private static Wish ended() {
    return site().valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1));
  }

  private static Wish future() {
    return site().valid(NOW.plusSeconds(1), NOW.plus(Duration.ofDays(9)));
  }

  private static Wish excluding() {
    GeneralSubtree tree =
        new GeneralSubtree(new GeneralName(GeneralName.dNSName, "hospital.example"));
    return site().constrained(new NameConstraints(null, new GeneralSubtree[] {tree}));
  }

  private static BadServer below(String name, Refusal reason, Wish intermediate) {
    return showing(
        name,
        reason,
        () -> {
          Wish leaf =
              intermediate.keys().getPrivate().getAlgorithm().equals("RSA")
                  ? server().signedWith("SHA256withRSA")
                  : server();
          return Shown.of(ROOT.subordinate(intermediate).issue(leaf));
        });
  }

  private static BadServer forged(String name, UnaryOperator<Forged> how) {
    return showing(
        name,
        SERVER_CHAIN_UNTRUSTED,
        () -> Shown.of(how.apply(Forged.by(ROOT, site()).authority()).issuing().issue(server())));
  }

  private static Shown belowShort() {
    Authority shortOne = Forged.by(ROOT, authority("Last")).authority(0).issuing();
    return Shown.of(shortOne.subordinate(site()).issue(server()));
  }

  private static Shown issuedByServer() {
    Authority pretender = Forged.by(DEVICES, server().about("CN=another pump server")).issuing();
    return Shown.of(pretender.issue(server()));
  }
}
