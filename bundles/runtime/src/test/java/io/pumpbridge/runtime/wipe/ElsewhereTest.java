// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.wipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.wipe.Elsewhere.Asked;
import io.pumpbridge.runtime.wipe.Elsewhere.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a token that is only played here; SoftHSM's are destroyed in {@code .ci/checks}. */
class ElsewhereTest {
  private static final String IN_USE = "pb-0a0b0c0d-0000000000000001";
  private static final String BEFORE = "pb-0a0b0c0d-0000000000000002";
  private static final String UNNAMED = "pb-0a0b0c0d-0000000000000003";

  private static final Asked GONE =
      () -> {
        throw new LaunchException(
            LaunchException.Fault.USAGE, "token-missing", "There is no token in the slot.");
      };

  private static Elsewhere keys(boolean mayStay) {
    return new Elsewhere(true, List.of(IN_USE, BEFORE), mayStay);
  }

  private static Optional<Asked> holding(String... names) {
    return Optional.of(() -> List.of(names));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String... words) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            LaunchException.class,
            e -> {
              assertThat(e.code()).isEqualTo("token-keys-remain");
              assertThat(e.fault()).isEqualTo(LaunchException.Fault.DEVICE);
            })
        .hasMessageContainingAll(words)
        .hasMessageContaining("--leave-token-keys");
  }

  @Test
  void whereKeysAreFilesNothingIsSaidOfAToken() throws Exception {
    assertThat(Elsewhere.NOTHING.plan(Optional.empty()).isNothing()).isTrue();
    Plan nothing = Elsewhere.NOTHING.destroy(Plan.NOTHING, Optional.of(GONE));
    assertThat(nothing.leavesSomething()).isFalse();
  }

  /** Killed just after the signature, such a gateway was once said to have left a token's keys. */
  @Test
  void whereKeysAreFilesNothingIsSaidOfATokenAfterAnInterruptionEither() {
    assertThat(Elsewhere.NOTHING.resumed().isNothing()).isTrue();
    Plan named = new Elsewhere(false, List.of(IN_USE), false).resumed();
    assertThat(named).isEqualTo(new Plan(false, List.of(), List.of(IN_USE)));
  }

  @Test
  void allThatTheTokenHoldsOfThisGatewayIsDestroyedAlsoWhatNoFileNames() throws Exception {
    Plan plan = keys(false).plan(holding(UNNAMED, BEFORE, IN_USE));
    assertThat(plan).isEqualTo(new Plan(true, List.of(UNNAMED, BEFORE, IN_USE), List.of()));
    assertThat(keys(false).destroy(plan, holding(UNNAMED, BEFORE, IN_USE))).isEqualTo(plan);
  }

  @Test
  void aTokenOutOfReachKeepsEverythingAsItIs() {
    assertRefused(
        () -> keys(false).plan(Optional.of(GONE)), "Nothing was wiped", IN_USE, "no token in the");
    assertRefused(() -> keys(false).plan(Optional.empty()), "Nothing was wiped", BEFORE);
  }

  @Test
  void unlessSomebodySaysThatTheyMayStayAndThenTheyAreNamed() throws Exception {
    Plan plan = keys(true).plan(Optional.of(GONE));
    assertThat(plan).isEqualTo(new Plan(false, List.of(), List.of(IN_USE, BEFORE)));
    assertThat(plan.leavesSomething()).isTrue();
    assertThat(keys(true).destroy(plan, Optional.of(GONE))).isEqualTo(plan);
  }

  @Test
  void aTokenThatCouldNotBeAskedIsToldEvenIfNoFileNamesAKey() throws Exception {
    Plan plan = new Elsewhere(true, List.of(), true).plan(Optional.of(GONE));
    assertThat(plan.leavesSomething()).isTrue();
    assertThat(plan.isNothing()).isFalse();
  }

  @Test
  void anotherTokenIsNoReasonToBelieveThatAKeyIsGone() throws Exception {
    assertRefused(() -> keys(false).plan(holding(IN_USE)), "another token holds " + BEFORE);
    assertThat(keys(true).plan(holding(IN_USE)))
        .isEqualTo(new Plan(true, List.of(IN_USE), List.of(BEFORE)));
  }

  /** The setting went back to files, and the other one's files were left. */
  @Test
  void keysOfASettingThatWasChangedAreNotForgotten() {
    Elsewhere changed = new Elsewhere(false, List.of(IN_USE), false);
    assertRefused(() -> changed.plan(holding()), IN_USE);
  }

  @Test
  void aTokenThatGoesAwayInTheMiddleLeavesADecommissionToBeCompleted() throws Exception {
    Plan plan = keys(false).plan(holding(BEFORE, IN_USE));
    assertRefused(() -> keys(false).destroy(plan, Optional.of(GONE)), "not complete");
    Plan again = keys(false).resumed();
    assertThat(keys(false).destroy(again, holding(IN_USE)).leavesSomething()).isFalse();
    Plan stays = keys(true).destroy(again, Optional.of(GONE));
    assertThat(stays).isEqualTo(new Plan(false, List.of(), List.of(IN_USE, BEFORE)));
  }

  @TempDir private Path state;

  @Test
  void theFilesNameTheirKeys() throws Exception {
    Path trust = Files.createDirectories(state.resolve("trust"));
    String pem = "-----BEGIN CERTIFICATE-----\n";
    Files.writeString(
        trust.resolve("identity.token"), "pump-bridge-token-key-1 " + IN_USE + " gateway\n" + pem);
    Files.writeString(
        trust.resolve("identity.token.waiting.new"),
        "pump-bridge-token-key-1 " + BEFORE + " waiting\n");
    Files.writeString(trust.resolve("identity.token.previous"), "torn");
    Files.writeString(trust.resolve("sealing.key"), "pump-bridge-token-key-1 pb-1");
    assertThat(Elsewhere.of(state, Optional.empty(), true))
        .isEqualTo(new Elsewhere(false, List.of(IN_USE, BEFORE), true));
    assertThat(Elsewhere.of(state.resolve("nowhere"), Optional.empty(), false))
        .isEqualTo(Elsewhere.NOTHING);
  }
}
