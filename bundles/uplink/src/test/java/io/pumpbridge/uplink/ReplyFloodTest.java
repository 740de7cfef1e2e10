// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static io.pumpbridge.uplink.UplinkBed.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody sends requests without end: what is said to that delays nothing and loses nothing. */
class ReplyFloodTest {
  private static final String NO_VERB = "$EDC/hospital/gw/PUMP-BRIDGE-V1/SHOUT/echo";
  private static final String ECHO = "$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/echo";

  private final UplinkBed bed = new UplinkBed();
  private final PlayedLine line = new PlayedLine();

  @AfterEach
  void close() throws Exception {
    bed.close();
  }

  private Uplink connected() {
    bed.handlers.add(
        new PlayedHandler("echo", command -> Answer.accepted(Fields.builder().build())));
    Uplink uplink = bed.uplink(line, UplinkBed.QUICK, "server");
    Eventually.until("well", () -> uplink.health().equals(Health.WELL));
    return uplink;
  }

  private void flood(int count) {
    for (int i = 0; i < count; i++) {
      line.arrive(NO_VERB, request("f-" + i, Bytes.EMPTY).toArray());
    }
  }

  @Test
  void aLineThatTakesNoRepliesIsGivenFewAndAlarmsDoNotWait() throws Exception {
    Uplink uplink = connected();
    flood(5_000);
    bed.append(EventName.ALARM);
    Eventually.until("sent", () -> line.handedOver("/events/alarm") == 1);
    assertThat(line.handedOver("/REPLY/")).isEqualTo(Replies.REFUSALS_MAX);
    // What was done is still answered.
    line.arrive(ECHO, request("r-1", Bytes.EMPTY).toArray());
    Eventually.until("answered", () -> line.handedOver("/REPLY/r-1") == 1);
    for (int i = 2; i < 100; i++) {
      line.arrive(ECHO, request("r-" + i, Bytes.EMPTY).toArray());
    }
    bed.append(EventName.ALARM);
    Eventually.until("sent", () -> line.handedOver("/events/alarm") == 2);
    assertThat(line.handedOver("/REPLY/")).isLessThanOrEqualTo(Replies.ON_THEIR_WAY_MAX);
    assertThat(uplink.health()).isEqualTo(Health.WELL);
  }

  @Test
  void whatIsWrittenMakesRoomAndSoDoesANewConnection() throws Exception {
    connected();
    flood(100);
    Eventually.until("full", () -> line.handedOver("/REPLY/") == Replies.REFUSALS_MAX);
    line.write();
    flood(1);
    Eventually.until("room", () -> line.handedOver("/REPLY/") == Replies.REFUSALS_MAX + 1);
    flood(100);
    Eventually.until("full", () -> line.handedOver("/REPLY/") == 2 * Replies.REFUSALS_MAX);
    line.breakOff();
    Eventually.until("called again", () -> line.handedOver("/MQTT/BIRTH") >= 2);
    long before = line.handedOver("/REPLY/");
    Eventually.until(
        "room",
        () -> {
          flood(1);
          return line.handedOver("/REPLY/") > before;
        });
  }

  /** The acknowledgement comes after more notes than the box would have held. */
  @Test
  void aBurstThrowsNoAcknowledgementAway() throws Exception {
    Uplink uplink = connected();
    line.whenPublished =
        message -> {
          if (message.topic().contains("/events/")) {
            flood(3_000); // while the uplink is busy with this record
          }
        };
    bed.append(EventName.ALARM);
    bed.append(EventName.ALARM);
    Eventually.until("sent", () -> line.handedOver("/events/alarm") == 2);
    bed.skip(UplinkBed.QUICK.acknowledgeMax().toMillis() + 1); // longer than any silence may be
    bed.append(EventName.ALARM);
    Eventually.until("sent", () -> line.handedOver("/events/alarm") == 3);
    assertThat(line.opened).hasValue(1);
    assertThat(uplink.health()).isEqualTo(Health.WELL);
  }

  /** Each is well-formed, and nothing that the gateway believes: what a taken-over server has. */
  @Test
  void aFloodOfRefusedCommandsReachesTheHandlerThirtyTimesAndNoAlarmWaits() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    bed.handlers.add(
        new PlayedHandler(
            "order",
            command -> {
              asked.incrementAndGet();
              return Answer.refused(Answer.Status.BAD_REQUEST, "malformed", "It is none.");
            }));
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.uplink(broker);
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    for (int i = 0; i < 3_000; i++) {
      broker.send("$EDC/hospital/gw/PUMP-BRIDGE-V1/EXEC/order", request("o-" + i, Bytes.EMPTY));
      if (i == 1_000) {
        bed.append(EventName.ALARM);
      }
    }
    broker.nextPublish("/events/alarm");
    Eventually.until(
        "refused", () -> bed.said(EventName.COMMAND_REFUSED, "\"code\":\"too-many-requests\""));
    assertThat(asked.get()).isLessThanOrEqualTo(31); // 30, and one as time goes by
    assertThat(broker.connections()).isEqualTo(1);
    assertThat(bed.said(EventName.SERVER_LOST)).isFalse();
  }

  @Test
  void aFloodDuringADrainCostsNoConnection() throws Exception {
    for (int i = 0; i < 200; i++) {
      bed.append(EventName.DELIV_START);
    }
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    bed.uplink(broker);
    broker.nextPublish("/events/clinical");
    for (int i = 0; i < 3_000; i++) {
      broker.send(NO_VERB, request("f-" + i, Bytes.EMPTY));
    }
    bed.append(EventName.ALARM);
    broker.nextPublish("/events/alarm");
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    assertThat(bed.said(EventName.SERVER_LOST)).isFalse();
    assertThat(broker.connections()).isEqualTo(1);
  }
}
