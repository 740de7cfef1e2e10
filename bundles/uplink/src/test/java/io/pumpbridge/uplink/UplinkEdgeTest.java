// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.CommandHandler;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.health.HealthCheck.Level;
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
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.mqtt.PahoConnector;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Publish;
import io.pumpbridge.uplink.mqtt.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole uplink with real Paho and real mutual TLS, against a broker that misbehaves. */
class UplinkEdgeTest {
  private static final Timing QUICK =
      new Timing(
          Duration.ofMillis(3_000),
          Duration.ofMillis(1_000),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofMillis(20),
          Duration.ofMillis(200));

  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final long START_NS = System.nanoTime();

  private final TrustedClock clock =
      () -> {
        long ms = (System.nanoTime() - START_NS) / 1_000_000;
        return new ClockReading(START.plusMillis(ms), ClockQuality.SYNCHRONISED, ms);
      };
  private final MemoryJournal journal = new MemoryJournal("gw", clock);
  private final TestTls tls = new TestTls();
  private final Handlers handlers = new Handlers();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
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

  /** Names, and what they are doing. */
  private static List<String> leftThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(e -> e.getKey().getName().matches("(MQTT |uplink).*"))
        .map(e -> e.getKey().getName() + " " + java.util.Arrays.toString(e.getValue()))
        .toList();
  }

  private ScriptedBroker broker(Manner manner) throws IOException {
    ScriptedBroker broker = new ScriptedBroker(manner);
    open.add(broker);
    return broker;
  }

  private Uplink uplink(int port, String confirm) {
    Settings settings = Settings.from("ssl://localhost:" + port, "hospital", confirm);
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
    PahoConnector connector =
        new PahoConnector(
            new PahoConnector.Call(settings.host(), port, "gw", "$EDC/hospital/gw/#"), tls);
    Uplink uplink =
        new Uplink(
            settings,
            new Uplink.Ports(journal, new FakeSignatures(), identity, clock, handlers),
            connector,
            QUICK,
            "1.2.3");
    open.add(uplink);
    uplink.start();
    return uplink;
  }

  private Uplink uplink(ScriptedBroker broker) {
    return uplink(broker.port(), "server");
  }

  private EventRecord append(EventName name) {
    return journal.append(Event.of(name, Fields.builder().build())).join();
  }

  private long stored(Lane lane) {
    return journal.streams().stream()
        .filter(status -> status.stream().lane() == lane)
        .mapToLong(status -> status.storedCount())
        .sum();
  }

  private List<String> audit() {
    try {
      return journal.read(new StreamId("gw", "epoch-1", Lane.AUDIT), 0, 1_000).stream()
          .map(record -> record.canonical().toText(UTF_8))
          .toList();
    } catch (io.pumpbridge.model.journal.JournalException e) {
      throw new AssertionError(e);
    }
  }

  private boolean said(EventName name, String... parts) {
    return audit().stream()
        .anyMatch(
            text ->
                text.contains("\"name\":\"" + name + "\"")
                    && java.util.Arrays.stream(parts).allMatch(text::contains));
  }

  private static KuraPayload payload(Publish publish) {
    return ((Decoded.Good) KuraCodec.decode(publish.payload().toArray())).payload();
  }

  private static Bytes request(String id, Bytes body) {
    return KuraCodec.encode(
        KuraPayload.builder()
            .metric("request.id", id)
            .metric("requester.client.id", "server")
            .body(body)
            .build());
  }

  private static Bytes confirmation(EventRecord record) {
    String content =
        Fields.builder()
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
    return FakeSignatures.sign(SignerRole.PUMP_SERVER, content);
  }

  @Test
  void aRecordReachesTheBrokerUnchangedAndLeavesOnlyOnTheServersWord() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    EventRecord alarm = append(EventName.ALARM);
    Uplink uplink = uplink(broker);

    assertThat(broker.nextSubscription()).isEqualTo("$EDC/hospital/gw/# 1");
    Publish birth = broker.nextPublish();
    assertThat(birth.topic()).isEqualTo("$EDC/hospital/gw/MQTT/BIRTH");
    assertThat(birth.qos()).isEqualTo(1);
    Publish event = broker.nextPublish("/events/alarm");
    assertThat(event.topic()).isEqualTo("hospital/gw/PUMP-BRIDGE-V1/events/alarm");
    assertThat(event.qos()).isEqualTo(1);
    assertThat(payload(event).body()).contains(alarm.canonical());
    Eventually.until("connected", () -> said(EventName.SERVER_CONNECTED));
    Eventually.until("healthy", () -> uplink.health().level() == Level.OK);
    assertThat(stored(Lane.ALARM)).as("acknowledged, not confirmed").isEqualTo(1);

    broker.send(
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation", request("c-1", confirmation(alarm)));
    Eventually.until("confirmed", () -> stored(Lane.ALARM) == 0);
  }

  @Test
  void aBrokerThatAcknowledgesForAServerThatNeverConfirmsDeletesNothing() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    for (int i = 0; i < 100; i++) {
      append(EventName.SAMPLE);
    }
    uplink(broker);
    for (int i = 1; i <= 100; i++) {
      Publish event = broker.nextPublish("/events/telemetry");
      assertThat(payload(event).metrics()).containsEntry("seq", new KuraValue.Int64(i));
    }
    // After the patience for a confirmation it comes again, from the first.
    Publish again = broker.nextPublish("/events/telemetry");
    assertThat(payload(again).metrics()).containsEntry("seq", new KuraValue.Int64(1));
    assertThat(stored(Lane.TELEMETRY)).isEqualTo(100);
  }

  @Test
  void withConfirmBrokerTheAcknowledgementLetsGoAndHealthSaysSo() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    for (int i = 0; i < 100; i++) {
      append(EventName.SAMPLE);
    }
    Uplink uplink = uplink(broker.port(), "broker");
    Eventually.until("all gone", () -> stored(Lane.TELEMETRY) == 0);
    Eventually.until("weaker", () -> uplink.health().code().equals("confirm-broker"));
    assertThat(payload(broker.nextPublish("/MQTT/BIRTH")).findText("pump_bridge.confirm"))
        .contains("broker");
  }

  @Test
  void aPoisonMessageDoesNotEndTheConnection() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    handlers.add(
        new CommandHandler() {
          @Override
          public String resource() {
            return "echo";
          }

          @Override
          public Answer handle(Command command) {
            return Answer.accepted(Fields.builder().build());
          }
        });
    uplink(broker);
    broker.nextPublish("/MQTT/BIRTH");
    for (int i = 0; i < 20; i++) {
      broker.send(
          "$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/echo", Bytes.of(new byte[] {1, 2, (byte) i}));
    }
    broker.send("$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/echo", request("r-1", Bytes.EMPTY));
    Publish reply = broker.nextPublish("/REPLY/r-1");
    assertThat(reply.topic()).isEqualTo("$EDC/hospital/server/PUMP-BRIDGE-V1/REPLY/r-1");
    assertThat(reply.qos()).isZero();
    assertThat(payload(reply).metrics()).containsEntry("response.code", new KuraValue.Int32(200));
    assertThat(broker.connections()).isEqualTo(1);
  }

  @Test
  void aSilentServerIsGivenUpAndTriedAgain() throws Exception {
    ScriptedBroker broker = broker(Manner.SILENT_TCP);
    Uplink uplink = uplink(broker);
    Eventually.until("three tries", () -> broker.connections() >= 3);
    Eventually.until("said", () -> uplink.health().code().equals("no-answer"));
    assertThat(audit()).filteredOn(text -> text.contains("SERVER_REFUSED")).hasSize(1);
    assertThat(tls.asked()).as("asked anew each time").isGreaterThanOrEqualTo(3);
  }

  @Test
  void aBrokerThatNeverAnswersTheConnectIsGivenUpAndTriedAgain() throws Exception {
    ScriptedBroker broker = broker(Manner.SILENT_MQTT);
    Uplink uplink = uplink(broker);
    Eventually.until("two tries", () -> broker.connections() >= 2);
    Eventually.until("said", () -> uplink.health().code().equals("no-answer"));
    broker.behave(Manner.ACKNOWLEDGE);
    Eventually.until("connected", () -> said(EventName.SERVER_CONNECTED));
  }

  /** As a TLS 1.3 server does that refuses our certificate; Paho alone leaks a thread each time. */
  @Test
  void aServerThatHangsUpRightAfterTheHandshakeLeavesNoThreadBehind() throws Exception {
    ScriptedBroker broker = broker(Manner.HANG_UP);
    Uplink uplink = uplink(broker);
    Eventually.until("four tries", () -> broker.connections() >= 4);
    assertThat(uplink.health().level()).isNotEqualTo(Level.OK);
  }

  @Test
  void aBrokerThatKillsTheFirstPublishIsNeverCalledConnected() throws Exception {
    ScriptedBroker broker = broker(Manner.KILL_ON_PUBLISH);
    uplink(broker);
    Eventually.until("five tries", () -> broker.connections() >= 5);
    assertThat(said(EventName.SERVER_CONNECTED)).isFalse();
    assertThat(audit()).filteredOn(text -> text.contains("SERVER_REFUSED")).hasSize(1);
  }

  @Test
  void aBrokerThatKillsTheFirstEventLosesNothing() throws Exception {
    ScriptedBroker broker = broker(Manner.KILL_ON_EVENT);
    EventRecord alarm = append(EventName.ALARM);
    uplink(broker);
    Eventually.until("five tries", () -> broker.connections() >= 5);
    assertThat(said(EventName.SERVER_CONNECTED)).isFalse();
    assertThat(stored(Lane.ALARM)).isEqualTo(1);
    broker.behave(Manner.ACKNOWLEDGE);
    assertThat(payload(broker.nextPublish("/events/alarm")).body()).contains(alarm.canonical());
    Eventually.until("connected", () -> said(EventName.SERVER_CONNECTED));
  }

  @Test
  void aConnectionThatAcknowledgesNothingIsDropped() throws Exception {
    ScriptedBroker broker = broker(Manner.NEVER_ACKNOWLEDGE);
    append(EventName.ALARM);
    Uplink uplink = uplink(broker);
    Eventually.until("two tries", () -> broker.connections() >= 2);
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "no-acknowledgement"));
    assertThat(uplink.health().level()).isNotEqualTo(Level.OK);
    assertThat(stored(Lane.ALARM)).isEqualTo(1);
  }

  @Test
  void aBrokerThatStopsAcknowledgingIsNoticedAndTheRecordComesAgain() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    uplink(broker);
    Eventually.until("connected", () -> said(EventName.SERVER_CONNECTED));
    broker.behave(Manner.NEVER_ACKNOWLEDGE);
    EventRecord alarm = append(EventName.ALARM);
    broker.nextPublish("/events/alarm");
    Eventually.until("noticed", () -> said(EventName.SERVER_LOST, "no-acknowledgement"));
    broker.behave(Manner.ACKNOWLEDGE);
    Publish again = broker.nextPublish("/events/alarm");
    assertThat(payload(again).body()).contains(alarm.canonical());
  }

  @Test
  void refusalsAreToldApart() throws Exception {
    ScriptedBroker broker = broker(Manner.NOT_AUTHORISED);
    Uplink uplink = uplink(broker);
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "not-authorised"));
    Eventually.until("needs a person", () -> uplink.health().level() == Level.CRITICAL);
    broker.behave(Manner.REFUSE_SUBSCRIPTION);
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "subscription-refused"));
  }

  @Test
  void aCheckThatFailedIsNamed() throws Exception {
    try (ServerSocket noTls = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread closer =
          new Thread(
              () -> {
                while (!noTls.isClosed()) {
                  try (var socket = noTls.accept()) {
                    socket
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
                  } catch (IOException e) {
                    // closed, by one side or the other
                  }
                }
              },
              "no-tls");
      closer.setDaemon(true);
      closer.start();
      uplink(noTls.getLocalPort(), "server");
      Eventually.until("said", () -> said(EventName.SERVER_REFUSED));
      assertThat(audit().toString()).containsAnyOf("tls-failed", "client-refused");
    }
  }

  /** With TLS 1.3 it says so only when our handshake is done. */
  @Test
  void aServerThatRefusesOurCertificateIsSaidToDoSo() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    tls.becomeAStranger();
    uplink(broker);
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "client-refused"));
    Eventually.until("several tries", () -> broker.connections() >= 4);
    // Whether its reason reaches us before the line is gone, is up to the network.
    assertThat(audit())
        .filteredOn(text -> text.contains("SERVER_REFUSED"))
        .allMatch(text -> text.contains("client-refused") || text.contains("tls-failed"));
  }

  @Test
  void withoutAnIdentityNobodyIsCalled() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    tls.unprovision();
    Uplink uplink = uplink(broker);
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "no-identity"));
    Eventually.until("needs a person", () -> uplink.health().level() == Level.CRITICAL);
    assertThat(broker.connections()).isZero();
  }

  @Test
  void nobodyListeningIsSaidAsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Uplink uplink = uplink(port, "server");
    Eventually.until("said", () -> said(EventName.SERVER_REFUSED, "unreachable"));
    Eventually.until(
        "health says so", () -> uplink.health().sentence().contains("cannot be reached"));
  }

  @Test
  void manyFlapsLoseNothingAndLeakNothing() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    uplink(broker);
    long last = 20; // each is a real TLS handshake
    for (int flap = 1; flap <= last; flap++) {
      int wanted = flap;
      Eventually.until("back again", () -> broker.connections() >= wanted);
      append(EventName.DELIV_START);
      broker.cut();
    }
    Eventually.until(
        "the last record arrives",
        () -> {
          try {
            return payload(broker.nextPublish("/events/clinical"))
                .metrics()
                .get("seq")
                .equals(new KuraValue.Int64(last));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(stored(Lane.CLINICAL)).isEqualTo(last);
    Eventually.until(
        "the old connections' threads end",
        () -> leftThreads().stream().filter(name -> name.startsWith("MQTT Rec")).count() <= 1);
  }

  @Test
  void aCleanStopSaysGoodbyeWithinThreeSeconds() throws Exception {
    ScriptedBroker broker = broker(Manner.ACKNOWLEDGE);
    Uplink uplink = uplink(broker);
    Eventually.until("connected", () -> said(EventName.SERVER_CONNECTED));
    long before = System.nanoTime();
    uplink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    Publish goodbye = broker.nextPublish("/MQTT/DC");
    assertThat(goodbye.qos()).isZero();
    assertThat(payload(goodbye).metrics().keySet()).containsExactly("uptime", "display_name");
    Eventually.until("disconnected in order", () -> broker.orderlyEnds() == 1);
    Eventually.until("no thread is left", () -> leftThreads().isEmpty());
  }

  @Test
  void aStopDuringAHangingConnectIsQuickToo() throws Exception {
    ScriptedBroker broker = broker(Manner.SILENT_MQTT);
    Uplink uplink = uplink(broker);
    Eventually.until("called", () -> broker.connections() == 1);
    long before = System.nanoTime();
    uplink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
  }
}
