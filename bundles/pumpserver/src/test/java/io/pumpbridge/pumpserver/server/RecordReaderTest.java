// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.pumpserver.server.RecordReader.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final EventRecord RECORD =
      EventRecord.of(
          Streams.ALARMS,
          1,
          EventRecord.FIRST_PREVIOUS,
          new ClockReading(Instant.parse("2026-11-23T08:00:00.500Z"), ClockQuality.HOLDOVER, 12),
          Event.of(
              EventName.ALARM,
              new PumpIdentity("alaris", "alaris-asena", "syringe", "8001", "1.0"),
              "1",
              Fields.builder().put("text", "Verschluß – größer").build()));

  private static Reading read(KuraPayload payload) {
    return RecordReader.read("gw-1", "alarm", payload);
  }

  @Test
  void aMessageInWhichAllAgreesIsSound() {
    Reading reading = read(Streams.payload(RECORD));
    assertThat(reading).isInstanceOf(Reading.Sound.class);
    assertThat(((Reading.Sound) reading).received().record()).isEqualTo(RECORD);
  }

  @Test
  void eachMetricMustBeThereAndSayWhatTheBodySays() {
    KuraPayload good = Streams.payload(RECORD);
    assertThat(good.metrics()).hasSize(9);
    for (String name : good.metrics().keySet()) {
      Map<String, Object> without = new TreeMap<>(good.metrics());
      without.remove(name);
      assertThat(read(new KuraPayload(good.timestamp(), without, good.body())))
          .as("without %s", name)
          .isInstanceOf(Reading.Unsound.class);
      Map<String, Object> other = new TreeMap<>(good.metrics());
      other.put(name, name.equals("seq") ? (Object) 2L : "other");
      assertThat(read(new KuraPayload(good.timestamp(), other, good.body())))
          .as("another %s", name)
          .isInstanceOf(Reading.Unsound.class);
    }
    assertThat(read(new KuraPayload(Optional.of(1L), good.metrics(), good.body())))
        .isInstanceOf(Reading.Unsound.class);
  }

  @Test
  void aMetricAboutAPumpThatTheBodyDoesNotNameIsRefused() {
    EventRecord record = Streams.chain(Streams.ALARMS, 1).get(0);
    KuraPayload good = Streams.payload(record);
    Map<String, Object> more = new TreeMap<>(good.metrics());
    more.put("pump.serial", "8001");
    assertThat(read(good)).isInstanceOf(Reading.Sound.class);
    assertThat(read(new KuraPayload(good.timestamp(), more, good.body())))
        .isInstanceOf(Reading.Unsound.class);
  }

  @Test
  void anotherGatewaysOrLanesRecordIsRefused() {
    KuraPayload good = Streams.payload(RECORD);
    assertThat(RecordReader.read("gw-2", "alarm", good)).isInstanceOf(Reading.Unsound.class);
    assertThat(RecordReader.read("gw-1", "audit", good)).isInstanceOf(Reading.Unsound.class);
    assertThat(RecordReader.read("gw-1", "ALARM", good)).isInstanceOf(Reading.Unsound.class);
  }

  @Test
  void anyFlippedBitOfTheBodyIsNoticed() {
    KuraPayload good = Streams.payload(RECORD);
    byte[] body = good.body().toArray();
    for (int bit = 0; bit < body.length * 8; bit++) {
      byte[] bad = body.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(read(new KuraPayload(good.timestamp(), good.metrics(), Bytes.of(bad))))
          .as("bit %d", bit)
          .isInstanceOf(Reading.Unsound.class);
    }
  }

  /** The same content written otherwise would have another hash on the next hop. */
  @Test
  void aBodyThatIsNotCanonicalIsRefusedEvenWithAFittingHash() {
    KuraPayload good = Streams.payload(RECORD);
    String text = good.body().toText(StandardCharsets.UTF_8);
    for (String body :
        new String[] {
          " " + text,
          text + "\n",
          text.replace("\"seq\":1", "\"seq\": 1"),
          text.replace("\"seq\":1", "\"seq\":1,\"seq\":1"),
          text.replace("ß", "\\u00df"),
          text + "{}",
          "[" + text + "]",
          "",
          "{}"
        }) {
      Bytes bytes = Bytes.of(body, StandardCharsets.UTF_8);
      Map<String, Object> metrics = new TreeMap<>(good.metrics());
      metrics.put("hash", EventRecord.hashOf(bytes));
      assertThat(read(new KuraPayload(good.timestamp(), metrics, bytes)))
          .as(body)
          .isInstanceOf(Reading.Unsound.class);
    }
  }
}
