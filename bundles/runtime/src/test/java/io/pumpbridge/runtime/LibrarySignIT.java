// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people at a desk. With OpenSSL and with tokens it is checked outside of Maven. */
class LibrarySignIT {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path directory;
  private DemoAuthority authority;

  @BeforeEach
  void aDocumentAndTwoPeople() throws Exception {
    authority = DemoAuthority.open(directory.resolve("ca"), "pump-server", Clock.systemUTC());
    authority.writeAnchors(directory.resolve("anchors"));
    try (InputStream in =
        LibrarySignIT.class.getResourceAsStream("/attack-documents/library.json")) {
      Files.write(directory.resolve("library-8.json"), in.readAllBytes());
    }
    keyFile("author", SignerRole.LIBRARY_AUTHOR);
    keyFile("approver", SignerRole.LIBRARY_APPROVER);
    Path password = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
  }

  private void keyFile(String name, SignerRole role) throws Exception {
    Identity who = authority.signer(role);
    List<X509Certificate> chain = new ArrayList<>(who.chain());
    if (!chain.contains(authority.root())) {
      chain.add(authority.root());
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        name, who.key(), PASSWORD.toCharArray(), chain.toArray(new X509Certificate[0]));
    try (OutputStream out = Files.newOutputStream(directory.resolve(name + ".p12"))) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  private Product.Outcome sign(String file, String who, String out, String... more)
      throws Exception {
    List<String> all =
        new ArrayList<>(List.of("library", "sign", file, "--key", who + ".p12", "--out", out));
    all.addAll(List.of("--password-file", "password"));
    all.addAll(List.of(more));
    return Product.run(directory, all.toArray(new String[0]));
  }

  private static Map<String, Object> told(Product.Outcome outcome, String... schemaOf)
      throws Exception {
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    OutputSchema.of(schemaOf).assertFits(outcome.out());
    return JSON.std.mapFrom(outcome.out());
  }

  @Test
  void whatTwoPeopleSignedAGatewayTakes() throws Exception {
    Map<String, Object> first =
        told(sign("library-8.json", "author", "half.p7m", "--json"), "library", "sign", "--schema");
    assertThat(first)
        .containsEntry("version", 8)
        .containsEntry("hospital", "Example Hospital")
        .containsEntry("entries", 1)
        .containsEntry("role", "library-author")
        .containsEntry("missing", List.of("library-approver"));
    Product.Outcome again = sign("half.p7m", "author", "twice.p7m", "--json");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("\"code\":\"same-signer\"");
    assertThat(directory.resolve("twice.p7m")).doesNotExist();
    Map<String, Object> second =
        told(
            sign("half.p7m", "approver", "library-8.p7m", "--json"), "library", "sign", "--schema");
    assertThat(second)
        .containsEntry("missing", List.of())
        .containsEntry("sha256", first.get("sha256"));
    Product.Outcome judged =
        Product.run(
            directory, "library", "verify", "library-8.p7m", "--anchors", "anchors", "--json");
    assertThat(told(judged, "library", "verify", "--schema"))
        .containsEntry("signers", second.get("signers"))
        .containsEntry("sha256", first.get("sha256"));
  }

  @Test
  void aPersonSeesWhatThatPersonSigns() throws Exception {
    Product.Outcome signed = sign("library-8.json", "author", "half.p7m");
    assertThat(signed.out())
        .contains("version 8, for Example Hospital: 1 entries in 1 care areas.")
        .contains("SHA-256 of what you sign: ")
        .contains("The signature of another person is missing, as library-approver.");
    Product.Outcome there = sign("half.p7m", "approver", "half.p7m");
    assertThat(there.exitCode()).isEqualTo(2);
    assertThat(there.err()).contains("half.p7m is there already").doesNotContain(PASSWORD);
    Path file = directory.resolve("library-8.json");
    Files.writeString(file, Files.readString(file).replace("hard_max", "hard_mx"));
    Product.Outcome misspelt = sign("library-8.json", "author", "none.p7m");
    assertThat(misspelt.exitCode()).isEqualTo(1);
    assertThat(misspelt.err()).contains("continuous.dose.hard_mx unknown field");
    assertThat(directory.resolve("none.p7m")).doesNotExist();
  }
}
