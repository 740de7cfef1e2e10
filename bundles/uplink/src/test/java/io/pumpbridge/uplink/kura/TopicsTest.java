// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.kura;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.model.event.Lane;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private final Topics topics = new Topics("hospital", "gw-17");

  @Test
  void topicsAreKuras() {
    assertThat(topics.events(Lane.ALARM)).isEqualTo("hospital/gw-17/PUMP-BRIDGE-V1/events/alarm");
    assertThat(topics.birth()).isEqualTo("$EDC/hospital/gw-17/MQTT/BIRTH");
    assertThat(topics.disconnect()).isEqualTo("$EDC/hospital/gw-17/MQTT/DC");
    assertThat(topics.lastWill()).isEqualTo("$EDC/hospital/gw-17/MQTT/LWT");
    assertThat(topics.subscription()).isEqualTo("$EDC/hospital/gw-17/#");
    assertThat(topics.reply("server", "r.1"))
        .isEqualTo("$EDC/hospital/server/PUMP-BRIDGE-V1/REPLY/r.1");
  }

  @Test
  void aRequestIsFoundInItsTopic() {
    assertThat(topics.findRequest("$EDC/hospital/gw-17/PUMP-BRIDGE-V1/PUT/confirmation"))
        .contains(new Topics.Request("PUT", "confirmation"));
    assertThat(topics.findRequest("$EDC/hospital/gw-17/PUMP-BRIDGE-V1/GET/a/b"))
        .contains(new Topics.Request("GET", "a/b"));
    assertThat(topics.findRequest("$EDC/hospital/gw-17/PUMP-BRIDGE-V1/GET"))
        .contains(new Topics.Request("GET", ""));
  }

  @Test
  void whatIsNotOursIsNoRequest() {
    assertThat(topics.findRequest(topics.birth())).isEmpty();
    assertThat(topics.findRequest("$EDC/hospital/gw-18/PUMP-BRIDGE-V1/GET/status")).isEmpty();
    assertThat(topics.findRequest("$EDC/hospital/gw-17/DEPLOY-V2/EXEC/install")).isEmpty();
    assertThat(topics.findRequest(topics.reply("gw-17", "r-1"))).isEmpty();
    assertThat(topics.findRequest("")).isEmpty();
  }

  @Test
  void nothingThatChangesATopicsShapeMayStandInOne() {
    for (String bad : new String[] {"", "a/b", "+", "#", "$x", "a b", "a\n", "é", "x".repeat(65)}) {
      assertThat(Topics.isName(bad)).as(bad).isFalse();
      assertThatThrownBy(() -> new Topics(bad, "gw")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Topics("a", bad)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> topics.reply(bad, "1")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> topics.reply("s", bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Topics.isName("x".repeat(64))).isTrue();
    assertThat(Topics.isName("A.z_0-9")).isTrue();
  }
}
