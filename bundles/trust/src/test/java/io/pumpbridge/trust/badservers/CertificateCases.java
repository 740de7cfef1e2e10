// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.Site.DEVICES;
import static io.pumpbridge.trust.badservers.Site.ROOT;
import static io.pumpbridge.trust.badservers.Site.RSA_ROOT;
import static io.pumpbridge.trust.badservers.Site.server;
import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CERTIFICATE_EXPIRED;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CERTIFICATE_NOT_YET_VALID;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CERTIFICATE_UNREADABLE;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_CHAIN_UNTRUSTED;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_KEY_PURPOSE;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_KEY_WEAK;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_MESSAGE_TOO_LARGE;

import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.PublicKeys;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a hospital's own authority issued, or seems to have issued, and is wrong in itself. */
final class CertificateCases {
  private static final ASN1ObjectIdentifier RIDDLE = new ASN1ObjectIdentifier("1.2.3.4.5");
  private static final BigInteger TOO_LONG_SERIAL = BigInteger.ONE.shiftLeft(20 * 8);
  private static final int LARGE_BYTES = 20_000;

  private CertificateCases() {}

  static List<BadServer> all() {
    return List.of(
        issued(
            "expired",
            SERVER_CERTIFICATE_EXPIRED,
            server().valid(NOW.minus(Duration.ofDays(2)), NOW.minusSeconds(1))),
        issued(
            "not yet valid",
            SERVER_CERTIFICATE_NOT_YET_VALID,
            server().valid(NOW.plusSeconds(1), NOW.plus(Duration.ofDays(2)))),
        issued("client's key usage", SERVER_KEY_PURPOSE, server().withUses("1.3.6.1.5.5.7.3.2")),
        issued("no extended key usage", SERVER_KEY_PURPOSE, server().withUses()),
        issued("any extended key usage", SERVER_KEY_PURPOSE, server().withUses("2.5.29.37.0")),
        issued("signs code", SERVER_KEY_PURPOSE, server().withUses("1.3.6.1.5.5.7.3.3")),
        issued(
            "key usage without signatures",
            SERVER_KEY_PURPOSE,
            server().withKeyUsage(KeyUsage.keyAgreement | KeyUsage.keyEncipherment)),
        forged("authority as a server", SERVER_KEY_PURPOSE, Forged::authority),
        issued("RSA with 1024 bits", SERVER_KEY_WEAK, server().withKeys(Keys.rsa(1024))),
        keyed("RSA with exponent 3", SERVER_KEY_WEAK, 2048, BigInteger.valueOf(3)),
        keyed("RSA with a huge exponent", SERVER_KEY_WEAK, 3072, BigInteger.ONE.shiftLeft(3000)),
        keyed("RSA with 16384 bits", SERVER_KEY_WEAK, 16_384, BigInteger.valueOf(65_537)),
        curve("curve secp192r1"),
        curve("curve secp256k1"),
        curve("curve brainpoolP256r1"),
        forged(
            "curve of its own",
            SERVER_CERTIFICATE_UNREADABLE,
            it -> it.keyInfo(PublicKeys.onOwnCurve(Keys.ec("secp256r1")))),
        forged("DSA key", SERVER_KEY_WEAK, it -> it.keyInfo(PublicKeys.dsa())),
        issued("signed with SHA-1", SERVER_KEY_WEAK, server().signedWith("SHA1withECDSA")),
        showing(
            "signed with MD5",
            SERVER_KEY_WEAK,
            () -> Forged.by(RSA_ROOT, server().signedWith("MD5withRSA")).shown()),
        forged("signature of something else", SERVER_CHAIN_UNTRUSTED, Forged::damaged),
        forged(
            "unknown critical extension",
            SERVER_CHAIN_UNTRUSTED,
            it -> it.with(RIDDLE, true, DERNull.INSTANCE)),
        serial("negative serial number", BigInteger.valueOf(-5)),
        serial("serial number zero", BigInteger.ZERO),
        serial("serial number of 21 bytes", TOO_LONG_SERIAL),
        forged("version 1", SERVER_CHAIN_UNTRUSTED, it -> it.version(1)),
        forged("version 5", SERVER_CERTIFICATE_UNREADABLE, it -> it.version(5)),
        forged(
            "same extension twice",
            SERVER_CERTIFICATE_UNREADABLE,
            it -> it.twice(Extension.subjectAlternativeName, false, NameCases.namesDer(1))),
        forged(
            "names that are no names",
            SERVER_CERTIFICATE_UNREADABLE,
            it -> it.with(Extension.subjectAlternativeName, true, new byte[] {4, 2, 1, 1})),
        forged(
            "200 names",
            SERVER_CHAIN_UNTRUSTED,
            it -> it.with(Extension.subjectAlternativeName, false, NameCases.namesDer(200))),
        forged(
            "10,000 names",
            SERVER_MESSAGE_TOO_LARGE,
            it -> it.with(Extension.subjectAlternativeName, false, NameCases.namesDer(10_000))),
        forged(
            "20 kB of extension",
            SERVER_CHAIN_UNTRUSTED,
            it -> it.with(RIDDLE, false, new byte[LARGE_BYTES])),
        spoilt("sequences in sequences without end", chain -> List.of(nested())),
        spoilt("empty certificate", chain -> List.of(new byte[0])),
        spoilt(
            "garbage for a certificate",
            chain -> List.of("certificate".getBytes(StandardCharsets.US_ASCII))),
        spoilt(
            "certificate cut short",
            chain -> List.of(Arrays.copyOf(chain.get(0), chain.get(0).length / 2))));
  }

  /** Each begins another and none says how long it is: 15,000 deep, within a handshake's limit. */
  private static byte[] nested() {
    byte[] open = new byte[30_000];
    for (int i = 0; i < open.length; i += 2) {
      open[i] = 0x30;
      open[i + 1] = (byte) 0x80;
    }
    return open;
  }

  private static BadServer showing(
      String name, Refusal reason, java.util.function.Supplier<Shown> what) {
    return BadServer.showing(name, reason, what);
  }

  private static BadServer issued(String name, Refusal reason, Wish wish) {
    return showing(name, reason, () -> Shown.of(DEVICES.issue(wish)));
  }

  private static BadServer forged(String name, Refusal reason, UnaryOperator<Forged> how) {
    return showing(name, reason, () -> how.apply(Forged.by(ROOT, server())).shown());
  }

  private static BadServer serial(String name, BigInteger number) {
    return forged(name, SERVER_CHAIN_UNTRUSTED, it -> it.serial(number));
  }

  private static BadServer keyed(String name, Refusal reason, int bits, BigInteger exponent) {
    return forged(name, reason, it -> it.keyInfo(PublicKeys.rsa(bits, exponent)));
  }

  /** The JDK has given these curves up. */
  private static BadServer curve(String name) {
    String curve = name.substring(name.indexOf(' ') + 1);
    return showing(
        name, SERVER_KEY_WEAK, () -> Forged.by(ROOT, server().withKeys(Keys.oldEc(curve))).shown());
  }

  private static BadServer spoilt(String name, UnaryOperator<List<byte[]>> how) {
    return showing(
        name,
        SERVER_CERTIFICATE_UNREADABLE,
        () -> {
          Shown good = Shown.of(ROOT.issue(server()));
          return new Shown(good.key(), how.apply(good.chain()));
        });
  }
}
