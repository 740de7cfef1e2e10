// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust;

import static io.pumpbridge.trust.DeadBattery.BUILT;
import static io.pumpbridge.trust.DeadBattery.HOST;
import static io.pumpbridge.trust.DeadBattery.LAST_ON;
import static io.pumpbridge.trust.DeadBattery.TRUTH;
import static io.pumpbridge.trust.DeadBattery.YEAR;
import static io.pumpbridge.trust.DeadBattery.connect;
import static io.pumpbridge.trust.DeadBattery.list;
import static io.pumpbridge.trust.DeadBattery.passOn;
import static io.pumpbridge.trust.DeadBattery.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Responder;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import io.pumpbridge.trust.revocation.RevocationRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway with a dead battery makes of revocation lists and responses. */
final class ListsIn1970Test {
  @TempDir Path folder;
  private DeadBattery battery;

  @BeforeEach
  void itWasOnInJune() throws Exception {
    battery = new DeadBattery(folder);
  }

  @Test
  void aListAndAResponseOfTomorrowCountAndAreHeard() throws Exception {
    battery.revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(7)));
    Authority site =
        DeadBattery.HOSPITAL.subordinate(
            Authority.asAuthority(
                Wish.named("CN=site authority").valid(BUILT, BUILT.plus(YEAR.multipliedBy(5)))));
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = site.issue(Wish.server(HOST).valid(renewed, renewed.plus(YEAR)));
    Revocation now = new Revocation(TRUTH, TRUTH.plus(Duration.ofDays(7)));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server).orElseThrow())
          .startsWith(Refusal.REVOCATION_UNKNOWN.code());
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));

      Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
      Files.write(
          lists.resolve("root.crl"), Base64.getDecoder().decode(now.list(DeadBattery.HOSPITAL)));
      Responder.whileStapling(
          now.response(site, server.leaf(), true),
          () -> assertThat(connect(trust, server)).isEmpty());
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
    }
  }

  @Test
  void whoIsOnAListOfTomorrowIsRefusedToday() throws Exception {
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    Path lists = Files.createDirectories(folder.resolve("anchors/revocation"));
    String list =
        new Revocation(TRUTH, TRUTH.plus(Duration.ofDays(7)))
            .list(DeadBattery.HOSPITAL, server.leaf());
    Files.write(lists.resolve("root.crl"), Base64.getDecoder().decode(list));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server).orElseThrow())
          .startsWith(Refusal.CERTIFICATE_REVOKED.code());
      assertThat(trust.clock().read().wall()).as("not proven, not heard").isBefore(renewed);
    }
  }

  /**
   * Under the policy that ships, with the lists that it had in June: its server is as it was, and
   * passes on what has been published meanwhile.
   */
  @Test
  void itGetsOnlineByTheListsItHadAndLearnsFromTheNewerOneThatIsPassedOn() throws Exception {
    battery.revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));
    Identity server = server(BUILT, BUILT.plus(YEAR));
    Identity taken = server(BUILT, BUILT.plus(YEAR));
    battery.keepList(LAST_ON.minus(Duration.ofDays(2)));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));
      assertThat(passOn(trust, list(TRUTH.plus(YEAR.multipliedBy(2))))).contains("unusable");
      assertThat(trust.clock().read().wall()).isBefore(LAST_ON.plusSeconds(60));

      assertThat(passOn(trust, list(TRUTH, taken.leaf()))).isEqualTo("revocation-list-held");
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
      assertThat(battery.nextTold("signed").details().toString())
          .contains("\"after\":\"2026-11-15");
      assertThat(connect(trust, server)).isEmpty();
      assertThat(connect(trust, taken).orElseThrow())
          .startsWith(Refusal.CERTIFICATE_REVOKED.code());
    }
    try (Trust next = battery.start()) {
      assertThat(next.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
      assertThat(connect(next, server)).as("over restarts").isEmpty();
    }
  }

  /** Its own lists have gone stale by the time that the certificate itself proves. */
  @Test
  void aRenewedServerWithoutAResponseNeedsANewListByHand() throws Exception {
    battery.revocation = RevocationRules.staleOk(Optional.of(Duration.ofDays(14)));
    Instant renewed = TRUTH.minus(Duration.ofDays(40));
    Identity server = server(renewed, renewed.plus(YEAR));
    battery.keepList(LAST_ON.minus(Duration.ofDays(2)));
    try (Trust trust = battery.start()) {
      assertThat(connect(trust, server).orElseThrow()).startsWith(Refusal.REVOCATION_STALE.code());
      battery.keepList(TRUTH);
      assertThat(connect(trust, server)).isEmpty();
      assertThat(trust.clock().read().wall()).isBetween(TRUTH, TRUTH.plusSeconds(60));
    }
  }
}
