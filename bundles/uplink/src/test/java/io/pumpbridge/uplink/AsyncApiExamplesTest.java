// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.ObservationFields;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.kura.Topics;
import io.pumpbridge.uplink.mqtt.LocalEnd;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * What the document shows as sent is what the encoder sends, to the letter. When that changes,
 * {@code target/asyncapi-examples.yaml} has the new examples, to be put into {@code asyncapi.yaml}.
 */
class AsyncApiExamplesTest {
  private static final ClockReading AT =
      new ClockReading(Instant.parse("2026-06-01T12:00:00Z"), ClockQuality.SYNCHRONISED, 61_234);

  private static final LocalEnd HERE = new LocalEnd("192.0.2.7", "wlan0");

  /** What the machine that runs the test would say of itself. */
  private static final List<String> THIS_MACHINES = List.of("available_processors", "total_memory");

  /** As the drivers' bundle answers. */
  private static final Answer PROFILES =
      Answer.accepted(
          Fields.builder()
              .put(
                  "profiles",
                  List.of(
                      Fields.builder()
                          .put("name", "alaris-asena")
                          .put("protocol", "alaris")
                          .put("origin", "shipped")
                          .put(
                              "sha256",
                              "5e0c7d3a9f1b24680e6a7c3d5b9f8124a6c0e2d4f6b8091a3c5e7f9b1d3f5a70")
                          .build()))
              .build());

  private final Map<String, Map<String, Object>> produced = produced();

  private static Map<String, Map<String, Object>> produced() {
    Topics topics = new Topics("hospital", "gw-0017");
    ClockReading start = new ClockReading(AT.wall(), AT.quality(), 0);
    LifeMessages life =
        new LifeMessages(topics, "1.2.3", Settings.Confirm.SERVER, name -> "", start);
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    all.put("record deliveryStarted", example(record()));
    alarmLane().forEach((name, record) -> all.put("record " + name, example(record)));
    all.put("birth online", example(life.birth(AT, HERE, Optional.of(inventory())).payload()));
    all.put("life leaving", example(life.disconnect(AT).payload()));
    all.put(
        "reply refused",
        example(
            answer(
                Answer.refused(
                    Answer.Status.BAD_REQUEST,
                    "signature-invalid",
                    "The signature does not hold."))));
    all.put("reply accepted", example(answer(Answer.accepted(Fields.builder().build()))));
    all.put("reply profiles", example(answer(PROFILES)));
    return all;
  }

  private static Bytes inventory() {
    Handlers handlers = new Handlers();
    handlers.add(new PlayedHandler("profiles", command -> PROFILES));
    return new Inventory(
            "gw-0017",
            () -> Map.of("io.pumpbridge.drivers", "1.2.3", "io.pumpbridge.uplink", "1.2.3"),
            handlers)
        .take();
  }

  private static EventRecord record() {
    Fields rate =
        Fields.builder().put("mdc", 157_784).put("unit", "mL/h").put("value", "5.00").build();
    return EventRecord.of(
        new StreamId("gw-0017", "7f3a", Lane.CLINICAL),
        1,
        EventRecord.FIRST_PREVIOUS,
        AT,
        Event.of(
            EventName.DELIV_START,
            new PumpIdentity("alaris", "alaris", "GH", "8001-23456", "1.0"),
            "1",
            Fields.builder().put("rate", rate).build()));
  }

  /** A gateway starts, hears of an alarm, and loses its pump; one chain. */
  private static Map<String, EventRecord> alarmLane() {
    PumpIdentity pump = new PumpIdentity("alaris", "alaris", "GH", "8001-23456", "1.0");
    Fields occlusion =
        ObservationFields.of(
            new PumpAlarm("AL_OCCLU", OptionalInt.of(196_940), AlarmPriority.HIGH, "Occlusion"));
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "nothingKnown", Event.of(EventName.ALERTS_UNKNOWN, because("the bridge has started")));
    Fields starts = Fields.builder().putAll(occlusion).put("phase", "start").build();
    events.put("alarmStarted", Event.of(EventName.ALARM, pump, "1", starts));
    Fields away =
        Fields.builder()
            .putAll(because("the pump has not answered for 30 s"))
            .put("alarms", List.of(occlusion))
            .build();
    events.put("alarmNotKnown", Event.of(EventName.ALERTS_UNKNOWN, pump, "1", away));
    StreamId stream = new StreamId("gw-0017", "7f3a", Lane.ALARM);
    Map<String, EventRecord> records = new LinkedHashMap<>();
    String previous = EventRecord.FIRST_PREVIOUS;
    for (Map.Entry<String, Event> event : events.entrySet()) {
      EventRecord record =
          EventRecord.of(stream, records.size() + 1, previous, AT, event.getValue());
      records.put(event.getKey(), record);
      previous = record.hash();
    }
    return records;
  }

  private static Fields because(String reason) {
    return Fields.builder().put("reason", reason).build();
  }

  private static Map<String, Object> example(EventRecord record) {
    return example(KuraCodec.encode(EventMessage.of(record)));
  }

  private static Bytes answer(Answer answer) {
    return KuraCodec.encode(Replies.payloadOf(answer, AT));
  }

  /** As the document writes it; JSON is YAML. */
  private static Map<String, Object> example(Bytes message) {
    KuraPayload sent = ((Decoded.Good) KuraCodec.decode(message.toArray())).payload();
    Map<String, Object> metrics = new LinkedHashMap<>();
    sent.metrics().forEach((name, value) -> metrics.put(name, plain(value)));
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("headers", metrics);
    Object body = sent.body().isEmpty() ? null : new Yaml().load(sent.body().get().toText(UTF_8));
    example.put("payload", body);
    return example;
  }

  private static Object plain(KuraValue value) {
    if (value instanceof KuraValue.Text text) {
      return text.value();
    }
    return value instanceof KuraValue.Int64 number
        ? (Object) (int) number.value()
        : ((KuraValue.Int32) value).value();
  }

  /** The document's example of that message and name. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> shown(String messageAndName) throws Exception {
    String[] parts = messageAndName.split(" ", 2);
    try (Reader text = Files.newBufferedReader(Path.of("asyncapi.yaml"))) {
      Map<String, Object> at = new Yaml().load(text);
      for (String step : List.of("components", "messages", parts[0])) {
        at = (Map<String, Object>) at.get(step);
      }
      Map<String, Object> found =
          ((List<Map<String, Object>>) at.get("examples"))
              .stream()
                  .filter(example -> parts[1].equals(example.get("name")))
                  .findFirst()
                  .orElseThrow();
      Map<String, Object> shown = new LinkedHashMap<>(found);
      shown.remove("name");
      return shown;
    }
  }

  @Test
  void eachExampleOfWhatIsSentIsWhatTheEncoderSends() throws Exception {
    Files.writeString(Path.of("target", "asyncapi-examples.yaml"), new Yaml().dump(produced));
    for (String example :
        List.of(
            "record deliveryStarted",
            "record nothingKnown",
            "record alarmStarted",
            "record alarmNotKnown",
            "life leaving",
            "reply refused",
            "reply accepted",
            "reply profiles")) {
      assertThat(shown(example)).as(example).isEqualTo(produced.get(example));
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void allThatTheExampleOfABirthShowsIsSent() throws Exception {
    Map<String, Object> shown =
        new LinkedHashMap<>((Map<String, Object>) shown("birth online").get("headers"));
    THIS_MACHINES.forEach(shown::remove);
    assertThat(shown("birth online").get("payload"))
        .isEqualTo(produced.get("birth online").get("payload"));
    assertThat((Map<String, Object>) produced.get("birth online").get("headers"))
        .containsAllEntriesOf(shown)
        .hasSizeGreaterThanOrEqualTo(shown.size() + THIS_MACHINES.size());
  }
}
