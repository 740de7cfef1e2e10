// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.GatewayKeys;
import io.pumpbridge.pumpserver.PumpServerException;
import io.pumpbridge.pumpserver.PumpServerException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAuthorityTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
  @TempDir Path directory;
  private DemoAuthority authority;

  @BeforeEach
  void open() throws Exception {
    authority =
        DemoAuthority.open(directory.resolve("ca"), "pump-server", InstantSource.fixed(NOW));
  }

  private static GeneralName uri(String id) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, "urn:pump-bridge:gateway:" + id);
  }

  private void assertRefused(String pem, String because) {
    assertThatThrownBy(() -> authority.issue(pem))
        .isInstanceOfSatisfying(
            PumpServerException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.REQUEST_REFUSED))
        .hasMessageContaining(because);
  }

  @Test
  void aGatewaysCertificateSaysWhoItIsAndNothingElse() throws Exception {
    KeyPair keys = GatewayKeys.newKeys("secp256r1");
    String pem =
        authority.issue(GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=gw-7", uri("gw-7"))));
    List<X509Certificate> chain = GatewayKeys.certificates(pem);
    assertThat(chain).hasSize(2);
    X509Certificate leaf = chain.get(0);
    assertThat(chain.get(1)).isEqualTo(authority.root());
    leaf.verify(authority.root().getPublicKey());
    assertThat(leaf.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=gw-7");
    assertThat(new ArrayList<>(leaf.getSubjectAlternativeNames()))
        .isEqualTo(List.of(List.of(6, "urn:pump-bridge:gateway:gw-7")));
    assertThat(leaf.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getNotBefore().toInstant()).isBefore(NOW);
    assertThat(leaf.getNotAfter().toInstant()).isAfter(NOW.plus(Duration.ofDays(300)));
  }

  @Test
  void aRequestWithoutAnAlternativeNameGetsTheRightOne() throws Exception {
    KeyPair keys = GatewayKeys.newKeys("secp256r1");
    String pem = authority.issue(GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=gw-7")));
    assertThat(GatewayKeys.certificates(pem).get(0).getSubjectAlternativeNames()).hasSize(1);
  }

  @Test
  void requestsThatAskForMoreAreRefused() throws Exception {
    KeyPair keys = GatewayKeys.newKeys("secp256r1");
    KeyPair others = GatewayKeys.newKeys("secp256r1");
    KeyPair larger = GatewayKeys.newKeys("secp384r1");
    GeneralName dns = new GeneralName(GeneralName.dNSName, "localhost");
    assertRefused("nonsense", "no certificate request");
    assertRefused("x".repeat(20_000), "too long");
    assertRefused(
        GatewayKeys.pem(GatewayKeys.request(keys, others, "CN=gw-7")), "not signed with its own");
    assertRefused(GatewayKeys.pem(GatewayKeys.request(larger, larger, "CN=gw-7")), "P-256");
    assertRefused(GatewayKeys.pem(GatewayKeys.request(keys, keys, "O=x")), "one common name");
    assertRefused(GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=a,CN=b")), "one common name");
    assertRefused(GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=a/b")), "no gateway id");
    assertRefused(
        GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=gw-7", uri("gw-8"))),
        "only alternative");
    assertRefused(
        GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=gw-7", uri("gw-7"), dns)),
        "only alternative");
    assertRefused(
        GatewayKeys.pem(GatewayKeys.request(keys, keys, "CN=pump-server")), "pump server's own");
  }

  @Test
  void everyRoleHasASignerOfItsOwn() throws Exception {
    List<X509Certificate> all = new ArrayList<>();
    for (SignerRole role : SignerRole.values()) {
      X509Certificate certificate = authority.signer(role).certificate();
      certificate.verify(authority.root().getPublicKey());
      assertThat(certificate.getExtendedKeyUsage()).containsExactly(role.keyPurpose());
      all.add(certificate);
    }
    assertThat(all).extracting(X509Certificate::getPublicKey).doesNotHaveDuplicates();
    assertThat(all).extracting(X509Certificate::getSubjectX500Principal).doesNotHaveDuplicates();
  }

  @Test
  void theServersCertificateNamesTheLoopbackOnly() throws Exception {
    X509Certificate server = authority.tlsServer().certificate();
    assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(new ArrayList<>(server.getSubjectAlternativeNames()))
        .isEqualTo(List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1")));
    assertThat(authority.serverClient().certificate().getExtendedKeyUsage())
        .containsExactly(CLIENT_AUTH);
  }

  @Test
  void theNextStartFindsTheSameKeysAndOnlyTheirOwnerMayReadThem() throws Exception {
    DemoAuthority again =
        DemoAuthority.open(directory.resolve("ca"), "pump-server", InstantSource.fixed(NOW));
    assertThat(again.root()).isEqualTo(authority.root());
    assertThat(again.tlsServer()).isEqualTo(authority.tlsServer());
    for (SignerRole role : SignerRole.values()) {
      assertThat(again.signer(role)).isEqualTo(authority.signer(role));
    }
    try (var files = Files.list(directory.resolve("ca"))) {
      assertThat(files.toList())
          .hasSize(10)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void whatEndsSoonIsMadeAnewUnderTheSameRoot() throws Exception {
    DemoAuthority later =
        DemoAuthority.open(
            directory.resolve("ca"),
            "pump-server",
            InstantSource.fixed(NOW.plus(Duration.ofDays(360))));
    assertThat(later.root()).isEqualTo(authority.root());
    assertThat(later.tlsServer()).isNotEqualTo(authority.tlsServer());
  }

  @Test
  void aDamagedKeyFileStopsTheStartWithASentence() throws Exception {
    Files.writeString(directory.resolve("ca/root.pem"), "nothing");
    assertThatThrownBy(
            () ->
                DemoAuthority.open(
                    directory.resolve("ca"), "pump-server", InstantSource.fixed(NOW)))
        .isInstanceOf(PumpServerException.class)
        .hasMessageContaining("cannot be made or read");
  }

  @Test
  void aGatewayGetsTheRootAsItsAnchors() throws Exception {
    authority.writeAnchors(directory.resolve("anchors"));
    for (String purpose : List.of("server", "signers")) {
      String pem =
          Files.readString(directory.resolve("anchors").resolve(purpose).resolve("demo-root.pem"));
      assertThat(GatewayKeys.certificates(pem)).containsExactly(authority.root());
    }
  }
}
