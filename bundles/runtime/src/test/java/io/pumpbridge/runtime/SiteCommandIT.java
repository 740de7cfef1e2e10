// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of certificates at a desk to what a gateway trusts, as people do it. */
class SiteCommandIT {
  @TempDir private Path directory;
  private DemoAuthority authority;
  private SignedDocuments documents;

  @BeforeEach
  void aDeskAndAGatewayThatKnowsNobody() throws Exception {
    authority = DemoAuthority.open(directory.resolve("ca"), "pump-server", Clock.systemUTC());
    documents = new SignedDocuments(authority, Clock.systemUTC());
    authority.writeAnchors(directory.resolve("desk"));
    Product.configuration(directory.resolve("config"));
  }

  private Product.Outcome site(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("site"));
    all.addAll(List.of(arguments));
    return Product.run(directory, all.toArray(new String[0]));
  }

  private Product.Outcome atGateway(String command, String... arguments) throws Exception {
    List<String> all =
        new ArrayList<>(List.of(command, "--config", "config", "--state", "state", "--json"));
    all.addAll(List.of(arguments));
    return site(all.toArray(new String[0]));
  }

  /** Made by the command, signed by two people. */
  private void signed(int number) throws Exception {
    Product.Outcome made =
        site(
            "make",
            "--from",
            "desk",
            "--hospital",
            "example-hospital",
            "--number",
            String.valueOf(number),
            "--reason",
            "for the test");
    assertThat(made.exitCode()).as(made.err()).isZero();
    OutputSchema.of("site", "make", "--schema").assertFits(made.out());
    Bytes document = Bytes.of(made.out(), StandardCharsets.UTF_8);
    Files.write(file(number), documents.site(document).toArray());
  }

  private Path file(int number) {
    return directory.resolve("site-" + number + ".p7m");
  }

  private static Map<String, Object> told(Product.Outcome outcome, int exitCode, String... schemaOf)
      throws Exception {
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(exitCode);
    OutputSchema.of(schemaOf).assertFits(outcome.out());
    return JSON.std.mapFrom(outcome.out());
  }

  private Map<String, Object> install(int exitCode, String... arguments) throws Exception {
    return told(atGateway("install", arguments), exitCode, "site", "install", "--schema");
  }

  private Map<String, Object> show(int exitCode) throws Exception {
    return told(atGateway("show"), exitCode, "site", "show", "--schema");
  }

  @Test
  void theFirstPackageComesInByItsCodeAndTheNextBySignatures() throws Exception {
    signed(1);
    signed(2);
    assertThat(told(site("verify", "--json", "site-1.p7m"), 0, "site", "verify", "--schema"))
        .containsEntry("number", 1);
    assertThat(
            told(
                site("verify", "--json", "--in-force", "site-2.p7m", "site-1.p7m"),
                1,
                "site",
                "verify",
                "--schema"))
        .containsEntry("code", "site-not-newer");
    String code = site("code", "site-1.p7m").out().strip();
    assertThat(told(site("code", "--json", "site-1.p7m"), 0, "site", "code", "--schema"))
        .containsEntry("install_code", code);

    assertThat(show(1)).containsEntry("source", "nobody");
    assertThat(directory.resolve("state")).as("who looks makes nothing").doesNotExist();
    assertThat(install(1, "site-1.p7m")).containsEntry("code", "site-code-needed");
    Files.writeString(directory.resolve("typed"), code.substring(1));
    assertThat(install(1, "site-1.p7m", "--code-file", "typed"))
        .containsEntry("code", "site-code-mistyped");
    Files.writeString(directory.resolve("typed"), code + "\n");
    assertThat(install(1, "site-2.p7m", "--code-file", "typed"))
        .containsEntry("code", "site-code-other-package");
    assertThat(install(0, "site-1.p7m", "--code-file", "typed"))
        .containsEntry("code", "site-package-in-force");
    assertThat(show(0)).containsEntry("source", "site-package").containsEntry("number", 1);
    assertThat(install(1, "site-2.p7m", "--code-file", "typed"))
        .containsEntry("code", "site-code-too-late");
    whileAnAgentRuns();
  }

  /** The same questions, answered by the agent itself. */
  private void whileAnAgentRuns() throws Exception {
    trustWithoutLists();
    try (StartedProduct agent = StartedProduct.agent(directory)) {
      assertThat(show(0)).containsEntry("number", 1);
      assertThat(install(0, "site-2.p7m")).containsEntry("number", 2);
      assertThat(show(0)).containsEntry("number", 2);
      Files.write(file(3), new byte[300_000]);
      assertThat(install(1, "site-3.p7m")).containsEntry("code", "too-large");
      Product.Outcome people = site("show", "--config", "config", "--state", "state");
      assertThat(people.out()).contains("Site package 2 of example-hospital", "(site-approver)");
      assertThat(agent.process().isAlive()).isTrue();
    }
  }

  /** The demonstration's people have no revocation lists here. */
  private void trustWithoutLists() throws Exception {
    Path file = directory.resolve("config/pump-bridge.json");
    String changed =
        Files.readString(file)
            .replace("\"gateway.id\"", "\"revocation\": \"if-known\", \"gateway.id\"");
    Files.writeString(file, changed);
  }

  @Test
  void whoUsesItWronglyIsTold() throws Exception {
    assertThat(site().err()).contains("Say which: make, verify, code, install or show.");
    Product.Outcome gone = site("verify", "nowhere.p7m");
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("nowhere.p7m cannot be read: it is not there.");
    Product.Outcome empty =
        site("make", "--from", "config", "--hospital", "x", "--number", "1", "--reason", "y");
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("$.anchors.server must hold 1 to 16 certificates");
    Files.writeString(directory.resolve("x.p7m"), "x");
    Product.Outcome refused = site("code", "x.p7m");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("(malformed)");
  }
}
