// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.Site.DEVICES;
import static io.pumpbridge.trust.badservers.Site.HOST;
import static io.pumpbridge.trust.badservers.Site.ROOT;
import static io.pumpbridge.trust.badservers.Site.RSA_ROOT;
import static io.pumpbridge.trust.badservers.Site.named;
import static io.pumpbridge.trust.badservers.Site.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.asn1.x509.GeneralName.dNSName;
import static org.bouncycastle.asn1.x509.GeneralName.iPAddress;

import io.pumpbridge.trust.lab.BouncyServer;
import io.pumpbridge.trust.lab.Forged;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.lab.Manner;
import io.pumpbridge.trust.lab.Peer;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.lab.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** So that the bad ones are not refused because all are. */
final class GoodServersTest {

  /** A server that is to be accepted. */
  record GoodServer(String name, String host, Shown shown, Knowledge known) {
    GoodServer(String name, String host, Shown shown) {
      this(name, host, shown, Knowledge.UNASKED);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @TempDir static Path folder;
  private static Gateway.Provisioned provisioned;

  @BeforeAll
  static void provision() throws Exception {
    provisioned = Gateway.Provisioned.in(folder);
  }

  static List<GoodServer> everyGoodServer() {
    return Stream.concat(good().stream(), RevocationCases.good().stream()).toList();
  }

  private static List<GoodServer> good() {
    return List.of(
        good("P-256", HOST, ROOT.issue(server())),
        good("P-384", HOST, ROOT.issue(server().withKeys(Keys.ec("secp384r1")))),
        good("RSA 3072", HOST, rsa()),
        new GoodServer("one intermediate", HOST, ChainCases.deep(1)),
        new GoodServer("two intermediates", HOST, ChainCases.deep(2)),
        new GoodServer("four intermediates", HOST, ChainCases.deep(4)),
        new GoodServer("root shown too", HOST, ChainCases.deep(1).and(ROOT.certificate())),
        new GoodServer(
            "issuers the wrong way round", HOST, ChainCases.deep(3).withIssuersReversed()),
        new GoodServer(
            "certificates that have nothing to do with it",
            HOST,
            ChainCases.deep(1).and(RSA_ROOT.certificate(), DEVICES.certificate())),
        good("IPv4 address", "127.0.0.1", ROOT.issue(named(address("127.0.0.1")))),
        good("IPv6 address", "::1", ROOT.issue(named(address("::1")))),
        good("wildcard", HOST, ROOT.issue(named(dns("*.hospital.example")))),
        good(
            "upper case",
            "Pumps.Hospital.Example",
            ROOT.issue(named(dns(HOST.toUpperCase(Locale.ROOT))))),
        good("last of a hundred names", HOST, ROOT.issue(named(hundred()))),
        good("no key usage", HOST, ROOT.issue(server().withoutKeyUsage())),
        good("no subject", HOST, ROOT.issue(server().about(""))),
        good(
            "server and client",
            HOST,
            ROOT.issue(server().withUses("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"))),
        new GoodServer(
            "unknown extension that is not critical",
            HOST,
            Forged.by(ROOT, server())
                .with(new ASN1ObjectIdentifier("1.2.3.4.5"), false, DERNull.INSTANCE)
                .shown()));
  }

  private static GoodServer good(
      String name, String host, io.pumpbridge.trust.keys.KeyVault.Identity identity) {
    return new GoodServer(name, host, Shown.of(identity));
  }

  private static io.pumpbridge.trust.keys.KeyVault.Identity rsa() {
    Wish wish = server().withKeys(Keys.rsa(3072)).signedWith("SHA256withRSA");
    return RSA_ROOT.issue(wish);
  }

  private static GeneralName dns(String name) {
    return new GeneralName(dNSName, name);
  }

  private static GeneralName address(String text) {
    return new GeneralName(iPAddress, text);
  }

  private static GeneralName[] hundred() {
    return IntStream.range(0, 100)
        .mapToObj(i -> dns(i == 99 ? HOST : "ward-" + i + ".hospital.example"))
        .toArray(GeneralName[]::new);
  }

  @ParameterizedTest
  @MethodSource("everyGoodServer")
  void aGoodServerIsAccepted(GoodServer good, @TempDir Path known) throws Exception {
    for (ProtocolVersion version : BadServer.VERSIONS) {
      Path own = Files.createTempDirectory(known, "gateway");
      try (Gateway gateway = new Gateway(provisioned, good.known().in(own));
          Peer peer = BouncyServer.showing(good.shown(), Manner.of(version))) {
        try (SSLSocket socket = gateway.connect(good.host(), peer.port())) {
          socket.getOutputStream().write(42);
          assertThat(socket.getInputStream().read()).as("%s", version).isEqualTo(42);
          assertThat(socket.getSession().getProtocol())
              .isEqualTo(version.equals(ProtocolVersion.TLSv13) ? "TLSv1.3" : "TLSv1.2");
        }
        assertThat(peer.applicationBytes()).isEqualTo(1);
      }
    }
  }
}
