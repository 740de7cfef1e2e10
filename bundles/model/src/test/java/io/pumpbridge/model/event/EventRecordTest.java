// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventRecordTest {
  private static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena GH", "800200123", "1.9");
  private static final StreamId STREAM = new StreamId("gw-1", "e1", Lane.CLINICAL);
  private static final ClockReading AT =
      new ClockReading(
          Instant.parse("2026-03-01T08:00:00.123999Z"), ClockQuality.SYNCHRONISED, 4_711);

  /** Written by hand; the hash by {@code printf %s '…' | sha256sum}. */
  private static final String GOLDEN =
      "{\"clock\":\"synchronised\",\"epoch\":\"e1\",\"event\":{\"channel\":\"1\","
          + "\"mdc\":197288,\"name\":\"DELIV_START\",\"pump\":{\"model\":\"Asena GH\","
          + "\"protocol\":\"alaris\",\"serial\":\"800200123\"},"
          + "\"rate\":{\"unit\":\"mL/h\",\"value\":\"5.00\"}},\"gateway\":\"gw-1\","
          + "\"lane\":\"clinical\",\"mono_ms\":4711,"
          + "\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\","
          + "\"seq\":1,\"t\":\"2026-03-01T08:00:00.123Z\"}";

  private static final String GOLDEN_HASH =
      "efd03f992a58072fae03c6675a02acc2fcac662f9b616064f58ce41713cc2664";

  private static Event start() {
    return Event.of(
        EventName.DELIV_START,
        PUMP,
        "1",
        Fields.builder().put("rate", Quantity.of("5.00", "mL/h")).build());
  }

  @Test
  void theCanonicalBytesAndTheHashAreTheseToTheLastBit() {
    EventRecord record = EventRecord.of(STREAM, 1, EventRecord.FIRST_PREVIOUS, AT, start());
    assertThat(record.canonical().toText(StandardCharsets.UTF_8)).isEqualTo(GOLDEN);
    assertThat(record.hash()).isEqualTo(GOLDEN_HASH);
    assertThat(EventRecord.hashOf(record.canonical())).isEqualTo(GOLDEN_HASH);
  }

  @Test
  void everyThingThatIsSaidChangesTheHash() {
    Set<String> hashes = new HashSet<>();
    Event event = start();
    hashes.add(EventRecord.of(STREAM, 1, EventRecord.FIRST_PREVIOUS, AT, event).hash());
    hashes.add(EventRecord.of(STREAM, 2, EventRecord.FIRST_PREVIOUS, AT, event).hash());
    hashes.add(EventRecord.of(STREAM, 1, GOLDEN_HASH, AT, event).hash());
    for (StreamId other :
        new StreamId[] {
          new StreamId("gw-2", "e1", Lane.CLINICAL),
          new StreamId("gw-1", "e2", Lane.CLINICAL),
          new StreamId("gw-1", "e1", Lane.ALARM)
        }) {
      hashes.add(EventRecord.of(other, 1, EventRecord.FIRST_PREVIOUS, AT, event).hash());
    }
    for (ClockReading at :
        new ClockReading[] {
          new ClockReading(AT.wall().plusMillis(1), AT.quality(), AT.monotonicMs()),
          new ClockReading(AT.wall(), ClockQuality.FLOOR, AT.monotonicMs()),
          new ClockReading(AT.wall(), AT.quality(), AT.monotonicMs() + 1)
        }) {
      hashes.add(EventRecord.of(STREAM, 1, EventRecord.FIRST_PREVIOUS, at, event).hash());
    }
    hashes.add(
        EventRecord.of(
                STREAM,
                1,
                EventRecord.FIRST_PREVIOUS,
                AT,
                Event.of(EventName.DELIV_STOP, PUMP, "1", event.details()))
            .hash());
    assertThat(hashes).hasSize(10);
  }

  @Test
  void detailsCannotPretendToBeAnotherEvent() throws Exception {
    Fields forged = Fields.builder().put("name", "ALARM").put("channel", "9").build();
    Fields fields = Event.of(EventName.SAMPLE, PUMP, "1", forged).toFields();
    assertThat(fields.text("name")).isEqualTo("SAMPLE");
    assertThat(fields.text("channel")).isEqualTo("1");
  }

  @Test
  void anEventWithBrokenTextIsRepairedNotLost() {
    Event event = Event.of(EventName.SAMPLE, Fields.builder().put("drug", "nor\ud83d").build());
    EventRecord record = EventRecord.of(STREAM, 1, EventRecord.FIRST_PREVIOUS, AT, event);
    assertThat(record.canonical().toText(StandardCharsets.UTF_8)).contains("\"nor\ufffd\"");
  }

  @Test
  void everyLaneIsFoundByItsWireName() {
    for (Lane lane : Lane.values()) {
      assertThat(Lane.find(lane.wireName())).contains(lane);
    }
    assertThat(Lane.find("ALARM")).isEmpty();
    assertThat(Lane.find("")).isEmpty();
  }
}
