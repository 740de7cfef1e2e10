// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.time.ClockReading;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.simulators.fakes.MemoryJournal;
import io.pumpbridge.uplink.kura.Decoded;
import io.pumpbridge.uplink.kura.KuraCodec;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.mqtt.Connection;
import io.pumpbridge.uplink.mqtt.PahoConnector;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Publish;
import io.pumpbridge.uplink.mqtt.TestTls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A gateway's uplink with a journal in memory, keys made here, and room for brokers. */
final class UplinkBed {
  static final Timing QUICK =
      new Timing(
          Duration.ofMillis(3_000),
          Duration.ofMillis(1_000),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(300));

  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final long START_NS = System.nanoTime();

  private final AtomicLong skippedMs = new AtomicLong();
  final TrustedClock clock =
      () -> {
        long ms = (System.nanoTime() - START_NS) / 1_000_000 + skippedMs.get();
        return new ClockReading(START.plusMillis(ms), ClockQuality.SYNCHRONISED, ms);
      };
  final MemoryJournal journal = new MemoryJournal("gw", clock);
  final TroubledJournal troubled = new TroubledJournal(() -> journal);
  final TestTls tls = new TestTls();
  final CountingTrail trail = new CountingTrail(() -> journal, clock);
  final Handlers handlers = new Handlers();
  final List<AutoCloseable> open = new ArrayList<>();

  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
    journal.close();
    try {
      Eventually.until("no thread is left behind", () -> leftThreads().isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(leftThreads().toString(), e);
    }
  }

  /** So much time passes at once. */
  void skip(long ms) {
    skippedMs.addAndGet(ms);
  }

  /** Names, and what they are doing. */
  static List<String> leftThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey().getName().matches("(MQTT |uplink).*"))
        .map(e -> e.getKey().getName() + " " + java.util.Arrays.toString(e.getValue()))
        .toList();
  }

  ScriptedBroker broker(Manner manner) throws IOException {
    ScriptedBroker broker = new ScriptedBroker(manner);
    open.add(broker);
    return broker;
  }

  Uplink uplink(int port, String confirm) {
    return uplink(connector(port), QUICK, confirm);
  }

  PahoConnector connector(int port) {
    return new PahoConnector(
        new PahoConnector.Call("localhost", port, "gw", "$EDC/hospital/gw/#"), tls);
  }

  Uplink uplink(Connection.Connector connector, Timing timing, String confirm) {
    Settings settings = Settings.from("ssl://localhost:8883", "hospital", confirm, 0);
    DeviceIdentity identity =
        new DeviceIdentity() {
          @Override
          public String gatewayId() {
            return "gw";
          }

          @Override
          public String hospital() {
            return "general";
          }

          @Override
          public Optional<Instant> certificateEnds() {
            return Optional.empty();
          }
        };
    Uplink uplink =
        new Uplink(
            settings,
            new Uplink.Ports(troubled, trail, new FakeSignatures(), identity, clock, handlers),
            connector,
            timing,
            new Software("1.2.3", () -> Map.of("io.pumpbridge.uplink", "1.2.3")));
    open.add(uplink);
    uplink.start();
    return uplink;
  }

  Uplink uplink(ScriptedBroker broker) {
    return uplink(broker.port(), "server");
  }

  EventRecord append(EventName name) {
    return journal.append(Event.of(name, Fields.builder().build())).join();
  }

  long stored(Lane lane) {
    return journal.streams().stream()
        .filter(status -> status.stream().lane() == lane)
        .mapToLong(status -> status.storedCount())
        .sum();
  }

  List<String> audit() {
    try {
      return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
          .map(record -> record.canonical().toText(UTF_8))
          .toList();
    } catch (io.pumpbridge.model.journal.JournalException e) {
      throw new AssertionError(e);
    }
  }

  boolean said(EventName name, String... parts) {
    return audit().stream()
        .anyMatch(
            text ->
                text.contains("\"name\":\"" + name + "\"")
                    && java.util.Arrays.stream(parts).allMatch(text::contains));
  }

  static KuraPayload payload(Publish publish) {
    return ((Decoded.Good) KuraCodec.decode(publish.payload().toArray())).payload();
  }

  static Bytes request(String id, Bytes body) {
    return KuraCodec.encode(
        KuraPayload.builder()
            .metric("request.id", id)
            .metric("requester.client.id", "server")
            .body(body)
            .build());
  }

  static Bytes confirmation(EventRecord record) {
    return FakeSignatures.sign(SignerRole.PUMP_SERVER, confirmationText(record));
  }

  static String confirmationText(EventRecord record) {
    return Fields.builder()
        .put("format", Confirmation.FORMAT)
        .put("gateway", "gw")
        .put("issued", START)
        .put(
            "confirmed",
            List.of(
                Fields.builder()
                    .put("epoch", record.stream().epoch())
                    .put("lane", record.stream().lane().wireName())
                    .put("seq", record.sequence())
                    .put("hash", record.hash())
                    .build()))
        .build()
        .toString();
  }
}
