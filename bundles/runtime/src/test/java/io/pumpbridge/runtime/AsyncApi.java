// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.Yaml;

/** What the uplink's document tells integrators. */
public final class AsyncApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final JsonNode document;

  private AsyncApi(JsonNode document) {
    this.document = document;
  }

  public static AsyncApi read() throws IOException {
    try (Reader text = Files.newBufferedReader(Path.of("../uplink/asyncapi.yaml"))) {
      Object tree = new Yaml().load(text); // this one follows YAML's own anchors
      return new AsyncApi(JSON.valueToTree(tree));
    }
  }

  /** What stands in the body of that message's only example. */
  JsonNode example(String message) {
    JsonNode examples = document.at("/components/messages/" + message + "/examples");
    assertThat(examples).as(message).hasSize(1);
    return examples.get(0).get("payload");
  }

  /** Holds a body against one of the document's schemas. */
  public void assertFits(String schema, String json) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.set("components", document.get("components"));
    root.put("$ref", "#/components/schemas/" + schema);
    assertThat(
            JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(root)
                .validate(JSON.readTree(json)))
        .as("%s as %s", json, schema)
        .isEmpty();
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
