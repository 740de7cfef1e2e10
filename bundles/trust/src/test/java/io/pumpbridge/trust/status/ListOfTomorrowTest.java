// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.clock.FloorDesk;
import io.pumpbridge.trust.clock.FlooredClock;
import io.pumpbridge.trust.clock.RawTime;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.Heard;
import io.pumpbridge.trust.lab.Refused;
import io.pumpbridge.trust.lab.Revocation;
import io.pumpbridge.trust.lab.Wish;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that are ahead of the clock: it may be the clock that is wrong, or the list that lies. */
final class ListOfTomorrowTest {
  private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TRUTH = Instant.parse("2026-11-15T12:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Authority ROOT = authority("CN=hospital root", BUILT);
  private static final X509Certificate SERVER = ROOT.issue(Wish.server("a.example")).leaf();

  @TempDir Path folder;
  private RawTime machine = new RawTime(Instant.EPOCH, false, 0);
  private FlooredClock clock;
  private ListShelf shelf;

  private static Authority authority(String name, Instant from) {
    return Authority.root(
        Authority.asAuthority(Wish.named(name).valid(from, BUILT.plus(YEAR.multipliedBy(9)))));
  }

  @BeforeEach
  void open() throws Exception {
    clock = new FlooredClock(() -> machine, StateFolder.open(folder.resolve("clock")), BUILT);
    Path lists = Files.createDirectories(folder.resolve("lists"));
    shelf = new ListShelf(new StateFolder(lists, new LocalDisk()));
  }

  /** What the machine says from now on. */
  private void itIs(Instant time, boolean synchronised) {
    machine = new RawTime(time, synchronised, machine.monotonicMs() + 1);
  }

  private ListShelf.Outcome take(Instant issued, X509Certificate... revoked) throws TrustException {
    String list = new Revocation(issued, issued.plus(DAY.multipliedBy(7))).list(ROOT, revoked);
    return shelf.accept(
        Base64.getDecoder().decode(list),
        new ListShelf.Ground(List.of(ROOT.certificate()), List.of(), clock, clock));
  }

  private List<Instant> kept() {
    return shelf.load().lists().stream()
        .map(X509CRL::getThisUpdate)
        .map(java.util.Date::toInstant)
        .sorted()
        .toList();
  }

  @Test
  void aClockThatStandsInThePastLearnsFromAListThatIsPassedOn() throws Exception {
    take(BUILT);
    assertThat(take(TRUTH, SERVER).already()).isFalse();
    assertThat(clock.read().wall()).isEqualTo(TRUTH);
    assertThat(clock.read().quality()).isEqualTo(ClockQuality.FLOOR);
    assertThat(kept()).as("in the place of the old one").containsExactly(TRUTH);
  }

  @Test
  void aListBeyondWhatOneSignerIsBelievedIsRefusedAndMovesNothing() throws Exception {
    take(BUILT);
    Instant forged = BUILT.plus(Duration.ofDays(403));
    Refused.with(Refusal.REVOCATION_LIST_UNUSABLE, () -> take(forged));
    assertThat(clock.read().wall()).isBefore(BUILT.plusSeconds(60));
    assertThat(kept()).containsExactly(BUILT);
  }

  @Test
  void oneSignerGainsOnceWhatItMayAndNoMoreWithEachList() throws Exception {
    take(BUILT.plus(Duration.ofDays(399)));
    Refused.with(Refusal.REVOCATION_LIST_UNUSABLE, () -> take(BUILT.plus(Duration.ofDays(450))));
    assertThat(clock.read().wall()).isBefore(BUILT.plus(Duration.ofDays(400)));
  }

  @Test
  void aClockThatIsSynchronisedIsRightAndTheListIsNot() throws Exception {
    itIs(TRUTH, true);
    take(TRUTH.minus(DAY), SERVER);
    Refused.with(Refusal.REVOCATION_LIST_UNUSABLE, () -> take(TRUTH.plus(DAY).plusSeconds(1)));
    assertThat(clock.read().wall()).isEqualTo(TRUTH);
    assertThat(kept()).containsExactly(TRUTH.minus(DAY));
  }

  /** Else all servers are unknown until that authority's clock and ours agree. */
  @Test
  void aListThatIsALittleAheadLeavesTheOneInForceAlone() throws Exception {
    itIs(TRUTH, true);
    take(TRUTH.minus(DAY));
    Instant soon = TRUTH.plus(Duration.ofHours(2));
    take(soon);
    assertThat(kept()).containsExactly(TRUTH.minus(DAY), soon);
    itIs(soon, true);
    take(soon.minusSeconds(1).plus(Duration.ofHours(3)));
    assertThat(kept()).as("its time has come").containsExactly(soon, soon.plusSeconds(10_799));
  }

  @Test
  void whoDatesAListAheadDoesNotKeepTheTrueOneOut() throws Exception {
    itIs(TRUTH, true);
    take(TRUTH.minus(DAY));
    take(TRUTH.plus(Duration.ofHours(23)));
    take(TRUTH, SERVER);
    assertThat(kept()).containsExactly(TRUTH, TRUTH.plus(Duration.ofHours(23)));
    Refused.with(Refusal.REVOCATION_LIST_OLD, () -> take(TRUTH.minusSeconds(1)));
  }

  /** A liar was believed within his bound, a technician has put the clock right since. */
  @Test
  void afterAResetTheTrueListIsTakenAndWhatWasKnownIsNotForgotten() throws Exception {
    Instant forged = BUILT.plus(Duration.ofDays(390));
    take(forged);
    assertThat(clock.read().wall()).isEqualTo(forged);
    new FloorDesk(clock, new Heard()).reset(TRUTH.toString(), "a liar was here");
    take(TRUTH, SERVER);
    assertThat(kept()).containsExactly(TRUTH, forged);
    Refused.with(Refusal.REVOCATION_LIST_OLD, () -> take(TRUTH.minus(DAY)));
  }

  @Test
  void whatNoTrustedAuthoritySignedMovesNothing() throws Exception {
    Authority impostor = authority("CN=hospital root", BUILT);
    String list = new Revocation(TRUTH, TRUTH.plus(DAY)).list(impostor);
    Refused.with(
        Refusal.REVOCATION_LIST_UNTRUSTED,
        () ->
            shelf.accept(
                Base64.getDecoder().decode(list),
                new ListShelf.Ground(List.of(ROOT.certificate()), List.of(), clock, clock)));
    assertThat(clock.read().wall()).isBefore(BUILT.plusSeconds(60));
    assertThat(kept()).isEmpty();
  }

  @Test
  void anAuthorityThatBeginsTomorrowMaySignTheListOfTomorrow() throws Exception {
    Authority site =
        ROOT.subordinate(
            Authority.asAuthority(Wish.named("CN=site").valid(TRUTH.minus(DAY), TRUTH.plus(YEAR))));
    String list = new Revocation(TRUTH, TRUTH.plus(DAY)).list(site);
    var ground =
        new ListShelf.Ground(
            List.of(ROOT.certificate()), List.of(site.certificate()), clock, clock);
    shelf.accept(Base64.getDecoder().decode(list), ground);
    assertThat(clock.read().wall()).isEqualTo(TRUTH);

    String late =
        new Revocation(TRUTH.plus(YEAR).plusSeconds(1), TRUTH.plus(YEAR.plus(DAY))).list(site);
    Refused.with(
        Refusal.REVOCATION_LIST_UNTRUSTED,
        () -> shelf.accept(Base64.getDecoder().decode(late), ground));
  }
}
