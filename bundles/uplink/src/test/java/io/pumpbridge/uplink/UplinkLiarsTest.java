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
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.uplink.kura.KuraValue;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker may lie in any way: nothing leaves the journal, and once it is honest all arrives. */
@Timeout(120)
class UplinkLiarsTest {
  private static final int COUNT = 40; // more than the first window

  private final UplinkBed bed = new UplinkBed();
  private final List<EventRecord> records = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private void fill() {
    for (int i = 0; i < COUNT; i++) {
      records.add(bed.append(EventName.DELIV_START));
    }
  }

  /** Everything, unchanged, in order and in one go. */
  private void awaitAll(ScriptedBroker broker) throws InterruptedException {
    for (int next = 0; next < COUNT; ) {
      Bytes body = payload(broker.nextPublish("/events/clinical")).body().orElseThrow();
      boolean follows = body.equals(records.get(next).canonical());
      next = follows ? next + 1 : body.equals(records.get(0).canonical()) ? 1 : 0;
    }
  }

  private void confirmLast(ScriptedBroker broker) throws Exception {
    broker.send(
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation",
        request("c-1", confirmation(records.get(COUNT - 1))));
    Eventually.until("confirmed", () -> bed.stored(Lane.CLINICAL) == 0);
  }

  /** These hold the connection, and everything comes through. */
  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {
        "ACKNOWLEDGE",
        "ACKNOWLEDGE_TWICE",
        "ACKNOWLEDGE_STRANGERS",
        "ACKNOWLEDGE_BACKWARDS",
        "CLAIM_A_SESSION",
        "FRAGMENT",
        "DELAY",
        "KEEP_POISON"
      })
  void whatABrokerSaysLetsNothingGo(Manner lie) throws Exception {
    ScriptedBroker broker = bed.broker(lie);
    fill();
    bed.uplink(broker);
    awaitAll(broker);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(COUNT);
    broker.behave(Manner.ACKNOWLEDGE);
    confirmLast(broker);
  }

  /** These cost a connection each. */
  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {
        "HANG_UP",
        "CLOSE_TCP",
        "STRANGER",
        "NOT_AUTHORISED",
        "REFUSE_SUBSCRIPTION",
        "CLOSE_AFTER_CONNACK",
        "CLOSE_AFTER_EVENT",
        "KILL_ON_PUBLISH",
        "KILL_ON_EVENT",
        "NEVER_ACKNOWLEDGE",
        "NOISE",
        "ANNOUNCE_TOO_MUCH",
        "STOP_READING"
      })
  void whateverABrokerBreaksNothingIsLost(Manner lie) throws Exception {
    ScriptedBroker broker = bed.broker(lie);
    fill();
    bed.uplink(broker);
    Eventually.until("tried again", () -> broker.connections() >= 3);
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(COUNT);
    broker.behave(Manner.ACKNOWLEDGE);
    broker.cut();
    awaitAll(broker);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(COUNT);
    confirmLast(broker);
  }

  @Test
  void aRequestThatTheBrokerHadKeptIsNotDone() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.handlers.add(
        new PlayedHandler("echo", command -> Answer.accepted(Fields.builder().build())));
    bed.uplink(broker);
    broker.nextPublish("/MQTT/BIRTH");
    String echo = "$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/echo";
    broker.sendRetained(echo, request("r-1", Bytes.EMPTY));
    assertThat(payload(broker.nextPublish("/REPLY/r-1")).body().orElseThrow().toText(UTF_8))
        .contains("\"code\":\"retained\"");
    broker.send(echo, request("r-2", Bytes.EMPTY));
    assertThat(payload(broker.nextPublish("/REPLY/r-2")).body().orElseThrow().toText(UTF_8))
        .contains("\"accepted\":true");
  }

  /** Paho 1.2.5 alone throws at these, and then nobody reads that connection any more. */
  @Test
  void aTopicThatPahoCannotBearEndsNothing() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.handlers.add(
        new PlayedHandler("echo", command -> Answer.accepted(Fields.builder().build())));
    bed.uplink(broker);
    broker.nextPublish("/MQTT/BIRTH");
    String exec = "$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/";
    for (String each : List.of("\uD83D\uDE00", "\uFF01", "\uFDD0", "\u0080", "\u007f", "\u0001")) {
      broker.send(exec + each, request("p-1", Bytes.EMPTY));
      assertThat(response(broker, "p-1")).isEqualTo(new KuraValue.Int32(404));
    }
    broker.send(exec + "echo", request("r-1", Bytes.EMPTY));
    assertThat(response(broker, "r-1")).isEqualTo(new KuraValue.Int32(200));
    assertThat(broker.connections()).isEqualTo(1);
  }

  private static @Nullable KuraValue response(ScriptedBroker broker, String id) throws Exception {
    return payload(broker.nextPublish("/REPLY/" + id)).metrics().get("response.code");
  }

  @Test
  void aPacketThatIsTooLargeIsNamedAndNobodyMakesRoomForIt() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ANNOUNCE_TOO_MUCH);
    fill();
    Uplink uplink = bed.uplink(broker);
    Eventually.until("tried again", () -> broker.connections() >= 3);
    Eventually.until("said", () -> bed.audit().toString().contains("oversized-packet"));
    assertThat(uplink.health().sentence()).contains("out of reach");
  }

  /** Each is refused with its code, and recorded; nothing goes. */
  @Test
  void aForgedConfirmationIsRefusedAndRecordedAndDeletesNothing() throws Exception {
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    fill();
    bed.uplink(broker);
    awaitAll(broker);
    EventRecord last = records.get(COUNT - 1);
    String true1 = UplinkBed.confirmationText(last);
    refused(broker, "f-1", FakeSignatures.sign(SignerRole.ORDER_SYSTEM, true1), "role-missing");
    refused(
        broker, "f-2", signed(true1.replace(last.hash(), "0".repeat(64))), "wrong-confirmation");
    refused(broker, "f-3", signed(true1.replace("\"seq\":40", "\"seq\":41")), "wrong-confirmation");
    refused(
        broker,
        "f-4",
        signed(true1.replace("\"gateway\":\"gw\"", "\"gateway\":\"gx\"")),
        "wrong-gateway");
    broker.send( // of a stream that is not here: nothing to refuse, and nothing to let go
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation",
        request("f-5", signed(true1.replace("epoch-1", "epoch-0"))));
    refused(broker, "f-6", signed(true1.substring(1)), "malformed");
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(COUNT);
    confirmLast(broker);
    // Replayed, and older: no harm in them, and nothing to refuse.
    Bytes old = confirmation(records.get(3));
    broker.send("$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation", request("c-2", old));
    EventRecord next = bed.append(EventName.DELIV_STOP);
    broker.nextPublish("/events/clinical");
    broker.send(
        "$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation", request("c-3", confirmation(last)));
    refused(broker, "f-7", signed("{}"), "malformed"); // worked off after those two
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(1);
    assertThat(next.sequence()).isEqualTo(COUNT + 1);
  }

  private static Bytes signed(String content) {
    return FakeSignatures.sign(SignerRole.PUMP_SERVER, content);
  }

  private void refused(ScriptedBroker broker, String id, Bytes body, String code) throws Exception {
    broker.send("$EDC/hospital/gw/PUMP-BRIDGE-V1/PUT/confirmation", request(id, body));
    assertThat(payload(broker.nextPublish("/REPLY/" + id)).body().orElseThrow().toText(UTF_8))
        .contains("\"code\":\"" + code + "\"");
    Eventually.until(
        "recorded", () -> bed.said(EventName.COMMAND_REFUSED, "\"code\":\"" + code + "\"", id));
  }
}
