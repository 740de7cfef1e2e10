// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** What the uplink's document tells integrators. */
public final class AsyncApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FOR_PEOPLE = Set.of("$schema", "$id", "title", "description");

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

  /** A schema without what only people read, and with what it refers to in its place. */
  JsonNode schema(String name) {
    return plain(document.at("/components/schemas/" + name), document);
  }

  /** The same of a schema that stands alone. */
  static JsonNode plain(JsonNode schema) {
    return plain(schema, schema);
  }

  private static JsonNode plain(JsonNode node, JsonNode root) {
    if (node.isArray()) {
      ArrayNode all = JSON.createArrayNode();
      node.forEach(element -> all.add(plain(element, root)));
      return all;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode rest = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      boolean read = FOR_PEOPLE.contains(member.getKey()) && member.getValue().isTextual();
      if (!read && !member.getKey().equals("$ref") && !member.getKey().equals("$defs")) {
        rest.set(member.getKey(), plain(member.getValue(), root));
      }
    }
    if (!node.has("$ref")) {
      return rest;
    }
    JsonNode referred = plain(root.at(node.get("$ref").asText().substring(1)), root);
    return rest.isEmpty()
        ? referred
        : JSON.createObjectNode().set("allOf", JSON.createArrayNode().add(referred).add(rest));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
