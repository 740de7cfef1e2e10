// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.ObservationFields;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import io.pumpbridge.uplink.mqtt.Outgoing;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What integrators read, held against what is really sent. */
class AsyncApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final ClockReading AT = new ClockReading(NOON, ClockQuality.SYNCHRONISED, 61_234);
  private static JsonNode document;

  private final Topics topics = new Topics("hospital", "gw-0017");

  @BeforeAll
  static void read() throws IOException {
    try (Reader text = Files.newBufferedReader(Path.of("asyncapi.yaml"))) {
      Object tree = new Yaml().load(text); // this one follows YAML's own anchors
      document = JSON.valueToTree(tree);
    }
  }

  /** A schema of the document, with all others at hand for its references. */
  private static JsonSchema schema(String pointer) {
    ObjectNode root = JSON.createObjectNode();
    root.set("components", document.get("components"));
    root.put("$ref", pointer);
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
  }

  private static JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.get("$ref").asText().substring(1));
      assertThat(at.isMissingNode()).as("%s", node).isFalse();
    }
    return at;
  }

  /** The message that the document gives for a topic; exactly one channel must match. */
  private static JsonNode messageOn(String topic) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode channel : document.get("channels")) {
      String[] parts = channel.get("address").asText().split("\\{[A-Za-z]+}", -1);
      StringBuilder pattern = new StringBuilder();
      for (int i = 0; i < parts.length; i++) {
        pattern.append(i == 0 ? "" : "[A-Za-z0-9._-]{1,64}").append(Pattern.quote(parts[i]));
      }
      if (topic.matches(pattern.toString())) {
        found.add(resolve(channel.get("messages").elements().next()));
      }
    }
    assertThat(found).as("channels for %s", topic).hasSize(1);
    return found.get(0);
  }

  private static void assertDescribed(String topic, Bytes payload) throws IOException {
    KuraPayload sent = ((Decoded.Good) KuraCodec.decode(payload.toArray())).payload();
    JsonNode message = messageOn(topic);
    assertThat(schema(message.at("/headers/$ref").asText()).validate(metricsOf(sent)))
        .as("metrics on %s", topic)
        .isEmpty();
    assertMetricTypes(resolve(message.get("headers")), sent);
    Optional<Bytes> body = sent.body();
    JsonNode content = body.isEmpty() ? JSON.nullNode() : JSON.readTree(body.get().toText(UTF_8));
    assertThat(schema(message.at("/payload/$ref").asText()).validate(content))
        .as("body on %s", topic)
        .isEmpty();
  }

  private static ObjectNode metricsOf(KuraPayload payload) {
    ObjectNode metrics = JSON.createObjectNode();
    for (Map.Entry<String, KuraValue> metric : payload.metrics().entrySet()) {
      if (metric.getValue() instanceof KuraValue.Text text) {
        metrics.put(metric.getKey(), text.value());
      } else if (metric.getValue() instanceof KuraValue.Int64 number) {
        metrics.put(metric.getKey(), number.value());
      } else if (metric.getValue() instanceof KuraValue.Int32 number) {
        metrics.put(metric.getKey(), number.value());
      } else {
        throw new AssertionError("no such type is documented: " + metric);
      }
    }
    return metrics;
  }

  private static void assertMetricTypes(JsonNode schema, KuraPayload payload) {
    payload
        .metrics()
        .forEach(
            (name, value) -> {
              String type = schema.path("properties").path(name).path("x-kura-type").asText();
              String sent =
                  value instanceof KuraValue.Int64
                      ? "INT64"
                      : value instanceof KuraValue.Int32 ? "INT32" : "STRING";
              assertThat(type.isEmpty() ? "STRING" : type).as(name).isEqualTo(sent);
            });
  }

  @Test
  void theDocumentHasWhatAsyncApi3Requires() {
    assertThat(document.get("asyncapi").asText()).isEqualTo("3.0.0");
    assertThat(document.at("/info/title").asText()).isNotBlank();
    assertThat(document.at("/info/version").asText()).isNotBlank();
    for (JsonNode server : document.get("servers")) {
      assertThat(server.get("host").asText()).isNotBlank();
      assertThat(server.get("protocol").asText()).isEqualTo("mqtts");
    }
    for (JsonNode channel : document.get("channels")) {
      String address = channel.get("address").asText();
      assertThat(channel.get("messages")).as(address).isNotEmpty();
      channel
          .get("parameters")
          .fieldNames()
          .forEachRemaining(name -> assertThat(address).contains("{" + name + "}"));
      assertThat(Pattern.compile("\\{").matcher(address).results().count())
          .as("parameters of %s", address)
          .isEqualTo(channel.get("parameters").size());
    }
    for (JsonNode operation : document.get("operations")) {
      assertThat(operation.get("action").asText()).isIn("send", "receive");
      assertThat(resolve(operation.get("channel")).has("address")).isTrue();
      if (operation.has("reply")) {
        assertThat(resolve(operation.at("/reply/channel")).has("address")).isTrue();
      }
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (JsonNode reference : document.findValues("$ref")) {
      String pointer = reference.asText();
      assertThat(pointer).startsWith("#/");
      assertThat(document.at(pointer.substring(1)).isMissingNode()).as(pointer).isFalse();
    }
  }

  @Test
  void everyChannelIsUsedByAnOperation() {
    List<String> used = document.get("operations").findValuesAsText("$ref");
    document
        .get("channels")
        .fieldNames()
        .forEachRemaining(name -> assertThat(used).contains("#/channels/" + name));
  }

  @Test
  void theExamplesKeepToTheSchemas() {
    int count = 0;
    for (JsonNode message : document.at("/components/messages")) {
      for (JsonNode example : message.path("examples")) {
        assertThat(schema(message.at("/headers/$ref").asText()).validate(example.get("headers")))
            .as("headers of %s", example.get("name"))
            .isEmpty();
        assertThat(schema(message.at("/payload/$ref").asText()).validate(example.get("payload")))
            .as("payload of %s", example.get("name"))
            .isEmpty();
        count++;
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(6);
  }

  @Test
  void everyKindOfEventIsDescribedAndSentAsDescribed() throws Exception {
    PumpIdentity pump = new PumpIdentity("alaris", "alaris", "GH", "8001-23456", "1.0");
    Fields reading = ObservationFields.of(Observation.lost("1"));
    for (EventName name : EventName.values()) {
      StreamId stream = new StreamId("gw-0017", "7f3a", name.lane());
      for (Event event :
          List.of(
              Event.of(name, Fields.builder().build()),
              Event.of(name, pump, Fields.builder().put("code", "x").build()),
              Event.of(name, pump, "1", reading))) {
        EventRecord record = EventRecord.of(stream, 7, EventRecord.FIRST_PREVIOUS, AT, event);
        KuraPayload payload = EventMessage.of(record);
        assertThat(payload.sentOn()).contains(NOON);
        assertThat(payload.body()).contains(record.canonical());
        assertDescribed(topics.events(name.lane()), KuraCodec.encode(payload));
        assertDescribed(topics.live(name.lane()), KuraCodec.encode(payload));
      }
    }
    ArrayNode names = (ArrayNode) document.at("/components/schemas/event/properties/name/enum");
    assertThat(names).as("and no kind that does not exist").hasSize(EventName.values().length);
  }

  @Test
  void aRecordsMainValuesStandInItsMetrics() {
    PumpIdentity pump = new PumpIdentity("alaris", "alaris", "GH", "8001-23456", "1.0");
    EventRecord record =
        EventRecord.of(
            new StreamId("gw-0017", "7f3a", Lane.CLINICAL),
            7,
            EventRecord.FIRST_PREVIOUS,
            AT,
            Event.of(EventName.DELIV_START, pump, "1", Fields.builder().build()));
    assertThat(EventMessage.of(record).metrics())
        .containsExactly(
            Map.entry("epoch", new KuraValue.Text("7f3a")),
            Map.entry("lane", new KuraValue.Text("clinical")),
            Map.entry("seq", new KuraValue.Int64(7)),
            Map.entry("hash", new KuraValue.Text(record.hash())),
            Map.entry("clock", new KuraValue.Text("synchronised")),
            Map.entry("name", new KuraValue.Text("DELIV_START")),
            Map.entry("pump.serial", new KuraValue.Text("8001-23456")),
            Map.entry("pump.protocol", new KuraValue.Text("alaris")),
            Map.entry("channel", new KuraValue.Text("1")));
  }

  @Test
  void bytesThatCannotBeReadGoOutUnchangedAllTheSame() {
    Bytes strange = Bytes.of("not JSON", UTF_8);
    EventRecord record =
        new EventRecord(
            new StreamId("gw-0017", "7f3a", Lane.AUDIT),
            7,
            EventRecord.FIRST_PREVIOUS,
            EventRecord.hashOf(strange),
            strange);
    KuraPayload payload = EventMessage.of(record);
    assertThat(payload.body()).contains(strange);
    assertThat(payload.metrics()).containsOnlyKeys("epoch", "lane", "seq", "hash");
  }

  @Test
  void birthDisconnectAndWillAreSentAsDescribed() throws Exception {
    LifeMessages life = new LifeMessages(topics, "1.2.3", Settings.Confirm.SERVER, name -> "", AT);
    LocalEnd here = new LocalEnd("192.0.2.7", "wlan0");
    Bytes inventory =
        new Inventory("gw-0017", () -> Map.of("io.pumpbridge.uplink", "1.2.3"), new Handlers())
            .take();
    for (Outgoing message :
        List.of(
            life.birth(AT, here, Optional.of(inventory)),
            life.birth(AT, here, Optional.empty()),
            life.disconnect(AT),
            life.lastWill(AT))) {
      assertDescribed(message.topic(), message.payload());
    }
  }

  @Test
  void answersAreSentAsDescribed() throws Exception {
    for (Answer answer :
        List.of(
            Answer.accepted(Fields.builder().put("version", 3).build()),
            Answer.refused(Answer.Status.BAD_REQUEST, "signature-invalid", "It does not hold."),
            Answer.refused(Answer.Status.NOT_FOUND, "unknown-resource", "Nobody answers."),
            Answer.refused(Answer.Status.ERROR, "busy", "Too many."))) {
      assertDescribed(
          topics.reply("pump-server", "r-1"), KuraCodec.encode(Replies.payloadOf(answer, AT)));
    }
  }

  @Test
  void everyDocumentedRequestIsOneThatTheDoorRecognises() {
    int count = 0;
    for (JsonNode operation : document.get("operations")) {
      if (operation.get("action").asText().equals("receive")) {
        String topic =
            resolve(operation.get("channel"))
                .get("address")
                .asText()
                .replace("{account}", "hospital")
                .replace("{gateway}", "gw-0017");
        assertThat(topics.findRequest(topic)).as(topic).isPresent();
        count++;
      }
    }
    assertThat(count).isEqualTo(11);
  }

  @Test
  void theExampleOfAStatusKeepsToItsOwnSchemaAndHalfOfItDoesNot() {
    JsonNode status = document.at("/components/messages/reply/examples/2");
    assertThat(status.get("name").asText()).isEqualTo("status");
    JsonSchema schema = schema("#/components/schemas/statusAnswer");
    assertThat(schema.validate(status.get("payload"))).isEmpty();
    ObjectNode trust = (ObjectNode) status.get("payload").get("trust").deepCopy();
    trust.remove("certificates");
    ObjectNode half = status.get("payload").deepCopy();
    half.set("trust", trust);
    assertThat(schema.validate(half)).isNotEmpty();
  }

  @Test
  void theExampleOfProfilesKeepsToItsOwnSchemaAndHalfOfItDoesNot() {
    JsonNode profiles = document.at("/components/messages/reply/examples/3");
    assertThat(profiles.get("name").asText()).isEqualTo("profiles");
    JsonSchema schema = schema("#/components/schemas/profilesAnswer");
    assertThat(schema.validate(profiles.get("payload"))).isEmpty();
    ObjectNode half = profiles.get("payload").deepCopy();
    ((ObjectNode) half.at("/profiles/0")).remove("sha256");
    assertThat(schema.validate(half)).isNotEmpty();
  }

  @Test
  void whatTheDocumentCallsAConfirmationIsReadAsOne() throws Exception {
    JsonNode example = document.at("/components/messages/confirmation/examples/0/payload");
    Confirmation confirmation = Confirmation.from(Bytes.of(example.toString(), UTF_8));
    assertThat(confirmation.gateway()).isEqualTo("gw-0017");
    assertThat(confirmation.confirmed()).hasSize(2);
  }

  @Test
  void theSchemasCanSayNo() throws Exception {
    JsonNode good = document.at("/components/messages/record/examples/0/payload");
    ObjectNode bad = good.deepCopy();
    bad.put("hash", "x");
    assertThat(schema("#/components/schemas/record").validate(good)).isEmpty();
    assertThat(schema("#/components/schemas/record").validate(bad)).isNotEmpty();
    bad = good.deepCopy();
    ((ObjectNode) bad.get("event")).put("name", "NOTHING_OF_THE_KIND");
    assertThat(schema("#/components/schemas/record").validate(bad)).isNotEmpty();
    assertThat(
            schema("#/components/schemas/answer").validate(JSON.readTree("{\"accepted\":false}")))
        .isNotEmpty();
  }
}
