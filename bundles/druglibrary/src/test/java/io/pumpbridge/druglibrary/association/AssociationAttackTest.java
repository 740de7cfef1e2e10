// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One test per attack on an association. */
class AssociationAttackTest {
  private final AssociationLab lab = new AssociationLab();

  @Test
  void oneFlippedBitAnywhereIsRefused() {
    byte[] good = signedAssociation(ASSOCIATION).toArray();
    for (int i = 0; i < good.length; i += 3) {
      byte[] flipped = good.clone();
      flipped[i] ^= 1;
      assertThat(lab.refused(Bytes.of(flipped)))
          .isIn("signature-invalid", "malformed", "chain-untrusted");
    }
  }

  @Test
  void onlyTheOrderSystemMayAssociate() {
    assertThat(lab.refused(Fakes.Signing.sign(ASSOCIATION, SignerRole.PUMP_SERVER)))
        .isEqualTo("signer-missing");
    assertThat(lab.refused(Fakes.Signing.sign(ASSOCIATION, SignerRole.LIBRARY_AUTHOR)))
        .isEqualTo("signer-missing");
  }

  @Test
  void anotherHospitalsOrGatewaysIsRefused() {
    assertThat(lab.refused(with(ASSOCIATION, "Example Hospital", "Other Hospital")))
        .isEqualTo("association-other-hospital");
    assertThat(lab.refused(with(ASSOCIATION, "gw-1", "gw-2")))
        .isEqualTo("association-other-gateway");
  }

  @Test
  void oneFromTheFutureIsRefusedBeyondFiveMinutes() throws Exception {
    assertThat(lab.refused(with(AssociationLab.issuedAt("12:05"), "12:05:00Z", "12:05:01Z")))
        .isEqualTo("association-from-future");
    lab.accept(AssociationLab.issuedAt("12:05"));
  }

  @Test
  void oneThatHasEndedOrStandsTooLongIsRefused() throws Exception {
    assertThat(lab.refused(with(ASSOCIATION, "03-02T11:00:00Z", "03-08T11:00:01Z")))
        .isEqualTo("association-too-long");
    assertThat(lab.refused(with(ASSOCIATION, "03-02T11:00:00Z", "03-01T12:00:00Z")))
        .isEqualTo("association-expired");
    lab.accept(with(ASSOCIATION, "03-02T11:00:00Z", "03-08T11:00:00Z"));
  }

  @Test
  void nothingIsAcceptedWhileTheTimeIsNotKnown() {
    lab.clock.quality = ClockQuality.FLOOR;
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("clock-untrusted");
  }

  @Test
  void anOlderOnePlayedAgainIsRefused() throws Exception {
    lab.accept(AssociationLab.issuedAt("11:30"));
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    lab.restart();
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
  }

  @Test
  void anotherOfTheSameMomentIsRefused() throws Exception {
    lab.accept(ASSOCIATION);
    assertThat(lab.refused(with(ASSOCIATION, "\"70\"", "\"7\"")))
        .isEqualTo("association-not-newer");
  }

  @Test
  void whatWasDroppedCannotBePlayedAgain() throws Exception {
    lab.accept(ASSOCIATION);
    lab.accept(AssociationLab.issuedAt("11:30"));
    lab.associations.drop("800200123", lab.clock.read());
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    assertThat(lab.refused(AssociationLab.issuedAt("11:30"))).isEqualTo("association-not-newer");
    lab.restart();
    assertThat(lab.refused(AssociationLab.issuedAt("11:30"))).isEqualTo("association-not-newer");
    lab.accept(AssociationLab.issuedAt("11:56"));
  }

  /** A server that keeps one back could have the next patient judged by this one's weight. */
  @Test
  void oneThatWasKeptBackUntilThePumpHadLeftIsRefused() throws Exception {
    lab.associations.drop("800200123", lab.clock.read());
    lab.clock.pass(Duration.ofHours(2));
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    assertThat(lab.refused(AssociationLab.issuedAt("11:55"))).isEqualTo("association-not-newer");
    lab.accept(with(ASSOCIATION, "800200123", "800200124"));
    lab.restart();
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    lab.accept(AssociationLab.issuedAt("11:56")); // the order system's clock may be late
  }

  @Test
  void aPumpThatLeftByAClockThatIsAheadIsNotKeptFromWhatComesNext() throws Exception {
    lab.clock.quality = ClockQuality.HOLDOVER;
    lab.clock.wall = lab.clock.wall.plus(Duration.ofDays(2));
    lab.associations.drop("800200123", lab.clock.read());
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    lab.clock.wall = lab.clock.wall.minus(Duration.ofDays(2));
    lab.accept(ASSOCIATION);
  }

  @Test
  void pumpsThatComeAndGoAllDayCostNoWritesAndPushOutNoMark() throws Exception {
    lab.accept(ASSOCIATION);
    int changes = lab.disk.changes;
    for (int i = 0; i < 2 * ReplayMarks.MAX_MARKS; i++) {
      lab.associations.drop("pump-" + i, lab.clock.read());
    }
    lab.associations.drop("x".repeat(2_000), lab.clock.read());
    lab.associations.drop("", lab.clock.read());
    assertThat(lab.disk.changes).isEqualTo(changes);
    lab.accept(with(ASSOCIATION, "800200123", "800200124"));
    lab.restart();
    assertThat(lab.associations.count()).isEqualTo(2);
  }

  @Test
  void whenTheReplayMarksAreLostWhateverMayHaveBeenHereIsRefusedAndNothingElse() throws Exception {
    lab.accept(AssociationLab.issuedAt("12:04")); // ahead, within what clocks may differ by
    lab.associations.drop("800200123", lab.clock.read());
    lab.disk.damage(Associations.MARKS);
    lab.restart();
    lab.clock.pass(Duration.ofMinutes(1));
    assertThat(lab.refused(AssociationLab.issuedAt("12:04"))).isEqualTo("association-not-newer");
    lab.restart();
    lab.clock.pass(Duration.ofMinutes(10)); // the floor stays where it was raised to
    assertThat(lab.refused(AssociationLab.issuedAt("12:05"))).isEqualTo("association-not-newer");
    lab.accept(AssociationLab.issuedAt("12:07"));
  }

  @Test
  void whenTheReplayMarksAreLostAClockOnItsOwnTakesNothing() throws Exception {
    lab.accept(ASSOCIATION);
    lab.associations.drop("800200123", lab.clock.read());
    lab.disk.damage(Associations.MARKS);
    Instant now = lab.clock.wall;
    for (ClockQuality late : new ClockQuality[] {ClockQuality.FLOOR, ClockQuality.HOLDOVER}) {
      lab.clock.quality = late;
      lab.clock.wall = now.minus(Duration.ofHours(2)); // a gateway that has just begun
      lab.restart();
      lab.clock.wall = now;
      assertThat(lab.refused(ASSOCIATION)).isEqualTo("clock-untrusted");
    }
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    lab.clock.pass(Duration.ofMinutes(10));
    lab.accept(AssociationLab.issuedAt("12:06"));
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
  }

  @Test
  void whatIsHeldEndsWhenNobodyCanTellAnyMoreWhetherItHad() throws Exception {
    lab.accept(ASSOCIATION);
    lab.disk.damage(Associations.MARKS);
    lab.clock.quality = ClockQuality.HOLDOVER;
    lab.clock.wall = lab.clock.wall.minus(Duration.ofHours(2));
    lab.restart();
    assertThat(lab.found()).isEmpty();
    assertThat(lab.journal.last(EventName.ASSOCIATION_DROPPED).text("reason"))
        .isEqualTo("replay marks lost");
  }

  @Test
  void oneThatIsNotHeldCannotComeBackEitherOnceItsPumpHasGone() throws Exception {
    lab.accept(ASSOCIATION);
    lab.disk.damage(Associations.fileOf(AssociationLab.CHANNEL));
    lab.restart();
    assertThat(lab.found()).isEmpty();
    lab.associations.drop("800200123", lab.clock.read());
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    lab.restart();
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
  }

  @Test
  void aClockThatWasAheadLetsNothingComeBack() throws Exception {
    lab.accept(ASSOCIATION);
    lab.associations.drop("800200123", lab.clock.read());
    Instant now = lab.clock.wall;
    lab.clock.quality = ClockQuality.HOLDOVER;
    lab.clock.wall = now.plus(Duration.ofDays(8));
    lab.accept(issuedEightDaysLater());
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    lab.clock.wall = now;
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
  }

  private static String issuedEightDaysLater() {
    String other = with(ASSOCIATION, "800200123", "800200124");
    return with(with(other, "03-01T11:00", "03-09T11:00"), "03-02T11:00", "03-10T11:00");
  }

  @Test
  void theSixtyFifthIsRefused() throws Exception {
    for (int i = 0; i < Associations.MAX_HELD; i++) {
      lab.accept(with(ASSOCIATION, "800200123", "pump-" + i));
    }
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-too-many");
    lab.accept(with(AssociationLab.issuedAt("11:30"), "800200123", "pump-7"));
    lab.associations.drop("pump-9", lab.clock.read());
    lab.accept(ASSOCIATION);
  }

  @Test
  void aHugeOneIsRefusedBeforeAnybodyLooksIntoIt() {
    assertThat(lab.refused(Bytes.of(new byte[SignedKind.SHORT_BYTES + 1])))
        .isEqualTo("association-too-large");
  }

  @Test
  void aMalformedOneIsRefusedWithItsPlace() {
    assertThat(lab.refused(with(ASSOCIATION, "\"70\"", "70"))).isEqualTo("association-malformed");
    assertThat(lab.journal.events.get(0).toFields().toString()).contains("$.weight.value");
  }
}
