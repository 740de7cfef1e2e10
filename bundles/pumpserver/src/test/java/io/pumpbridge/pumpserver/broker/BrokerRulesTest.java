// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.pumpserver.broker.Peer.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerRulesTest {
  private static final Peer GATEWAY = new Peer("gw-1", Kind.GATEWAY);
  private static final Peer SERVER = new Peer("pump-server", Kind.SERVER);
  private final BrokerRules rules = new BrokerRules("hospital", "pump-server");

  @Test
  void aGatewaySpeaksUnderItsOwnNameAndAnswersTheServer() {
    for (String topic :
        List.of(
            "hospital/gw-1/PUMP-BRIDGE-V1/events/alarm",
            "$EDC/hospital/gw-1/MQTT/BIRTH",
            "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/a1")) {
      assertThat(rules.mayPublish(GATEWAY, topic)).as(topic).isTrue();
    }
    for (String topic :
        List.of(
            "hospital/gw-2/PUMP-BRIDGE-V1/events/alarm",
            "hospital/gw-10/PUMP-BRIDGE-V1/events/alarm",
            "hospital/gw-1",
            "other/gw-1/PUMP-BRIDGE-V1/events/alarm",
            "$EDC/hospital/gw-2/PUMP-BRIDGE-V1/EXEC/library",
            "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/a1/more",
            "$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/",
            "$EDC/hospital/pump-server/OTHER/REPLY/a1",
            "hospital/gw-1/a::b",
            "hospital/gw-1/a\\b",
            "hospital/gw-1/+",
            "hospital/gw-1/#",
            "hospital/gw-1//x",
            "hospital/gw-1/" + "x".repeat(600),
            "activemq.management",
            "$sys.mqtt.sessions",
            "")) {
      assertThat(rules.mayPublish(GATEWAY, topic)).as(topic).isFalse();
    }
  }

  @Test
  void aGatewayHearsOnlyWhatIsAddressedToIt() {
    assertThat(rules.maySubscribe(GATEWAY, "$EDC/hospital/gw-1/#")).isTrue();
    assertThat(rules.maySubscribe(GATEWAY, "$EDC/hospital/gw-1/PUMP-BRIDGE-V1/+/library")).isTrue();
    for (String filter :
        List.of(
            "#",
            "+/+/#",
            "hospital/gw-1/#",
            "$EDC/#",
            "$EDC/hospital/#",
            "$EDC/hospital/+/#",
            "$EDC/hospital/gw-2/#",
            "$EDC/hospital/gw-1",
            "$EDC/hospital/gw-1#",
            "$EDC/hospital/gw-1/#/x",
            "$EDC/hospital/gw-1/a::b",
            "$share/g/$EDC/hospital/gw-1/#",
            "")) {
      assertThat(rules.maySubscribe(GATEWAY, filter)).as(filter).isFalse();
    }
  }

  @Test
  void theServerMayDoItsWorkAndNoMore() {
    assertThat(rules.maySubscribe(SERVER, "hospital/+/PUMP-BRIDGE-V1/events/+")).isTrue();
    assertThat(rules.maySubscribe(SERVER, "$EDC/hospital/+/MQTT/+")).isTrue();
    assertThat(rules.mayPublish(SERVER, "$EDC/hospital/gw-1/PUMP-BRIDGE-V1/PUT/confirmation"))
        .isTrue();
    assertThat(rules.mayPublish(SERVER, "hospital/gw-1/PUMP-BRIDGE-V1/events/alarm")).isFalse();
    assertThat(rules.maySubscribe(SERVER, "#")).isFalse();
  }

  @Test
  void theClientIdIsTheCertificatesName() {
    assertThat(rules.problemWithClient(GATEWAY, "gw-1", false)).isEmpty();
    assertThat(rules.problemWithClient(SERVER, "pump-server", false)).isEmpty();
    assertThat(rules.problemWithClient(GATEWAY, "gw-2", false)).isPresent();
    assertThat(rules.problemWithClient(GATEWAY, "", false)).isPresent();
    assertThat(rules.problemWithClient(GATEWAY, "gw-1", true)).isPresent();
    Peer impostor = new Peer("pump-server", Kind.GATEWAY);
    assertThat(rules.problemWithClient(impostor, "pump-server", false)).isPresent();
    Peer second = new Peer("another-server", Kind.SERVER);
    assertThat(rules.problemWithClient(second, "another-server", false)).isPresent();
  }
}
