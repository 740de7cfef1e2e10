// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.runtime.OutputSchema;
import io.pumpbridge.runtime.Product;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What a technician reads at a gateway, and what the pump server hears of the same. */
class TrustShowIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private Product.Outcome bridge(Path config, Path state, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", config.toString(), "--state", state.toString()));
    return Product.run(directory, all.toArray(String[]::new));
  }

  private JsonNode told(Path config, Path state, int exitCode) throws Exception {
    Product.Outcome outcome = bridge(config, state, "trust", "show", "--json");
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(exitCode);
    OutputSchema.of("trust", "show", "--schema").assertFits(outcome.out());
    assertThat(outcome.out().length()).isLessThan(64 * 1024);
    return JSON.readTree(outcome.out());
  }

  private static List<String> codes(JsonNode told) {
    return told.get("attention").findValuesAsText("code");
  }

  @Test
  void aGatewayFromTheBoxUntilItsListsAreTooOld() throws Exception {
    Path state = directory.resolve("state");
    Path config = Files.createDirectories(directory.resolve("config"));
    Files.writeString(
        config.resolve("pump-bridge.json"),
        """
        { "trust": { "gateway.id": "bed-1", "hospital": "example-hospital" },
          "transports": { "ports": ["/dev/pump-bridge-test/*"] },
          "uplink": { "server": "ssl://localhost:1" } }
        """);
    Files.createDirectories(state);
    assertThat(codes(told(config, state, 1)))
        .containsExactly("no-identity", "no-anchors", "no-anchors");
    assertThat(bridge(config, state, "trust", "show").out())
        .contains("certificate  none", "- STOPS CONNECTIONS. This gateway has no certificate yet");

    AtomicReference<Instant> day = new AtomicReference<>(Instant.now());
    DemoAuthority authority = DemoAuthority.open(directory.resolve("ca"), "pump-server", day::get);
    authority.writeAnchors(config.resolve("anchors"));
    Path request = directory.resolve("request.pem");
    assertThat(bridge(config, state, "provision", "--request", request.toString()).exitCode())
        .isZero();
    assertThat(told(config, state, 1).at("/identity/waiting/key").asText()).isEqualTo("EC 256");
    Path certificate = directory.resolve("certificate.pem");
    Files.writeString(certificate, authority.issue(Files.readString(request)));
    assertThat(
            bridge(config, state, "provision", "--certificate", certificate.toString()).exitCode())
        .isZero();
    assertThat(codes(told(config, state, 0))).isEmpty();
    assertThat(bridge(config, state, "trust", "show").out())
        .contains("CN=bed-1, serial ", "  current    CN=Pump Bridge demo root")
        .endsWith("Nothing needs attention.\n");

    day.set(Instant.now().minus(Duration.ofDays(35)));
    authority.writeAnchors(config.resolve("anchors"));
    assertThat(codes(told(config, state, 0))).containsExactly("revocation-list-stale");
    day.set(Instant.now().minus(Duration.ofDays(50)));
    authority.writeAnchors(config.resolve("anchors"));
    assertThat(codes(told(config, state, 1))).containsExactly("revocation-stale");
  }

  @Test
  void aRunningAgentTellsTheSameAtItsSideAndToTheServer() throws Exception {
    try (Bedside bedside = Bedside.provisioned(directory)) {
      AgentProcess agent = bedside.agentProcess();
      try {
        int start = bedside.stored().mark();
        agent.start();
        bedside.await(start, event(EventName.SERVER_CONNECTED)); // before, it hears no command
        JsonNode beside = told(bedside.config(), bedside.state(), 0);
        JsonNode status = JSON.readTree(bedside.status().toString());
        assertFitsTheDocument(status);
        assertThat(status.at("/trust/certificates/0/serial"))
            .isEqualTo(beside.at("/identity/in_use/serial"));
        assertThat(status.at("/trust/revocation/lists/0/next_update"))
            .isEqualTo(beside.at("/revocation/lists/0/next_update"));
        assertThat(status.at("/trust/trusted/servers/0/ends"))
            .isEqualTo(beside.at("/trusted/servers/0/ends"));
        assertThat(agent.isRunning()).isTrue();
      } finally {
        agent.stop();
      }
      assertThat(codes(told(bedside.config(), bedside.state(), 0))).isEmpty();
    }
  }

  /** What integrators read of the status, held against a real answer. */
  private static void assertFitsTheDocument(JsonNode answer) throws Exception {
    try (Reader text = Files.newBufferedReader(Path.of("../uplink/asyncapi.yaml"))) {
      Object tree = new Yaml().load(text);
      ObjectNode root = JSON.createObjectNode();
      root.set("components", JSON.valueToTree(tree).get("components"));
      root.put("$ref", "#/components/schemas/statusAnswer");
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root).validate(answer))
          .as("%s", answer)
          .isEmpty();
    }
  }
}
