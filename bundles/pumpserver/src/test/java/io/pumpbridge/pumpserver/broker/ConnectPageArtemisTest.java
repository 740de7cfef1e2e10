// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.pumpserver.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What the page for integrators says about Artemis runs here as it stands there: the topics. */
@TestInstance(Lifecycle.PER_CLASS) // a broker takes seconds to start
class ConnectPageArtemisTest {
  private static final int LONGEST_BYTES = 9 * 1024 * 1024;
  private static final String EVENT = "hospital/gw-0017/PUMP-BRIDGE-V1/events/alarm";
  private static final String REPLIES = "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/";
  private static final String REQUEST = "$EDC/hospital/gw-0017/PUMP-BRIDGE-V1/PUT/confirmation";

  /** What the gateway gw-0017 might say if it were let. */
  private static final List<String> FORGED =
      List.of(
          "hospital/gw.0018/PUMP-BRIDGE-V1/events/forged",
          "hospital/gw.0018/PUMP-BRIDGE-V1/live/forged",
          "hospital/gw-0099/PUMP-BRIDGE-V1/events/forged",
          "hospital/gw-0017.0018/PUMP-BRIDGE-V1/events/forged",
          "$EDC/hospital/gw.0018/MQTT/forged",
          "$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/PUT/forged",
          "$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/REPLY/forged",
          "$EDC/hospital/pump-server/MQTT/forged",
          "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/PUT/forged",
          "activemq/management");

  /** What it might listen to. */
  private static final List<String> NOT_ITS_OWN =
      List.of(
          "#",
          "+/#",
          "+/+/#",
          "hospital/#",
          "hospital/+/#",
          "hospital/+/PUMP-BRIDGE-V1/events/#",
          "hospital/+/PUMP-BRIDGE-V1/live/#",
          "hospital/gw.0018/#",
          "hospital/gw.0018/PUMP-BRIDGE-V1/events/alarm",
          "$EDC/#",
          "$EDC/hospital/#",
          "$EDC/hospital/+/#",
          "$EDC/hospital/+/MQTT/#",
          "$EDC/hospital/+/PUMP-BRIDGE-V1/REPLY/#",
          "$EDC/hospital/gw.0018/#",
          "$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/PUT/confirmation",
          "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/#",
          REPLIES + "r-1",
          "$share/own/$EDC/hospital/gw.0018/#",
          "activemq/notifications",
          "$sys/mqtt/#");

  private ConnectPage page;
  private PageSite site;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    page = ConnectPage.read();
    site = new PageSite(directory, page);
  }

  @AfterAll
  void stop() throws Exception {
    site.stop();
  }

  /** Connected, and subscribed to all that the page's table gives the server. */
  private MqttClient serverListens(Hearing hearing) throws Exception {
    MqttClient server = site.serverComesIn(hearing);
    for (String filter : page.maySubscribe("server")) {
      server.subscribe(filter, 1);
    }
    return server;
  }

  private static void say(MqttClient client, String topic, String text) throws MqttException {
    client.publish(topic, text.getBytes(StandardCharsets.UTF_8), 1, false);
  }

  private static String forGateway(String pattern) {
    return pattern.replace("/G/", "/" + PageSite.GATEWAY + "/");
  }

  @Test
  void whatAGatewaySaysReachesTheServerOnEachOfItsSubscriptions() throws Exception {
    Hearing hearing = new Hearing();
    MqttClient server = serverListens(hearing);
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    List<String> topics =
        List.of(
            EVENT,
            "hospital/gw-0017/PUMP-BRIDGE-V1/live/alarm",
            "$EDC/hospital/gw-0017/MQTT/BIRTH",
            REPLIES + "reach-1");
    assertThat(page.maySubscribe("server")).hasSameSizeAs(topics);
    for (String topic : topics) {
      say(gateway, topic, "x");
    }
    Waiting.until("all are heard", () -> hearing.topics().containsAll(topics));
    PahoClients.close(gateway);
    PahoClients.close(server);
  }

  @Test
  void aGatewayWhoseNameHasADotIsHeardAndHears() throws Exception {
    Hearing hearing = new Hearing();
    Hearing ofOther = new Hearing();
    MqttClient server = serverListens(hearing);
    MqttClient other = site.comeIn(PageSite.OTHER, site.other(), ofOther);
    other.subscribe("$EDC/hospital/gw.0018/#", 1);
    say(other, "hospital/gw.0018/PUMP-BRIDGE-V1/events/alarm", "x");
    say(server, "$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/GET/status", "x");
    Waiting.until(
        "the event is heard",
        () -> hearing.topics().contains("hospital/gw.0018/PUMP-BRIDGE-V1/events/alarm"));
    Waiting.until(
        "the request is heard",
        () -> ofOther.topics().contains("$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/GET/status"));
    PahoClients.close(other);
    PahoClients.close(server);
  }

  @Test
  void aRequestReachesItsGatewayAndTheReplyTheServer() throws Exception {
    Hearing ofServer = new Hearing();
    Hearing ofGateway = new Hearing();
    MqttClient server = serverListens(ofServer);
    MqttClient gateway = site.gatewayComesIn(ofGateway);
    gateway.subscribe("$EDC/hospital/gw-0017/#", 1);
    say(server, REQUEST, "x");
    Waiting.until("the request is heard", () -> ofGateway.topics().contains(REQUEST));
    say(gateway, REPLIES + "reply-1", "x");
    Waiting.until("the reply is heard", () -> ofServer.topics().contains(REPLIES + "reply-1"));
    PahoClients.close(gateway);
    PahoClients.close(server);
  }

  @Test
  void whatTheTableAllowsIsTaken() throws Exception {
    ArtemisLog log = ArtemisLog.listen();
    MqttClient server = site.serverComesIn(new Hearing());
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    for (String filter : page.maySubscribe("gateway G")) {
      gateway.subscribe(forGateway(filter), 1);
      gateway.unsubscribe(forGateway(filter));
    }
    for (String pattern : page.mayPublish("gateway G")) {
      say(gateway, forGateway(pattern).replace("#", "a/b"), "x");
    }
    for (String pattern : page.mayPublish("server")) {
      say(server, pattern.replace("+", "gw-0017").replace("#", "a/b"), "x");
    }
    assertThat(gateway.isConnected()).isTrue();
    assertThat(server.isConnected()).isTrue();
    assertThat(log.lines()).as("an unsubscription cannot be refused, only go wrong").isEmpty();
    log.leave();
    PahoClients.close(gateway);
    PahoClients.close(server);
  }

  @Test
  void whatAGatewaySaysInAnothersNameReachesNobodyAndEndsItsConnection() throws Exception {
    Hearing ofServer = new Hearing();
    Hearing ofOther = new Hearing();
    MqttClient server = serverListens(ofServer);
    MqttClient other = site.comeIn(PageSite.OTHER, site.other(), ofOther);
    other.subscribe("$EDC/hospital/gw.0018/#", 1);
    for (String topic : FORGED) {
      MqttClient gateway = site.gatewayComesIn(new Hearing());
      assertThatThrownBy(() -> say(gateway, topic, "x"))
          .as(topic)
          .isInstanceOf(MqttException.class);
      Waiting.until("disconnected after " + topic, () -> !gateway.isConnected());
      PahoClients.close(gateway);
    }
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    say(gateway, REPLIES + "after-forgeries", "x");
    say(server, "$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/GET/after", "x");
    Waiting.until(
        "the server hears what comes after",
        () -> ofServer.topics().contains(REPLIES + "after-forgeries"));
    Waiting.until("the other hears what comes after", () -> !ofOther.topics().isEmpty());
    assertThat(ofServer.topics()).noneMatch(topic -> topic.endsWith("/forged"));
    assertThat(ofOther.topics()).containsExactly("$EDC/hospital/gw.0018/PUMP-BRIDGE-V1/GET/after");
    PahoClients.close(gateway);
    PahoClients.close(other);
    PahoClients.close(server);
  }

  @Test
  void aGatewayCannotListenToOthersNorToTheServer() throws Exception {
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    for (String filter : NOT_ITS_OWN) {
      assertThatThrownBy(() -> gateway.subscribe(filter, 1))
          .as(filter)
          .isInstanceOf(MqttException.class);
    }
    PahoClients.close(gateway);
  }

  @Test
  void theServerSaysNothingInAGatewaysName() throws Exception {
    MqttClient server = site.serverComesIn(new Hearing());
    assertThatThrownBy(() -> say(server, EVENT, "x")).isInstanceOf(MqttException.class);
    Waiting.until("disconnected", () -> !server.isConnected());
    PahoClients.close(server);
  }

  @Test
  void theLongestMessageArrivesWhole() throws Exception {
    Hearing hearing = new Hearing();
    MqttClient server = site.serverComesIn(new Hearing());
    MqttClient gateway = site.gatewayComesIn(hearing);
    gateway.subscribe("$EDC/hospital/gw-0017/#", 1);
    byte[] library = new byte[LONGEST_BYTES];
    new Random(LONGEST_BYTES).nextBytes(library);
    server.publish("$EDC/hospital/gw-0017/PUMP-BRIDGE-V1/EXEC/library", library, 1, false);
    Waiting.until("it is there", () -> !hearing.topics().isEmpty());
    assertThat(hearing.payloads().get(0)).isEqualTo(library);
    PahoClients.close(gateway);
    PahoClients.close(server);
  }

  @Test
  void aLastWillIsTheGatewaysOwn() throws Exception {
    Hearing hearing = new Hearing();
    MqttClient server = serverListens(hearing);
    ArtemisLog log = ArtemisLog.listen();
    vanishWithWillOn("$EDC/hospital/gw.0018/MQTT/LWT");
    Waiting.until(
        "another's is refused",
        () -> log.lines().stream().anyMatch(line -> line.contains("gw\\.0018.MQTT.LWT")));
    log.leave();
    vanishWithWillOn("$EDC/hospital/gw-0017/MQTT/LWT");
    Waiting.until(
        "its own is heard", () -> hearing.topics().contains("$EDC/hospital/gw-0017/MQTT/LWT"));
    assertThat(hearing.topics()).doesNotContain("$EDC/hospital/gw.0018/MQTT/LWT");
    PahoClients.close(server);
  }

  private void vanishWithWillOn(String topic) throws Exception {
    MqttConnectOptions options = site.options(site.gateway());
    options.setWill(topic, new byte[1], 0, false);
    PahoClients.vanish(PahoClients.connect(site.broker().url(), PageSite.GATEWAY, options));
  }

  @Test
  void whatComesWhileTheServerIsAwayWaitsForIt() throws Exception {
    PahoClients.close(serverListens(new Hearing()));
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    say(gateway, "hospital/gw-0017/PUMP-BRIDGE-V1/events/while-away", "x");
    Hearing hearing = new Hearing();
    MqttClient server = site.serverComesIn(hearing);
    Waiting.until(
        "it is there, unasked",
        () -> hearing.topics().contains("hospital/gw-0017/PUMP-BRIDGE-V1/events/while-away"));
    PahoClients.close(gateway);
    PahoClients.close(server);
  }

  @Test
  void theAddressOfAReplyIsForgottenAgain() throws Exception {
    MqttClient gateway = site.gatewayComesIn(new Hearing());
    say(gateway, REPLIES + "once", "x");
    SimpleString address = SimpleString.of("$EDC.hospital.pump-server.PUMP-BRIDGE-V1.REPLY.once");
    Waiting.until("gone", () -> site.broker().server().getAddressInfo(address) == null);
    PahoClients.close(gateway);
  }
}
