// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorSettingsTest {

  @Test
  void nothingMeansNowhere() {
    assertThat(CollectorSettings.from(" ", 32_473)).isEmpty();
  }

  @Test
  void thePortIsThatOfTheRfcUnlessItIsGiven() {
    assertThat(CollectorSettings.from("logs.example.org", 32_473))
        .contains(new CollectorSettings("logs.example.org", 6514, 32_473));
    assertThat(CollectorSettings.from("10.1.2.3:10514", 1))
        .contains(new CollectorSettings("10.1.2.3", 10_514, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logs:0", "logs:65536", "logs:x", "ssl://logs:1", ":6514", "a b", "-a", "[::1]:1"})
  void whatIsNoPlaceIsRefusedWithAnExample(String collector) {
    assertThatThrownBy(() -> CollectorSettings.from(collector, 32_473))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("logs.example.org:6514");
  }

  @Test
  void anEnterpriseNumberIsPositive() {
    assertThatThrownBy(() -> CollectorSettings.from("logs", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("audit.enterprise.number");
  }
}
