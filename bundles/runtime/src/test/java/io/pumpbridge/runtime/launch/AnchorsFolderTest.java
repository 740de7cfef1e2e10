// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.trust.status.ListFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list that the gateway knows and a desk overlooks would let a revoked signer sign. */
final class AnchorsFolderTest {
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMA==\n";
  private static final String LIST = "-----BEGIN X509 CRL-----\nMA==\n";

  @TempDir Path folder;

  @BeforeEach
  void aRoot() throws IOException {
    Files.createDirectories(folder.resolve("gateway/signers"));
    Files.writeString(folder.resolve("gateway/signers/root.pem"), CERTIFICATE);
    Files.createDirectories(folder.resolve("gateway/revocation"));
    Files.createDirectories(folder.resolve("plain"));
    Files.writeString(folder.resolve("plain/root.pem"), CERTIFICATE);
  }

  @Test
  void theSameFilesAreListsAsOnAGateway() throws Exception {
    assertThat(AnchorsFolder.LISTS).isEqualTo(ListFolder.FILES);
    for (String name : new String[] {"a.crl", "b.pem", "c.der"}) {
      Files.writeString(folder.resolve("gateway/revocation").resolve(name), LIST);
    }
    AnchorsFolder gateway = AnchorsFolder.named(folder.resolve("gateway"));
    assertThat(gateway.revocationLists()).hasSize(3);
    assertThat(gateway.certificates()).hasSize(1);
  }

  @Test
  void ofAPlainFolderAPemSaysItselfWhatItIs() throws Exception {
    for (String name : new String[] {"list.crl", "list.pem", "list.der"}) {
      Files.writeString(folder.resolve("plain").resolve(name), LIST);
    }
    AnchorsFolder plain = AnchorsFolder.named(folder.resolve("plain"));
    assertThat(plain.certificates()).containsExactly(folder.resolve("plain/root.pem"));
    assertThat(plain.revocationLists()).hasSize(3).doesNotContain(folder.resolve("plain/root.pem"));
  }

  /** Who certifies gateways need not be who certifies signers. */
  @Test
  void ofAGatewaysFolderThoseOfServersAndDevicesCertifyGateways() throws Exception {
    AnchorsFolder gateway = AnchorsFolder.named(folder.resolve("gateway"));
    assertThatThrownBy(gateway::ofGateways).isInstanceOf(LaunchException.class);
    Files.createDirectories(folder.resolve("gateway/server"));
    assertThatThrownBy(gateway::ofGateways).isInstanceOf(LaunchException.class);
    Files.writeString(folder.resolve("gateway/server/devices.pem"), CERTIFICATE + "devices");
    assertThat(gateway.ofGateways()).containsExactly(CERTIFICATE + "devices");
    Files.writeString(folder.resolve("plain/list.pem"), LIST);
    assertThat(AnchorsFolder.named(folder.resolve("plain")).ofGateways())
        .containsExactly(CERTIFICATE);
  }
}
