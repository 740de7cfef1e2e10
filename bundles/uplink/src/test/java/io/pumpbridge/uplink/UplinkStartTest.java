// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static io.pumpbridge.uplink.UplinkBed.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.uplink.mqtt.PahoConnector;
import io.pumpbridge.uplink.mqtt.ScriptedBroker;
import io.pumpbridge.uplink.mqtt.ScriptedBroker.Manner;
import io.pumpbridge.uplink.mqtt.TestNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is wrong when the agent starts, it starts; and when it is wrong no more, all arrives.
 */
class UplinkStartTest {
  private final UplinkBed bed = new UplinkBed();
  private final TestNames names = new TestNames();

  @AfterEach
  void close() throws Exception {
    names.heal();
    bed.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private Uplink start(int port) {
    PahoConnector.Call call = new PahoConnector.Call("localhost", port, "gw", "$EDC/hospital/gw/#");
    return bed.uplink(names.connector(call, bed.tls), UplinkBed.QUICK, "server");
  }

  /** One record from before the start, one from while it was out of reach. */
  private void arrives(ScriptedBroker broker, EventRecord before, EventRecord meanwhile)
      throws InterruptedException {
    assertThat(payload(broker.nextPublish("/events/clinical")).body()).contains(before.canonical());
    assertThat(payload(broker.nextPublish("/events/clinical")).body())
        .contains(meanwhile.canonical());
    Eventually.until("connected", () -> bed.said(EventName.SERVER_CONNECTED));
    assertThat(bed.stored(Lane.CLINICAL)).isEqualTo(2);
  }

  private EventRecord refusedAs(Uplink uplink, String code) {
    Eventually.until("said why", () -> bed.said(EventName.SERVER_REFUSED, code));
    EventRecord meanwhile = bed.append(EventName.DELIV_STOP);
    Eventually.until("health says why", () -> uplink.health().code().equals(code));
    assertThat(uplink.health().level()).isNotEqualTo(Level.OK);
    return meanwhile;
  }

  @Test
  void withoutANetworkOrABroker() throws Exception {
    int port = freePort();
    EventRecord before = bed.append(EventName.DELIV_START);
    EventRecord meanwhile = refusedAs(start(port), "unreachable");
    ScriptedBroker broker = new ScriptedBroker(Manner.ACKNOWLEDGE, port);
    bed.open.add(broker);
    arrives(broker, before, meanwhile);
  }

  @Test
  void withoutAnAddressForTheServersName() throws Exception {
    names.forget();
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    EventRecord before = bed.append(EventName.DELIV_START);
    EventRecord meanwhile = refusedAs(start(broker.port()), "unknown-host");
    names.heal();
    arrives(broker, before, meanwhile);
  }

  @Test
  void withANameServiceThatNeverAnswers() throws Exception {
    names.hang();
    ScriptedBroker broker = bed.broker(Manner.ACKNOWLEDGE);
    EventRecord before = bed.append(EventName.DELIV_START);
    EventRecord meanwhile = refusedAs(start(broker.port()), "no-name-service");
    Eventually.until("several tries", () -> bed.tls.asked() >= 5);
    assertThat(UplinkBed.leftThreads())
        .filteredOn(thread -> thread.startsWith("uplink-name "))
        .as("one waits for all")
        .hasSize(1);
    names.heal();
    arrives(broker, before, meanwhile);
  }

  @Test
  void withAStopWhileTheNameServiceHangs() throws Exception {
    names.hang();
    Uplink uplink = start(freePort());
    Eventually.until("called", () -> bed.tls.asked() >= 1);
    uplink.close();
    assertThat(UplinkBed.leftThreads()).noneMatch(thread -> thread.startsWith("uplink "));
  }

  @Test
  void withAServerWhoseCertificateNobodyVouchesFor() throws Exception {
    startsWith(Manner.STRANGER, "client-refused"); // what TestTls calls a failed handshake
  }

  @Test
  void withAServerThatTakesTheCallAndNeverSpeaks() throws Exception {
    startsWith(Manner.SILENT_TCP, "no-answer");
  }

  @Test
  void withABrokerThatNeverAnswers() throws Exception {
    startsWith(Manner.SILENT_MQTT, "no-answer");
  }

  @Test
  void withABrokerThatEndsTheConnectionOnTheFirstPublish() throws Exception {
    startsWith(Manner.KILL_ON_PUBLISH, "connection-lost");
  }

  private void startsWith(Manner wrong, String code) throws Exception {
    ScriptedBroker broker = bed.broker(wrong);
    EventRecord before = bed.append(EventName.DELIV_START);
    EventRecord meanwhile = refusedAs(start(broker.port()), code);
    assertThat(bed.said(EventName.SERVER_CONNECTED)).isFalse();
    broker.behave(Manner.ACKNOWLEDGE);
    broker.cut();
    arrives(broker, before, meanwhile);
  }
}
