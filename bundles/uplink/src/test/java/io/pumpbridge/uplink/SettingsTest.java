// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void aServerIsAnSslAddressWithItsPort() {
    assertThat(Settings.from("ssl://pumps.example.org:8883", "hospital", "server"))
        .isEqualTo(
            new Settings(
                "pumps.example.org",
                8883,
                "hospital",
                Settings.Confirm.SERVER,
                Duration.ofSeconds(5),
                0,
                60));
    assertThat(Settings.from(" ssl://127.0.0.1:1 ", "h", "broker").confirm())
        .isEqualTo(Settings.Confirm.BROKER);
  }

  @Test
  void nothingButTlsAndNothingButHostAndPort() {
    for (String bad :
        new String[] {
          "",
          "pumps:8883",
          "tcp://pumps:8883",
          "ws://pumps:8883",
          "SSL://pumps:8883",
          "ssl://pumps",
          "ssl://pumps:0",
          "ssl://pumps:65536",
          "ssl://pumps:x",
          "ssl://:8883",
          "ssl://user@pumps:8883",
          "ssl://pumps:8883/path",
          "ssl://pumps:8883?q",
          "ssl://pu mps:1",
          "ssl://[::1]:8883",
          "ssl://pumps:8883#x"
        }) {
      assertThatThrownBy(() -> Settings.from(bad, "hospital", "server", 0))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ssl://pumps.example.org:8883");
    }
  }

  @Test
  void accountAndConfirmationAreChecked() {
    assertThatThrownBy(() -> Settings.from("ssl://a:1", "two/levels", "server", 0))
        .hasMessageStartingWith("account must");
    assertThatThrownBy(() -> Settings.from("ssl://a:1", "hospital", "nobody", 0))
        .hasMessageStartingWith("confirm must");
    for (int spread : new int[] {-1, 0, 61}) {
      assertThatThrownBy(() -> Settings.from("ssl://a:1", "hospital", "server", spread, 0))
          .hasMessage("reconnect.spread.seconds must be 1 to 60, not " + spread);
    }
  }

  @Test
  void aRateLimitMustLetMoreThroughThanFourPumpsBring() {
    assertThat(Settings.from("ssl://a:1", "h", "server", 5).messagesPerSecond()).isEqualTo(5);
    assertThat(Settings.from("ssl://a:1", "h", "server", 10_000).messagesPerSecond())
        .isEqualTo(10_000);
    for (int bad : new int[] {-1, 1, 4, 10_001}) {
      assertThatThrownBy(() -> Settings.from("ssl://a:1", "h", "server", bad))
          .hasMessageStartingWith("rate.limit must");
    }
  }

  @Test
  void theHospitalSaysHowManyCommandsAreDone() {
    Settings usual = Settings.from("ssl://a:1", "h", "server");
    assertThat(usual.withCommandsPerHour(30).commandsPerHour()).isEqualTo(30);
    assertThat(usual.withCommandsPerHour(3_600).commandsPerHour()).isEqualTo(3_600);
    for (int bad : new int[] {-1, 0, 29, 3_601}) {
      assertThatThrownBy(() -> usual.withCommandsPerHour(bad))
          .hasMessageStartingWith("command.limit must");
    }
  }
}
