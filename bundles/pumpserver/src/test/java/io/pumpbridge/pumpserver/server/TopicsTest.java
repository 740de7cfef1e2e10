// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.pumpserver.server.Topics.Arrival;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private final Topics topics = new Topics("hospital", "pump-server");

  @Test
  void whatIsOursIsRead() {
    assertThat(topics.read("hospital/gw-1/PUMP-BRIDGE-V1/events/alarm"))
        .contains(new Arrival.OfEvent("gw-1", "alarm"));
    assertThat(topics.read("hospital/gw-1/PUMP-BRIDGE-V1/live/alarm"))
        .contains(new Arrival.OfLive("gw-1", "alarm"));
    assertThat(topics.read("$EDC/hospital/gw-1/MQTT/BIRTH"))
        .contains(new Arrival.OfLife("gw-1", "BIRTH"));
    assertThat(topics.read("$EDC/hospital/pump-server/PUMP-BRIDGE-V1/REPLY/r-1"))
        .contains(new Arrival.OfReply("r-1"));
  }

  @Test
  void whatIsNotIsNot() {
    for (String topic :
        new String[] {
          "",
          "/",
          "other/gw-1/PUMP-BRIDGE-V1/events/alarm",
          "hospital/../PUMP-BRIDGE-V1/events/alarm",
          "hospital//PUMP-BRIDGE-V1/events/alarm",
          "hospital/gw-1/OTHER/events/alarm",
          "hospital/gw-1/PUMP-BRIDGE-V1/events",
          "hospital/gw-1/PUMP-BRIDGE-V1/events/alarm/more",
          "$EDC/other/gw-1/MQTT/BIRTH",
          "$EDC/hospital/gw-1/PUMP-BRIDGE-V1/REPLY/r-1"
        }) {
      assertThat(topics.read(topic)).as(topic).isEmpty();
    }
  }

  @Test
  void aRequestGoesToItsGateway() {
    assertThat(topics.request("gw-1", Verb.PUT, "confirmation"))
        .isEqualTo("$EDC/hospital/gw-1/PUMP-BRIDGE-V1/PUT/confirmation");
  }

  @Test
  void namesWithAMeaningInTopicsAreRefused() {
    for (String name : new String[] {"", "a/b", "+", "#", "$EDC", "a b", "x".repeat(65)}) {
      assertThatThrownBy(() -> new Topics(name, "s")).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
