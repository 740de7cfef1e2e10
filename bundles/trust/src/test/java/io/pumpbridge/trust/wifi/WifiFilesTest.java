// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.wifi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.keys.IdentityStore;
import io.pumpbridge.trust.keys.KeyVault.WaitingKey;
import io.pumpbridge.trust.keys.OwnIdentity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WifiFilesTest {
  private static final Authority HOSPITAL = Authority.root("hospital root");
  private static final WifiNetwork NETWORK =
      new WifiNetwork("ward \" 7\n", "radius.hospital.example");

  @TempDir Path folder;
  private StateFolder state;
  private IdentityStore store;

  @BeforeEach
  void open() throws Exception {
    state = StateFolder.open(folder.resolve("trust"));
    store = new IdentityStore(state, new SecureRandom());
    HOSPITAL.anchorIn(folder.resolve("wifi"));
  }

  private WifiFiles files(Optional<WifiNetwork> network) {
    return new WifiFiles(
        network,
        Optional.empty(),
        new OwnIdentity(new GatewayName("gw-1"), "hospital", store),
        new AnchorFolder(folder.resolve("wifi")),
        state);
  }

  private Path profile() {
    return folder.resolve("trust/wifi.conf");
  }

  private void renew() throws TrustException {
    WaitingKey key = store.waiting();
    Wish wish = Wish.gateway("gw-1").withKeys(new KeyPair(key.publicKey(), key.key()));
    store.install(HOSPITAL.issue(wish).chain());
  }

  private static String value(String text, String name) {
    Matcher line = Pattern.compile("(?m)^  " + name + "=\"([^\"\n]*)\"$").matcher(text);
    assertThat(line.find()).as(name).isTrue();
    return line.group(1);
  }

  @Test
  void theProfileNamesTheKeyInItsPlaceAndWhomToTrust() throws Exception {
    renew();
    WifiFiles files = files(Optional.of(NETWORK));
    files.refresh();
    assertThat(files.failure()).isEmpty();
    String text = Files.readString(profile());
    assertThat(text).contains("\n  ssid=776172642022203" + "70a\n").contains("\n  eap=TLS\n");
    assertThat(value(text, "identity")).isEqualTo("gw-1");
    assertThat(value(text, "domain_match")).isEqualTo("radius.hospital.example");
    assertThat(Files.readString(Path.of(value(text, "ca_cert"))))
        .isEqualTo(Authority.pem(HOSPITAL.certificate()));
    assertThat(text).doesNotContain("PRIVATE KEY");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(Path.of(value(text, "private_key")))) {
      keys.load(in, value(text, "private_key_passwd").toCharArray());
    }
    assertThat(keys.getCertificate("gateway")).isEqualTo(store.find().orElseThrow().leaf());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile())))
        .isEqualTo("rw-------");
  }

  /** Whoever watches the file loads it anew each time it is written. */
  @Test
  void itIsWrittenOnlyWhenItChanges() throws Exception {
    renew();
    WifiFiles files = files(Optional.of(NETWORK));
    files.refresh();
    Object first = Files.readAttributes(profile(), "unix:ino").get("ino");
    files.refresh();
    assertThat(Files.readAttributes(profile(), "unix:ino").get("ino")).isEqualTo(first);
    files(Optional.of(new WifiNetwork("other", NETWORK.server()))).refresh();
    assertThat(Files.readString(profile())).contains("ssid=6f74686572");
  }

  @Test
  void withoutANetworkThereIsNone() throws Exception {
    renew();
    files(Optional.of(NETWORK)).refresh();
    files(Optional.empty()).refresh();
    assertThat(profile()).doesNotExist();
    assertThat(folder.resolve("trust/wifi-ca.pem")).doesNotExist();
  }

  @Test
  void whatIsMissingIsSaidAndWhatWasThereStays() throws Exception {
    WifiFiles files = files(Optional.of(NETWORK));
    files.refresh();
    assertThat(files.failure().orElseThrow().code()).isEqualTo("no-identity");
    renew();
    files.refresh();
    String before = Files.readString(profile());
    try (var anchors = Files.list(folder.resolve("wifi"))) {
      for (Path anchor : anchors.toList()) {
        Files.delete(anchor);
      }
    }
    files.refresh();
    assertThat(files.failure().orElseThrow().code()).isEqualTo("no-anchors");
    assertThat(Files.readString(profile())).isEqualTo(before);
  }

  @Test
  void aKeyInATokenIsNamedByUri() throws IOException {
    WifiProfile profile =
        new WifiProfile(
            NETWORK,
            "gw-1",
            Path.of("/s/wifi-ca.pem"),
            new WifiProfile.InToken(
                "pb-1", Path.of("/lib/a.so"), Path.of("/c/pin"), Path.of("/s/identity.token")));
    assertThat(profile.text()).contains("\npkcs11_module_path=/lib/a.so\nnetwork={\n");
    assertThat(value(profile.text(), "private_key"))
        .isEqualTo("pkcs11:id=%70%62%2D%31;type=private?pin-source=file:/c/pin");
    assertThat(value(profile.text(), "client_cert")).isEqualTo("/s/identity.token");
  }

  @Test
  void aPathThatWouldEndItsLineIsRefused() {
    WifiProfile profile =
        new WifiProfile(
            NETWORK,
            "gw-1",
            Path.of("/s/\"\n}"),
            new WifiProfile.InPkcs12(Path.of("/s/identity.p12"), "secret"));
    assertThatThrownBy(profile::text).hasMessageContaining("ca_cert");
  }

  @Test
  void aNetworkWithoutANameForItsServerIsRefused() {
    for (String server : new String[] {"", "10.0.0.1", "*.example", "a\"b"}) {
      assertThatThrownBy(() -> new WifiNetwork("ward", server))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("wifi.server");
    }
    for (String ssid : new String[] {"", "x".repeat(33)}) {
      assertThatThrownBy(() -> new WifiNetwork(ssid, "radius.example"))
          .hasMessageContaining("wifi.ssid");
    }
  }
}
