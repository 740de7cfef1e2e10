// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.health.HealthCheck.Level;
import io.pumpbridge.uplink.UplinkHealth.Snapshot;
import io.pumpbridge.uplink.UplinkPlan.Standing;
import io.pumpbridge.uplink.UplinkPlan.State;
import io.pumpbridge.uplink.mqtt.Failure;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UplinkHealthTest {
  private static final Instant SINCE = Instant.parse("2026-06-01T12:00:00.5Z");
  private static final Standing ONLINE = new Standing(State.ONLINE, SINCE, Optional.empty());

  private static Health server(Snapshot snapshot) {
    return UplinkHealth.of(snapshot, true, 0, Settings.Confirm.SERVER);
  }

  @Test
  void onlineAndConfirmedIsWell() {
    assertThat(server(new Snapshot(ONLINE, 0, true, 0))).isEqualTo(Health.WELL);
    assertThat(server(new Snapshot(ONLINE, 120_000, true, 0))).isEqualTo(Health.WELL);
  }

  @Test
  void outOfReachSaysSinceWhenAndWhy() {
    Failure down = Failure.of("unreachable", "The server cannot be reached.");
    Health health =
        server(new Snapshot(new Standing(State.CONNECTING, SINCE, Optional.of(down)), 0, true, 0));
    assertThat(health.level()).isEqualTo(Level.WARNING);
    assertThat(health.code()).isEqualTo("unreachable");
    assertThat(health.sentence())
        .isEqualTo(
            "The pump server is out of reach since 2026-06-01T12:00:00Z."
                + " The server cannot be reached. Everything is kept in the journal.");
  }

  @Test
  void aRefusedCertificateNeedsAPerson() {
    Failure forged = new Failure("chain-untrusted", "The certificate is not ours.", "CN=x", true);
    Health health =
        server(new Snapshot(new Standing(State.WAITING, SINCE, Optional.of(forged)), 0, true, 0));
    assertThat(health.level()).isEqualTo(Level.CRITICAL);
    assertThat(health.code()).isEqualTo("chain-untrusted");
  }

  @Test
  void theBrokersWordIsShownAsWeaker() {
    Health health =
        UplinkHealth.of(new Snapshot(ONLINE, 0, true, 0), true, 0, Settings.Confirm.BROKER);
    assertThat(health.level()).isEqualTo(Level.WARNING);
    assertThat(health.code()).isEqualTo("confirm-broker");
  }

  @Test
  void aServerThatConfirmsNothingIsShown() {
    Health health = server(new Snapshot(ONLINE, 120_001, true, 0));
    assertThat(health.level()).isEqualTo(Level.WARNING);
    assertThat(health.code()).isEqualTo("server-does-not-confirm");
  }

  @Test
  void whatWasSaidLongAgoSaysNothing() {
    Snapshot old = new Snapshot(ONLINE, 0, true, 1_000);
    assertThat(UplinkHealth.of(old, true, 31_000, Settings.Confirm.SERVER)).isEqualTo(Health.WELL);
    Health hangs = UplinkHealth.of(old, true, 31_001, Settings.Confirm.SERVER);
    assertThat(hangs.level()).isEqualTo(Level.CRITICAL);
    assertThat(hangs.code()).isEqualTo("uplink-stopped");
    Health ended = UplinkHealth.of(old, false, 1_001, Settings.Confirm.SERVER);
    assertThat(ended.code()).isEqualTo("uplink-stopped");
  }

  @Test
  void aJournalThatCannotBeReadComesFirst() {
    assertThat(server(new Snapshot(ONLINE, 0, false, 0)).code()).isEqualTo("journal-unreadable");
  }
}
