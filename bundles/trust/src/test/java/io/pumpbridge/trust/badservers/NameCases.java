// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.Site.HOST;
import static io.pumpbridge.trust.badservers.Site.ROOT;
import static io.pumpbridge.trust.badservers.Site.named;
import static org.bouncycastle.asn1.x509.GeneralName.dNSName;
import static org.bouncycastle.asn1.x509.GeneralName.directoryName;
import static org.bouncycastle.asn1.x509.GeneralName.iPAddress;
import static org.bouncycastle.asn1.x509.GeneralName.otherName;
import static org.bouncycastle.asn1.x509.GeneralName.registeredID;
import static org.bouncycastle.asn1.x509.GeneralName.rfc822Name;
import static org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier;

import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/** Good chains that prove another name than the one that was looked for, or none. */
final class NameCases {
  private static final Refusal REFUSED = Refusal.SERVER_NAME_MISMATCH;

  private NameCases() {}

  static List<BadServer> all() {
    return List.of(
        proving("wrong host", HOST, dns("other.hospital.example")),
        showing("no alternative name", HOST, Wish.server()),
        showing("common name only", HOST, Wish.server().about("CN=" + HOST)),
        proving("name as a URI", HOST, general(uniformResourceIdentifier, "https://" + HOST)),
        proving("name as a mail address", HOST, general(rfc822Name, "tls@" + HOST)),
        proving(
            "name as a directory name",
            HOST,
            new GeneralName(directoryName, new X500Name("CN=" + HOST))),
        proving("name of another kind", HOST, another(HOST)),
        proving(
            "registered id", HOST, new GeneralName(registeredID, new ASN1ObjectIdentifier("1.2"))),
        proving("wildcard alone", HOST, dns("*")),
        proving("wildcard of a top domain", "hospital.example", dns("*.example")),
        proving("wildcard in the middle", HOST, dns("pumps.*.example")),
        proving("wildcard in a label", HOST, dns("p*.hospital.example")),
        proving("wildcard at the end", "pumps.hospital", dns("pumps.*")),
        proving("wildcard for two labels", "a.pumps.hospital.example", dns("*.hospital.example")),
        proving("wildcard for no label", "hospital.example", dns("*.hospital.example")),
        proving("two wildcards", HOST, dns("*.*.example")),
        proving("wildcard for an address", "127.0.0.1", dns("*.0.0.1")),
        proving("address as a name", "127.0.0.1", dns("127.0.0.1")),
        proving("another address", "127.0.0.1", address("7f000002")),
        proving("network for an address", "127.0.0.1", address("7f000001ffffff00")),
        proving("IPv4 written as IPv6", "127.0.0.1", address("00000000000000000000ffff7f000001")),
        proving("another IPv6 address", "::1", address("00000000000000000000000000000002")),
        proving("IPv6 address as a name", "::1", dns("::1")),
        proving("trailing dot", HOST, dns(HOST + ".")),
        proving("domain above", HOST, dns("hospital.example")),
        proving("longer label", HOST, dns("evil" + HOST)),
        proving("name with a port", HOST, dns(HOST + ":8883")),
        proving("name with a blank", HOST, dns(" " + HOST)),
        proving("null byte in a name", HOST, raw(HOST + "\0.evil.example")),
        proving("null byte after a name", HOST, raw(HOST + "\0")),
        proving("look-alike letters", HOST, raw("\u0440umps.hospital.example")),
        proving("punycode of look-alikes", HOST, dns("xn--umps-8fd.hospital.example")),
        proving("empty name", HOST, dns("")),
        proving("hundred other names", HOST, others(100)));
  }

  private static BadServer proving(String name, String host, GeneralName... offered) {
    return showing(name, host, named(offered));
  }

  private static BadServer proving(String name, String host, ASN1Encodable... offered) {
    return BadServer.showing(
        name,
        REFUSED,
        host,
        () ->
            Forged.by(ROOT, Wish.server())
                .with(Extension.subjectAlternativeName, false, new DERSequence(offered))
                .shown());
  }

  private static BadServer showing(String name, String host, Wish wish) {
    return BadServer.showing(name, REFUSED, host, () -> Shown.of(ROOT.issue(wish)));
  }

  private static GeneralName dns(String name) {
    return general(dNSName, name);
  }

  private static GeneralName general(int kind, String name) {
    return new GeneralName(kind, name);
  }

  /** With whatever bytes, which IA5String does not allow. */
  private static ASN1Encodable raw(String name) {
    return new DERTaggedObject(
        false, dNSName, new DEROctetString(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static ASN1Encodable address(String hex) {
    return new DERTaggedObject(false, iPAddress, new DEROctetString(HexFormat.of().parseHex(hex)));
  }

  private static GeneralName another(String name) {
    ASN1Encodable[] pair = {
      new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"),
      new DERTaggedObject(true, 0, new DERUTF8String(name))
    };
    return new GeneralName(otherName, new DERSequence(pair));
  }

  private static GeneralName[] others(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> dns("ward-" + i + ".hospital.example"))
        .toArray(GeneralName[]::new);
  }

  static byte[] namesDer(int count) {
    try {
      return new DERSequence(
              Arrays.<ASN1Encodable>asList(others(count)).toArray(new ASN1Encodable[0]))
          .getEncoded();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
