// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static io.pumpbridge.uplink.UplinkBed.confirmation;
import static io.pumpbridge.uplink.UplinkBed.payload;
import static io.pumpbridge.uplink.UplinkBed.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.kura.KuraPayload;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Publish;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole uplink with real Paho and real mutual TLS, against a broker that misbehaves. */
class UplinkEdgeTest {
  private final UplinkBed bed = new UplinkBed();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  @Test
  void aRecordReachesTheBrokerUnchangedAndLeavesOnlyOnTheServersWord() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    EventRecord alarm = bed.append(EventName.ALARM);
    Uplink uplink = bed.uplink(broker);

    assertThat(broker.nextSubscription()).isEqualTo("$EDC/hospital/gw/# 1");
    Publish birth = broker.nextPublish();
    assertThat(birth.topic()).isEqualTo("$EDC/hospital/gw/MQTT/BIRTH");
    assertThat(birth.qos()).isEqualTo(1);
    Publish event = broker.nextPublish("/events/alarm");
    assertThat(event.topic()).isEqualTo("hospital/gw/PUMP-BRIDGE-V1/events/alarm");
    assertThat(event.qos()).isEqualTo(1);
    assertThat(payload(event).body()).contains(alarm.canonical());
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    Eventually.until("healthy", () -> uplink.health().level() == Level.OK);
    assertThat(bed.stored(Lane.ALARM)).as("acknowledged, not confirmed").isEqualTo(1);

    broker.send(
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation", request("c-1", confirmation(alarm)));
    Eventually.until("confirmed", () -> bed.stored(Lane.ALARM) == 0);
  }

  @Test
  void aBrokerThatAcknowledgesForAServerThatNeverConfirmsDeletesNothing() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    for (int i = 0; i < 100; i++) {
      bed.append(EventName.SAMPLE);
    }
    bed.uplink(broker);
    for (int i = 1; i <= 100; i++) {
      Publish event = broker.nextPublish("/events/telemetry");
      assertThat(payload(event).metrics()).containsEntry("seq", new KuraValue.Int64(i));
    }
    // After the patience for a confirmation it comes again, from the first.
    Publish again = broker.nextPublish("/events/telemetry");
    assertThat(payload(again).metrics()).containsEntry("seq", new KuraValue.Int64(1));
    assertThat(bed.stored(Lane.TELEMETRY)).isEqualTo(100);
  }

  @Test
  void withConfirmBrokerTheAcknowledgementLetsGoAndHealthSaysSo() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    for (int i = 0; i < 100; i++) {
      bed.append(EventName.SAMPLE);
    }
    Uplink uplink = bed.uplink(broker.port(), "broker");
    Eventually.until("all gone", () -> bed.stored(Lane.TELEMETRY) == 0);
    Eventually.until("weaker", () -> uplink.health().code().equals("confirm-broker"));
    assertThat(payload(broker.nextPublish("/MQTT/BIRTH")).findText("pump_bridge.confirm"))
        .contains("broker");
  }

  /** Kura's words for the line, and ours for what is here; another birth when that has changed. */
  @Test
  void theBirthSaysWhereTheGatewayIsAndWhatItHas() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.uplink(broker);
    KuraPayload birth = payload(broker.nextPublish("/MQTT/BIRTH"));
    assertThat(birth.findText("connection_ip")).contains("127.0.0.1");
    assertThat(birth.findText("connection_interface")).contains("lo");
    while (birth.body().isEmpty()) {
      birth = payload(broker.nextPublish("/MQTT/BIRTH"));
    }
    assertThat(birth.body().get().toText(UTF_8))
        .contains("pump-bridge-inventory-1")
        .contains("io.pumpbridge.uplink");
  }

  /** Whoever keeps the birth sees a new library, pump or profile without asking. */
  @Test
  void anotherBirthFollowsWhenWhatIsHereHasChanged() throws Exception {
    AtomicInteger version = new AtomicInteger(3);
    bed.handlers.add(
        new PlayedHandler(
            "status",
            command ->
                Answer.accepted(Fields.builder().put("library_version", version.get()).build())));
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.uplink(broker);
    awaitBirth(broker, "\"library_version\":3");
    version.set(4);
    awaitBirth(broker, "\"library_version\":4");
    assertThat(broker.connections()).isEqualTo(1);
  }

  private static void awaitBirth(ScriptedBroker broker, String part) throws Exception {
    Optional<Bytes> body = Optional.empty();
    while (!body.map(bytes -> bytes.toText(UTF_8)).orElse("").contains(part)) {
      body = payload(broker.nextPublish("/MQTT/BIRTH")).body();
    }
  }

  @Test
  void aPoisonMessageDoesNotEndTheConnection() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.handlers.add(
        new PlayedHandler("echo", command -> Answer.accepted(Fields.builder().build())));
    bed.uplink(broker);
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
    ScriptedBroker broker = bed.broker(Manner.SILENT_TCP);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("three tries", () -> broker.connections() >= 3);
    Eventually.until("said", () -> uplink.health().code().equals("no-answer"));
    assertThat(bed.audit()).filteredOn(text -> text.contains("SERVER_REFUSED")).hasSize(1);
    assertThat(bed.tls.asked()).as("asked anew each time").isGreaterThanOrEqualTo(3);
  }

  @Test
  void aBrokerThatNeverAnswersTheConnectIsGivenUpAndTriedAgain() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.SILENT_MQTT);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("two tries", () -> broker.connections() >= 2);
    Eventually.until("said", () -> uplink.health().code().equals("no-answer"));
    broker.behave(Manner.ACKNOWLEDGE);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
  }

  /** As a TLS 1.3 server does that refuses our certificate; Paho alone leaks a thread each time. */
  @Test
  void aServerThatHangsUpRightAfterTheHandshakeLeavesNoThreadBehind() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.HANG_UP);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("four tries", () -> broker.connections() >= 4);
    assertThat(uplink.health().level()).isNotEqualTo(Level.OK);
  }

  @Test
  void aBrokerThatKillsTheFirstPublishIsNeverCalledConnected() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.KILL_ON_PUBLISH);
    bed.uplink(broker);
    Eventually.until("five tries", () -> broker.connections() >= 5);
    assertThat(bed.said(EventName.SERVER_CONNECTED)).isFalse();
    assertThat(bed.audit()).filteredOn(text -> text.contains("SERVER_REFUSED")).hasSize(1);
  }

  @Test
  void aBrokerThatKillsTheFirstEventLosesNothing() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.KILL_ON_EVENT);
    EventRecord alarm = bed.append(EventName.ALARM);
    bed.uplink(broker);
    Eventually.until("five tries", () -> broker.connections() >= 5);
    assertThat(bed.said(EventName.SERVER_CONNECTED)).isFalse();
    assertThat(bed.stored(Lane.ALARM)).isEqualTo(1);
    broker.behave(Manner.ACKNOWLEDGE);
    assertThat(payload(broker.nextPublish("/events/alarm")).body()).contains(alarm.canonical());
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
  }

  @Test
  void aConnectionThatAcknowledgesNothingIsDropped() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.NEVER_ACKNOWLEDGE);
    bed.append(EventName.ALARM);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("two tries", () -> broker.connections() >= 2);
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "no-acknowledgement"));
    assertThat(uplink.health().level()).isNotEqualTo(Level.OK);
    assertThat(bed.stored(Lane.ALARM)).isEqualTo(1);
  }

  @Test
  void aBrokerThatStopsAcknowledgingIsNoticedAndTheRecordComesAgain() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.uplink(broker);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    broker.behave(Manner.NEVER_ACKNOWLEDGE);
    EventRecord alarm = bed.append(EventName.ALARM);
    broker.nextPublish("/events/alarm");
    Eventually.until("noticed", () -> bed.said(EventName.SERVER_LOST, "no-acknowledgement"));
    broker.behave(Manner.ACKNOWLEDGE);
    Publish again = broker.nextPublish("/events/alarm");
    assertThat(payload(again).body()).contains(alarm.canonical());
  }

  @Test
  void refusalsAreToldApart() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.NOT_AUTHORISED);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "not-authorised"));
    Eventually.until("needs a person", () -> uplink.health().level() == Level.CRITICAL);
    broker.behave(Manner.REFUSE_SUBSCRIPTION);
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "subscription-refused"));
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
      bed.uplink(noTls.getLocalPort(), "server");
      Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED));
      assertThat(bed.audit().toString()).containsAnyOf("tls-failed", "client-refused");
    }
  }

  /** With TLS 1.3 it says so only when our handshake is done. */
  @Test
  void aServerThatRefusesOurCertificateIsSaidToDoSo() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.tls.becomeAStranger();
    bed.uplink(broker);
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "client-refused"));
    Eventually.until("several tries", () -> broker.connections() >= 4);
    // Whether its reason reaches us before the line is gone, is up to the network.
    assertThat(bed.audit())
        .filteredOn(text -> text.contains("SERVER_REFUSED"))
        .allMatch(text -> text.contains("client-refused") || text.contains("tls-failed"));
  }

  @Test
  void withoutAnIdentityNobodyIsCalled() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.tls.unprovision();
    Uplink uplink = bed.uplink(broker);
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "no-identity"));
    Eventually.until("needs a person", () -> uplink.health().level() == Level.CRITICAL);
    assertThat(broker.connections()).isZero();
  }

  @Test
  void nobodyListeningIsSaidAsUnreachable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Uplink uplink = bed.uplink(port, "server");
    Eventually.until("said", () -> bed.said(EventName.SERVER_REFUSED, "unreachable"));
    Eventually.until(
        "health says so", () -> uplink.health().sentence().contains("cannot be reached"));
  }

  @Test
  void aCleanStopSaysGoodbyeWithinThreeSeconds() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    long before = System.nanoTime();
    uplink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    Publish goodbye = broker.nextPublish("/MQTT/DC");
    assertThat(goodbye.qos()).isZero();
    assertThat(payload(goodbye).metrics().keySet()).containsExactly("uptime", "display_name");
    Eventually.until("disconnected in order", () -> broker.orderlyEnds() == 1);
    Eventually.until("no thread is left", () -> UplinkBed.leftThreads().isEmpty());
  }

  @Test
  void aStopDuringAHangingConnectIsQuickToo() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.SILENT_MQTT);
    Uplink uplink = bed.uplink(broker);
    Eventually.until("called", () -> broker.connections() == 1);
    long before = System.nanoTime();
    uplink.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
  }
}
