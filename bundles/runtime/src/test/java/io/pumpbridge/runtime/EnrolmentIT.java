// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway's certificate from first to last with the jar that ships, at an EST server that is not
 * ours (started as trust's own tests start it).
 */
class EnrolmentIT {
  private static final Path TRUST = Path.of("../trust");
  private static final String CODE = "Kx7-one-time";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** Long enough to be judged in, short enough to wait for its end. */
  private static final int SHORT_LIFE_S = 10;

  private static final int LONG_LIFE_S = 86_400;

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();

  /** An EST server with a root of its own, whose code works once. */
  private record Est(String url, Path root) {
    String list() {
      return root.resolveSibling("root.crl").toString();
    }

    String fingerprint() throws Exception {
      String body = Files.readString(root).replaceAll("-----[A-Z ]+-----|\\s", "");
      byte[] der = Base64.getDecoder().decode(body);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    }
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroy);
  }

  private Est est(String name, int lifeS) throws Exception {
    Path folder = Files.createDirectories(directory.resolve(name));
    started.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                TRUST.resolve("target/est-server/classes")
                    + File.pathSeparator
                    + TRUST.resolve("target/est-server/*"),
                "XipkiEstServer",
                folder.toString(),
                "bed-1",
                CODE,
                Integer.toString(lifeS))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start());
    Awaiting.until(
        "the EST server runs, see " + folder.resolve("output"),
        START_LIMIT,
        () -> Files.exists(folder.resolve("url")));
    return new Est(Files.readString(folder.resolve("url")), folder.resolve("root.pem"));
  }

  private void configure(Est est) throws IOException {
    Product.configuration(directory.resolve("config"));
    Files.writeString(
        directory.resolve("config/pump-bridge.json"),
        """
        { "trust": { "gateway.id": "bed-1", "hospital": "example-hospital",
                     "est.server": "%s" },
          "transports": { "ports": ["/dev/pump-bridge-test/*"] },
          "uplink": { "server": "ssl://localhost:1" } }
        """
            .formatted(est.url()));
  }

  private Product.Outcome bridge(String command, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(List.of(command, "--config", "config", "--state", "state", "--json"));
    all.addAll(List.of(more));
    return Product.run(directory, all.toArray(String[]::new));
  }

  /** As a technician does at a gateway that has nothing yet: fingerprint, list and code. */
  private Product.Outcome provisionFromNothing(Est est) throws Exception {
    return provision(est, "--fingerprint", est.fingerprint(), "--revocation-list", est.list());
  }

  private Product.Outcome provision(Est est, String... trusting) throws Exception {
    Path code = Files.writeString(directory.resolve("code"), CODE + "\n");
    List<String> all = new ArrayList<>(List.of(trusting));
    all.addAll(List.of("--est", est.url(), "--code-file", code.toString()));
    return bridge("provision", all.toArray(String[]::new));
  }

  private static Map<String, Object> installed(Product.Outcome outcome) throws Exception {
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    OutputSchema.of("renew", "--schema").assertFits(outcome.out().strip());
    Map<String, Object> told = JSON.std.mapFrom(outcome.out());
    assertThat(told).containsEntry("outcome", "installed").containsEntry("subject", "CN=bed-1");
    return told;
  }

  @Test
  void aGatewayIsEnrolledByCodeRenewedAndAfterItsEndBroughtBack() throws Exception {
    Est est = est("est", LONG_LIFE_S);
    configure(est);
    Map<String, Object> first = installed(provisionFromNothing(est));
    assertThat(directory.resolve("config/anchors/server")).isNotEmptyDirectory();
    assertThat(installed(bridge("renew")))
        .containsEntry("new_key", true)
        .containsEntry("previous_ends", first.get("ends"));
    Product.Outcome used = provision(est, "--anchors", "present");
    assertThat(used.exitCode()).isEqualTo(3);
    assertThat(used.err()).contains("est-unauthorized").doesNotContain(CODE);

    Est brief = est("brief", SHORT_LIFE_S);
    configure(brief);
    Map<String, Object> last = installed(provisionFromNothing(brief));
    Instant ends = Instant.parse(String.valueOf(last.get("ends")));
    Awaiting.until("the certificate has ended", () -> Instant.now().isAfter(ends));
    Product.Outcome late = bridge("renew");
    assertThat(late.exitCode()).isEqualTo(3);
    assertThat(late.err()).contains("renewal-too-late", "provision --est " + brief.url());

    Est next = est("next", LONG_LIFE_S);
    configure(next);
    assertThat(installed(provisionFromNothing(next)))
        .containsEntry("previous_ends", last.get("ends"));
    installed(bridge("renew"));
  }

  @Test
  void withoutTheListItIsSaidWhatToBringAndTheCodeStaysUnused() throws Exception {
    Est est = est("est", LONG_LIFE_S);
    configure(est);
    Product.Outcome refused = provision(est, "--fingerprint", est.fingerprint());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("revocation-unknown", "--revocation-list FILE");
    installed(provisionFromNothing(est));
  }

  @Test
  void aRunningAgentRenewsWhenToldAndGoesOn() throws Exception {
    Est est = est("est", LONG_LIFE_S);
    configure(est);
    installed(provisionFromNothing(est));
    try (StartedProduct agent = StartedProduct.agent(directory)) {
      installed(bridge("renew"));
      assertThat(agent.process().isAlive()).isTrue();
      assertThat(provision(est, "--anchors", "present").err()).contains("state-in-use");
    }
  }

  @Test
  void whatIsGivenWronglyIsSaidBeforeAnythingStarts() throws Exception {
    for (String[] wrong :
        List.of(
            new String[] {"--est", "https://x"},
            new String[] {"--est", "https://x", "--anchors", "perhaps"},
            new String[] {"--est", "https://x", "--anchors", "present"},
            new String[] {"--est", "https://x", "--request", "-"},
            new String[] {"--fingerprint", "00"})) {
      Product.Outcome outcome = bridge("provision", wrong);
      assertThat(outcome.exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
      assertThat(outcome.err()).contains("\"error\"");
    }
    assertThat(directory.resolve("state")).doesNotExist();
  }
}
