// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.association;

import static io.pumpbridge.druglibrary.lab.Examples.ASSOCIATION;
import static io.pumpbridge.druglibrary.lab.Examples.signedAssociation;
import static io.pumpbridge.druglibrary.lab.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.druglibrary.signed.SignedKind;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
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
    lab.associations.drop("800200123", lab.clock.wall);
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    assertThat(lab.refused(AssociationLab.issuedAt("11:30"))).isEqualTo("association-not-newer");
    lab.restart();
    assertThat(lab.refused(AssociationLab.issuedAt("11:30"))).isEqualTo("association-not-newer");
    lab.accept(AssociationLab.issuedAt("11:31"));
  }

  @Test
  void whenTheReplayMarksAreLostWhateverWasIssuedBeforeIsRefused() throws Exception {
    lab.accept(ASSOCIATION);
    lab.associations.drop("800200123", lab.clock.wall);
    lab.disk.damage(Associations.MARKS);
    lab.restart();
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-not-newer");
    lab.restart();
    assertThat(lab.refused(AssociationLab.issuedAt("11:59"))).isEqualTo("association-not-newer");
    lab.clock.pass(Duration.ofMinutes(5));
    lab.accept(AssociationLab.issuedAt("12:04"));
  }

  @Test
  void theSixtyFifthIsRefused() throws Exception {
    for (int i = 0; i < Associations.MAX_HELD; i++) {
      lab.accept(with(ASSOCIATION, "800200123", "pump-" + i));
    }
    assertThat(lab.refused(ASSOCIATION)).isEqualTo("association-too-many");
    lab.accept(with(AssociationLab.issuedAt("11:30"), "800200123", "pump-7"));
    lab.associations.drop("pump-9", lab.clock.wall);
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
